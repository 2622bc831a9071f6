/// Folding of names for comparison: labels, titles, values typed by people.
public enum Folding {
    /// `text` in lower case without accents, apostrophes or soft hyphens, every other run of characters that are neither
    /// letters nor digits one space, none at the ends: “Pupil’s  self-assessment:” and “pupils self assessment” are one key.
    public static func key(_ text: String) -> String {
        let bytes = text.utf8Span.span
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var pendingSpace = false
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte < 0x80 {
                at += 1
                let isLetter = (byte | 0x20) &- 0x61 < 26
                if isLetter || byte &- 0x30 < 10 {
                    if pendingSpace { out.append(0x20) }
                    pendingSpace = false
                    out.append(isLetter ? byte | 0x20 : byte)
                } else if byte != UInt8(ascii: "'") {
                    pendingSpace = !out.isEmpty
                }
                continue
            }
            let (scalar, length) = Self.scalar(bytes, at)
            at += length
            switch scalar {
            case "\u{2018}", "\u{2019}", "\u{02BC}", "\u{00AD}", "\u{200B}", "\u{FEFF}": continue
            default: break
            }
            if (0x300...0x36F).contains(scalar.value) { continue }
            let folded: String
            if let plain = LatinFolding.plain[scalar] {
                folded = plain
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                folded = scalar.properties.lowercaseMapping
            } else {
                pendingSpace = !out.isEmpty
                continue
            }
            if pendingSpace { out.append(0x20) }
            pendingSpace = false
            out.append(contentsOf: folded.utf8)
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The scalar of more than one byte that begins at an offset of valid UTF-8.
    private static func scalar(_ bytes: Span<UInt8>, _ at: Int) -> (Unicode.Scalar, length: Int) {
        let first = UInt32(bytes[at])
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0xFF >> UInt32(length + 1))
        for index in 1..<length where at + index < bytes.count { value = value << 6 | UInt32(bytes[at + index] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}
