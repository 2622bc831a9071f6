/// Turns the first bytes of a text in an unknown encoding into UTF-8, well enough to see how it begins. Never fails.
enum TextDecoding {
    enum Form: Sendable {
        /// UTF-8, Latin-1, the Windows pages: every ASCII character is one byte of its own value.
        case asciiCompatible
        case utf16(bigEndian: Bool)
        case utf32(bigEndian: Bool)
    }

    /// The form and the length of the byte-order mark. Without a mark, the zeros beside an ASCII first character tell.
    static func form(of bytes: ArraySlice<UInt8>) -> (form: Form, mark: Int) {
        let b = Array(bytes.prefix(4))
        if b.starts(with: [0xEF, 0xBB, 0xBF]) { return (.asciiCompatible, 3) }
        if b == [0xFF, 0xFE, 0, 0] { return (.utf32(bigEndian: false), 4) }
        if b == [0, 0, 0xFE, 0xFF] { return (.utf32(bigEndian: true), 4) }
        if b.starts(with: [0xFF, 0xFE]) { return (.utf16(bigEndian: false), 2) }
        if b.starts(with: [0xFE, 0xFF]) { return (.utf16(bigEndian: true), 2) }
        guard b.count == 4 else { return (.asciiCompatible, 0) }
        switch (b[0] != 0, b[1] != 0, b[2] != 0, b[3] != 0) {
        case (true, false, true, false): return (.utf16(bigEndian: false), 0)
        case (false, true, false, true): return (.utf16(bigEndian: true), 0)
        case (true, false, false, false): return (.utf32(bigEndian: false), 0)
        case (false, false, false, true): return (.utf32(bigEndian: true), 0)
        default: return (.asciiCompatible, 0)
        }
    }

    /// UTF-8 for UTF-16 and UTF-32; the bytes as they are, less the mark, for everything else.
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let (form, mark) = form(of: bytes)
        let body = bytes.dropFirst(mark)
        switch form {
        case .asciiCompatible: return Array(body)
        case .utf16(let bigEndian):
            let units = pairs(body).map { bigEndian ? UInt16($0) << 8 | UInt16($1) : UInt16($1) << 8 | UInt16($0) }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        case .utf32(let bigEndian):
            var text = String.UnicodeScalarView()
            let units = Array(pairs(body))
            for index in stride(from: 0, to: units.count - 1, by: 2) {
                let a = units[index], b = units[index + 1]
                let bytes = bigEndian ? [a.0, a.1, b.0, b.1] : [b.1, b.0, a.1, a.0]
                let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
            }
            return Array(String(text).utf8)
        }
    }

    private static func pairs(_ bytes: ArraySlice<UInt8>) -> [(UInt8, UInt8)] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { (bytes[$0], bytes[$0 + 1]) }
    }

    /// The first line that is not blank, without white space around it, at most 4,096 bytes of it.
    /// Lines end with CR, LF or both. UTF-8; bytes of other encodings are replaced.
    static func firstLine(of sample: ContentSample) -> String? {
        let text = decode(sample.head[...])
        guard let start = text.firstIndex(where: { !isSpace($0) }) else { return nil }
        let line = text[start...].prefix(4096).prefix { $0 != 0x0A && $0 != 0x0D }
        guard let end = line.lastIndex(where: { !isSpace($0) }) else { return nil }
        return String(decoding: line[start...end], as: UTF8.self)
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
