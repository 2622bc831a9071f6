/// Characters of the fonts "Symbol" and "Wingdings", which documents name by their place in the font.
enum SymbolFont {
    private static let greek = Array("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ".unicodeScalars)
    private static let smallGreek = Array("αβχδεφγηιϕκλμνοπθρστυϖωξψζ".unicodeScalars)
    private static let signs: [UInt32: Unicode.Scalar] = [
        0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
        0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪",
        0xCE: "∈", 0xCF: "∉", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xE5: "∑", 0xF2: "∫",
    ]
    private static let wingdings: [UInt32: Unicode.Scalar] = [
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←",
        0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    ]

    /// The character at `code` of `font`; nil where it is a mere ornament.
    static func character(_ code: UInt32, font: String) -> Unicode.Scalar? {
        let place = (0xF000...0xF0FF).contains(code) ? code - 0xF000 : code
        if font == "Symbol" {
            if (0x41...0x5A).contains(place) { return greek[Int(place - 0x41)] }
            if (0x61...0x7A).contains(place) { return smallGreek[Int(place - 0x61)] }
            if let sign = signs[place] { return sign }
            return (0x20...0x40).contains(place) ? Unicode.Scalar(place) : nil
        }
        if font.hasPrefix("Wingdings") { return wingdings[place] }
        if (0xF000...0xF0FF).contains(code) { return nil }
        return Unicode.Scalar(code)
    }
}
