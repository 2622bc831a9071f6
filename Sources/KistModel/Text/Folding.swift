/// Folding of names for comparison: labels, titles, values typed by people.
public enum Folding {
    /// `text` in lower case without accents, apostrophes or soft hyphens, every other run of characters that are neither
    /// letters nor digits one space, none at the ends: “Pupil’s  self-assessment:” and “pupils self assessment” are one key.
    public static func key(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let byte = UInt8(scalar.value)
                let isLetter = (byte | 0x20) &- 0x61 < 26
                if isLetter || byte &- 0x30 < 10 {
                    if pendingSpace { out.unicodeScalars.append(" ") }
                    pendingSpace = false
                    out.unicodeScalars.append(Unicode.Scalar(isLetter ? byte | 0x20 : byte))
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
            let folded = LatinFolding.plain[scalar] ?? scalar.properties.lowercaseMapping
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                pendingSpace = !out.isEmpty
                continue
            }
            if pendingSpace { out.unicodeScalars.append(" ") }
            pendingSpace = false
            out.append(contentsOf: folded)
        }
        return out
    }
}
