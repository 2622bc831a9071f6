/// The character sets of MARC-8, by the byte that an escape names them with.
enum MARC8Set {
    case ascii, ansel, hebrew, arabic, arabicExtended, cyrillic, cyrillicExtended, greek, greekSymbols, subscripts
    case superscripts, eastAsian

    enum Character {
        case letter(Unicode.Scalar)
        /// Stands before the letter that it goes with.
        case mark(Unicode.Scalar)
        case nothing
        case unsupported
    }

    init?(final byte: UInt8) {
        switch byte {
        case UInt8(ascii: "B"), UInt8(ascii: "s"): self = .ascii
        case UInt8(ascii: "E"): self = .ansel
        case UInt8(ascii: "2"): self = .hebrew
        case UInt8(ascii: "3"): self = .arabic
        case UInt8(ascii: "4"): self = .arabicExtended
        case UInt8(ascii: "N"): self = .cyrillic
        case UInt8(ascii: "Q"): self = .cyrillicExtended
        case UInt8(ascii: "S"): self = .greek
        case UInt8(ascii: "g"): self = .greekSymbols
        case UInt8(ascii: "b"): self = .subscripts
        case UInt8(ascii: "p"): self = .superscripts
        case UInt8(ascii: "1"): self = .eastAsian
        default: return nil
        }
    }

    /// The character of a byte, which stands in either half.
    func character(_ byte: UInt8) -> Character? {
        let place = byte & 0x7F
        switch self {
        case .ascii: return .letter(Unicode.Scalar(place))
        case .ansel: return Self.ansel(place | 0x80)
        case .greek: return Self.find(place, Self.greekLetters, Self.greekMarks) ?? Self.punctuation(place)
        case .cyrillic:
            if place >= 0x40, place < 0x7F || place == 0x5F, let letter = Self.cyrillicLetter(place) {
                return .letter(letter)
            }
            return Self.punctuation(place)
        case .cyrillicExtended: return Self.find(place, Self.cyrillicMore, [:])
        case .hebrew: return Self.find(place, Self.hebrewLetters, Self.hebrewMarks) ?? Self.punctuation(place)
        case .arabic: return Self.find(place, Self.arabicLetters, Self.arabicMarks) ?? Self.punctuation(place)
        case .greekSymbols: return Self.find(place, [0x61: "α", 0x62: "β", 0x63: "γ"], [:])
        case .subscripts: return Self.find(place, Self.lowered, [:])
        case .superscripts: return Self.find(place, Self.raised, [:])
        case .arabicExtended: return .unsupported
        case .eastAsian: return .unsupported
        }
    }

    private static func find(
        _ place: UInt8, _ letters: [UInt8: Unicode.Scalar], _ marks: [UInt8: Unicode.Scalar]
    ) -> Character? {
        if let letter = letters[place] { return .letter(letter) }
        return marks[place].map { .mark($0) }
    }

    private static func punctuation(_ place: UInt8) -> Character? {
        place >= 0x21 && place <= 0x40 ? .letter(Unicode.Scalar(place)) : nil
    }

    // MARK: - ANSEL

    private static func ansel(_ byte: UInt8) -> Character? {
        if byte == 0xEC || byte == 0xFB { return .nothing }
        if let mark = anselMarks[byte] { return .mark(mark) }
        return anselLetters[byte].map { .letter($0) }
    }

    private static let anselLetters = table(
        0xA1, "ŁØĐÞÆŒʹ·♭®±ƠƯʼ\u{0}ʻłøđþæœʺı£ð\u{0}ơư\u{0}\u{0}°ℓ℗©♯¿¡ß€")

    /// Marks over two letters are one character in Unicode, so their second half goes.
    private static let anselMarks: [UInt8: Unicode.Scalar] = [
        0xE0: "\u{309}", 0xE1: "\u{300}", 0xE2: "\u{301}", 0xE3: "\u{302}", 0xE4: "\u{303}", 0xE5: "\u{304}",
        0xE6: "\u{306}", 0xE7: "\u{307}", 0xE8: "\u{308}", 0xE9: "\u{30C}", 0xEA: "\u{30A}", 0xEB: "\u{361}",
        0xED: "\u{315}", 0xEE: "\u{30B}", 0xEF: "\u{310}", 0xF0: "\u{327}", 0xF1: "\u{328}", 0xF2: "\u{323}",
        0xF3: "\u{324}", 0xF4: "\u{325}", 0xF5: "\u{333}", 0xF6: "\u{332}", 0xF7: "\u{326}", 0xF8: "\u{31C}",
        0xF9: "\u{32E}", 0xFA: "\u{360}", 0xFE: "\u{313}",
    ]

