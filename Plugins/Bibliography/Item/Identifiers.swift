/// Normal forms of the identifiers by which works are recognised.
enum Identifiers {
    /// A DOI without its address, in lower case: `10.1000/xyz`; nil when the text holds none.
    static func doi(_ text: String) -> String? {
        var text = text
        return text.withUTF8 { doi($0) }
    }

    /// The DOI in a stretch of valid UTF-8.
    static func doi(_ bytes: [UInt8], _ range: Range<Int>) -> String? {
        bytes.withUnsafeBufferPointer { doi(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    private static func doi(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var start = 0
        // `10.`, not inside a longer number.
        while true {
            guard start + 6 < bytes.count else { return nil }
            let previous = start > 0 ? bytes[start - 1] : 0
            if bytes[start] == UInt8(ascii: "1"), bytes[start + 1] == UInt8(ascii: "0"),
                bytes[start + 2] == UInt8(ascii: "."),
                !ASCII.isDigit(previous), previous != UInt8(ascii: ".")
            {
                break
            }
            start += 1
        }
        var end = start + 3
        while end < bytes.count, ASCII.isDigit(bytes[end]) || bytes[end] == UInt8(ascii: ".") { end += 1 }
        guard end - start >= 7, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "/") else { return nil }
        while end < bytes.count, bytes[end] > 0x20, !"\"<>".utf8.contains(bytes[end]) { end += 1 }
        while end > start, ".,;".utf8.contains(bytes[end - 1]) { end -= 1 }
        let found = bytes[start..<end]
        if found.contains(UInt8(ascii: "%")) || found.contains(where: { $0 >= 0x80 }) {
            return percentDecoded(Substring(String(decoding: found, as: UTF8.self))).lowercased()
        }
        return ASCII.lowered(found)
    }

    /// The DOI that an address of a resolver names.
    static func doi(inAddress address: String) -> String? {
        let name = Array("doi.org/".utf8)
        let found = address.utf8.withContiguousStorageIfAvailable { bytes -> Bool in
            guard bytes.count > name.count else { return false }
            for start in 0..<bytes.count - name.count where bytes[start + 3] == UInt8(ascii: ".") {
                var index = 0
                while index < name.count,
                    bytes[start + index] == name[index] || bytes[start + index] | 0x20 == name[index]
                {
                    index += 1
                }
                if index == name.count { return true }
            }
            return false
        }
        guard found ?? address.lowercased().contains("doi.org/") else { return nil }
        return doi(address)
    }

    /// Whether a number of the `SN` kind is an ISSN (`1234-567X`) rather than an ISBN.
    static func isISSN(_ text: String) -> Bool {
        let digits = text.utf8.filter { ASCII.isDigit($0) || $0 == UInt8(ascii: "X") || $0 == UInt8(ascii: "x") }
        return digits.count == 8
    }

    static func isISBN(_ text: String) -> Bool {
        let digits = text.utf8.filter { ASCII.isDigit($0) || $0 == UInt8(ascii: "X") || $0 == UInt8(ascii: "x") }
        return digits.count == 10 || digits.count == 13
    }

    /// The number itself of `2277-9175 (Electronic)`, `ISBN 978-0-…`, `0-12-345678-9 (pbk.) : £5`.
    static func serial(_ text: String) -> String {
        let words = text.words
        let number = words.first { word in word.utf8.count { ASCII.isDigit($0) } >= 7 }
        guard let number else {
            let digits = text.filter { $0.isNumber || $0 == "X" || $0 == "x" }
            return digits.utf8.count == 10 || digits.utf8.count == 13 ? digits : text
        }
        return String(number).trimming(",:;()[]")
    }

    /// Shortened ranges in full: `2457-71` becomes `2457-2471`.
    static func fullPages(_ text: String) -> String {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count < parts[0].utf8.count, !parts[1].isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { ASCII.isDigit($0) } })
        else { return text }
        return "\(parts[0])-\(parts[0].prefix(parts[0].utf8.count - parts[1].utf8.count))\(parts[1])"
    }

    /// `123--145`, `123 – 145` and their like as `123-145`.
    static func pages(_ text: String) -> String {
        if text.utf8.allSatisfy({ ASCII.isDigit($0) }) { return text }
        var out: [UInt8] = []
        var wasDash = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "-", "–", "—", "‐", "‑", "−":
                while out.last == 0x20 { out.removeLast() }
                if !wasDash { out.append(UInt8(ascii: "-")) }
                wasDash = true
            case " ", "\u{A0}", "\t", "\n":
                if !wasDash, let last = out.last, last != 0x20 { out.append(0x20) }
            default:
                wasDash = false
                out.append(scalar)
            }
        }
        while out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    private static func percentDecoded(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var out: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                value > 0x20
            {
                out.append(value)
                rest = rest.dropFirst(2)
            } else {
                out.append(byte)
            }
        }
        return String(validating: out, as: UTF8.self) ?? String(text)
    }
}
