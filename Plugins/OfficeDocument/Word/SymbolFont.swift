/// Characters of the fonts "Symbol", "Wingdings" and their like, which documents name by their place in the font.
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

    /// Of "Wingdings 2" and "Webdings" the marks that forms and lists are made with.
    private static let wingdings2: [UInt32: Unicode.Scalar] = [
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x96: "•", 0x97: "●", 0xA2: "■", 0xA3: "□",
    ]
    private static let webdings: [UInt32: Unicode.Scalar] = [
        0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✖",
    ]

    /// The character at `code` of `font`, in Unicode where it is known; else as the document has it, which is in the area for
    /// private use. Nil for what is no character.
    static func character(_ code: UInt32, font: String) -> Unicode.Scalar? {
        let place = (0xF000...0xF0FF).contains(code) ? code - 0xF000 : code
        let known: Unicode.Scalar? =
            switch font {
            case "Symbol": symbol(place)
            case "Wingdings": wingdings[place]
            case "Wingdings 2": wingdings2[place]
            case "Webdings": webdings[place]
            default: nil
            }
        if let known { return known }
        let isOrnament = ["Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"].contains(font)
        return Unicode.Scalar(isOrnament && code < 0x100 ? 0xF000 + code : code).flatMap {
            $0.properties.generalCategory == .control ? nil : $0
        }
    }

    private static func symbol(_ place: UInt32) -> Unicode.Scalar? {
        if (0x41...0x5A).contains(place) { return greek[Int(place - 0x41)] }
        if (0x61...0x7A).contains(place) { return smallGreek[Int(place - 0x61)] }
        return signs[place] ?? ((0x20...0x40).contains(place) ? Unicode.Scalar(place) : nil)
    }
}
