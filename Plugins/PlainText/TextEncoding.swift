import KistPlugin

/// The text of a file as UTF-8, whatever it was written in.
struct TextEncoding {
    var bytes: [UInt8]
    /// For people.
    var encoding: String
    /// Nothing in the file says so.
    var isGuess: Bool

    /// nil for what is no text. `isPage`: a web page may name its encoding.
    static func read(_ bytes: [UInt8], isPage: Bool) -> TextEncoding? {
        let text: TextEncoding?
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            text = repaired(Array(bytes.dropFirst(3)), "UTF-8")
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            text = utf16(bytes.dropFirst(2), isBigEndian: false, isGuess: false)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            text = utf16(bytes.dropFirst(2), isBigEndian: true, isGuess: false)
        } else if String(validating: bytes, as: UTF8.self) != nil || isCutAtEnd(bytes) {
            text = repaired(bytes, "UTF-8")
        } else if let big = looksLikeUTF16(bytes) {
            text = utf16(bytes[...], isBigEndian: big, isGuess: true)
        } else {
            let named = isPage && namesLatin(bytes)
            text = TextEncoding(bytes: windows(bytes), encoding: "Windows-1252", isGuess: !named)
        }
        guard let text, !text.bytes.contains(where: isControl) else { return nil }
        return text
    }

    /// A file that was cut where the limit is may end within a character.
    private static func isCutAtEnd(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 1 << 20 && (1...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }

    private static func repaired(_ bytes: [UInt8], _ encoding: String) -> TextEncoding {
        TextEncoding(bytes: Array(String(decoding: bytes, as: UTF8.self).utf8), encoding: encoding, isGuess: false)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool, isGuess: Bool) -> TextEncoding {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        return TextEncoding(
            bytes: Array(String(decoding: units, as: UTF16.self).utf8), encoding: "UTF-16", isGuess: isGuess)
    }

    /// Most western letters have a zero in every second byte.
    private static func looksLikeUTF16(_ bytes: [UInt8]) -> Bool? {
        let sample = bytes.prefix(2_000)
        guard sample.count >= 8 else { return nil }
        var zeros = (even: 0, odd: 0)
        for (index, byte) in sample.enumerated() where byte == 0 {
            if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
        }
        if zeros.odd * 4 > sample.count, zeros.even * 20 < sample.count { return false }
        if zeros.even * 4 > sample.count, zeros.odd * 20 < sample.count { return true }
        return nil
    }

    private static func namesLatin(_ bytes: [UInt8]) -> Bool {
        let head = String(decoding: bytes.prefix(2_000), as: UTF8.self).lowercased()
        return head.contains("charset=windows-1252") || head.contains("charset=iso-8859-1")
            || head.contains("charset=\"windows-1252") || head.contains("charset=\"iso-8859-1")
    }

    private static func windows(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 5 / 4)
        for byte in bytes {
            if byte < 0x80 {
                result.append(byte)
            } else {
                let scalar = byte < 0xA0 ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte)
                result += Array(String(Character(scalar)).utf8)
            }
        }
        return result
    }

    /// 0x80 to 0x9F in Windows-1252; those that it leaves open stand for themselves.
    private static let upper: [Unicode.Scalar] = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D && byte != 0x0C && byte != 0x1A && byte != 0x1B
    }
}

/// A text line by line.
struct TextLines {
    let lines: [ArraySlice<UInt8>]

    /// Lines end with LF, CR or both.
    init(_ bytes: [UInt8]) {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x0A || bytes[index] == 0x0D {
                lines.append(bytes[start..<index])
                if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                start = index + 1
            }
            index += 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        self.lines = lines
    }
}

extension ArraySlice<UInt8> {
    /// Without white space at either end.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let byte = slice.first, byte <= 0x20 { slice.removeFirst() }
        while let byte = slice.last, byte <= 0x20 { slice.removeLast() }
        return slice
    }

    /// White space at its beginning, a tab counting as four.
    var indentation: Int {
        var columns = 0
        for byte in self {
            if byte == 0x20 { columns += 1 } else if byte == 0x09 { columns += 4 } else { break }
        }
        return columns
    }

    var text: String { String(decoding: self, as: UTF8.self) }

    func isAll(_ byte: UInt8) -> Bool { !isEmpty && allSatisfy { $0 == byte } }
}
