/// Folding of names for comparison: labels, titles, values typed by people.
public enum Folding {
    /// `text` in lower case without accents, apostrophes or soft hyphens, every other run of characters that are neither
    /// letters nor digits one space, none at the ends: “Pupil’s  self-assessment:” and “pupils self assessment” are one key.
    public static func key(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        func add(_ bytes: some Sequence<UInt8>) {
            if pendingSpace { out.append(0x20) }
            pendingSpace = false
            out.append(contentsOf: bytes)
        }
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
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
            switch scalar {
            case "\u{2018}", "\u{2019}", "\u{02BC}", "\u{00AD}", "\u{200B}", "\u{FEFF}": continue
            default: break
            }
            if (0x300...0x36F).contains(scalar.value) { continue }
            if let plain = LatinFolding.plain[scalar] {
                add(plain.utf8)
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                add(scalar.properties.lowercaseMapping.utf8)
            } else {
                pendingSpace = !out.isEmpty
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
