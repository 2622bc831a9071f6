import KistPlugin

/// The text of a bag's tag files in the encoding that the bag declares.
enum TagText {
    /// nil for an encoding that is not read.
    static func decode(_ bytes: [UInt8], encoding: String) -> String? {
        switch encoding.uppercased() {
        case "UTF-8", "UTF8", "US-ASCII", "ASCII": return String(validating: bytes, as: UTF8.self)
        case "UTF-16": return utf16(bytes, isBigEndian: nil)
        case "UTF-16BE": return utf16(bytes, isBigEndian: true)
        case "UTF-16LE": return utf16(bytes, isBigEndian: false)
        case "ISO-8859-1", "LATIN1", "ISO8859-1":
            var scalars = String.UnicodeScalarView()
            for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
            return String(scalars)
        default: return nil
        }
    }

    /// Whether the encoding has a name that is known here.
    static func knows(_ encoding: String) -> Bool { decode([], encoding: encoding) != nil }

    private static func utf16(_ bytes: [UInt8], isBigEndian: Bool?) -> String? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        var isBig = isBigEndian ?? true
        var start = 0
        if bytes.starts(with: [0xFE, 0xFF]) { (isBig, start) = (true, 2) }
        if bytes.starts(with: [0xFF, 0xFE]) { (isBig, start) = (false, 2) }
        var units: [UInt16] = []
        for index in stride(from: start, to: bytes.count, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBig ? first << 8 | second : second << 8 | first)
        }
        return String(validating: units, as: UTF16.self)
    }

    /// Lines end with CR, LF or both.
    static func lines(_ text: String) -> [Substring] {
        text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }.map { Substring($0) }
            .filter { !$0.isEmpty }
    }

    /// `Label: value` lines, those that begin with white space going on with the one before.
    static func tags(_ text: String) -> [(label: String, value: String)] {
        var tags: [(label: String, value: String)] = []
        for line in lines(text) {
            if line.first == " " || line.first == "\t" {
                if !tags.isEmpty { tags[tags.count - 1].value += " " + String(line).collapsed }
            } else if let colon = line.firstIndex(of: ":") {
                tags.append(
                    (String(line[..<colon]).collapsed, String(line[line.index(after: colon)...]).collapsed))
            }
        }
        return tags
    }
}