    // MARK: - Other scripts

    /// Consecutive characters from a byte on; U+0000 leaves a gap.
    private static func table(_ start: UInt8, _ letters: String) -> [UInt8: Unicode.Scalar] {
        var table: [UInt8: Unicode.Scalar] = [:]
        for (index, scalar) in letters.unicodeScalars.enumerated() where scalar != "\u{0}" {
            table[start + UInt8(index)] = scalar
        }
        return table
    }

    private static func cyrillicLetter(_ place: UInt8) -> Unicode.Scalar? {
        place < 0x60 ? cyrillicSmall[place] : cyrillicCapital[place]
    }

    private static let cyrillicSmall = table(0x40, "юабцдефгхийклмнопярстужвьызшэщчъ")
    private static let cyrillicCapital = table(0x60, "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧ")
    private static let cyrillicMore = table(0x40, "ґђѓєёѕіїјљњћќўџ\u{0}ѣѳѵѫ")
        .merging(table(0x5B, "[\u{0}]\u{0}_ҐЂЃЄЁЅІЇЈЉЊЋЌЎЏЪѢѲѴѪ")) { $1 }

    private static let greekLetters = table(
        0x41, "ΑΒ\u{0}ΓΔΕϚϜΖΗΘΙΚΛΜΝΞΟΠϞΡΣ\u{0}ΤΥΦΧΨΩϠ\u{0}\u{0}αβϐγδεϛϝζηθικλμνξοπϟρσςτυφχψωϡ"
    ).merging(table(0x30, "«»“”\u{374}\u{375}")) { $1 }.merging(table(0x3B, "\u{387}")) { $1 }
        .merging(table(0x3F, "\u{37E}")) { $1 }
    private static let greekMarks = table(0x21, "\u{300}\u{301}\u{308}\u{342}\u{313}\u{314}\u{345}")

    private static let hebrewLetters = table(0x60, "אבגדהוזחטיךכלםמןנסעףפץצקרשתװױײ")
        .merging([0x22: "״", 0x27: "׳", 0x2D: "־", 0x28: ")", 0x29: "("]) { $1 }
    private static let hebrewMarks = table(
        0x40,
        "\u{5B0}\u{5B1}\u{5B2}\u{5B3}\u{5B4}\u{5B5}\u{5B6}\u{5B7}\u{5B8}\u{5B9}\u{5BB}\u{5BC}\u{5BF}\u{5C1}\u{FB1E}")

    private static let arabicLetters = table(0x41, "ءآأؤإئابةتثجحخدذرزسشصضطظعغ")
        .merging(table(0x60, "ـفقكلمنهوىي")) { $1 }.merging(table(0x30, "٠١٢٣٤٥٦٧٨٩")) { $1 }
        .merging([0x25: "٪", 0x2A: "٭", 0x2C: "،", 0x3B: "؛", 0x3F: "؟", 0x73: "ٱ", 0x28: ")", 0x29: "("]) { $1 }
        .merging([0x78: "٬", 0x79: "”", 0x7A: "“"]) { $1 }
    private static let arabicMarks = table(0x6B, "\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}\u{652}")
        .merging([0x74: "\u{670}"]) { $1 }

    private static let lowered = table(0x30, "₀₁₂₃₄₅₆₇₈₉").merging([0x28: "₍", 0x29: "₎", 0x2B: "₊", 0x2D: "₋"]) { $1 }
    private static let raised = table(0x30, "⁰¹²³⁴⁵⁶⁷⁸⁹").merging([0x28: "⁽", 0x29: "⁾", 0x2B: "⁺", 0x2D: "⁻"]) { $1 }
}
