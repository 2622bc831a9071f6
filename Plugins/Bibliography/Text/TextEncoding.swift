/// How the bytes of a text file stand for characters. Only encodings whose structure can be read byte by byte, or that
/// announce themselves, are told apart; all others are read as Windows-1252 and the reader is told so.
enum TextEncoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16 (little endian)"
    case utf16BigEndian = "UTF-16 (big endian)"
    case windows1252 = "Windows-1252"
    case latin9 = "ISO-8859-15"
    case macRoman = "Mac Roman"

    /// The encoding that the first bytes of a file show, and how many of them are a byte-order mark. Without a mark,
    /// UTF-16 is recognised by the zero bytes between ASCII characters.
    static func detect(_ head: [UInt8]) -> (encoding: TextEncoding, mark: Int) {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        let sample = head.prefix(512)
        var zeros = (even: 0, odd: 0)
        for (index, byte) in sample.enumerated() where byte == 0 {
            if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let half = sample.count / 2
        if half >= 4 {
            if zeros.odd * 10 >= half * 8, zeros.even * 10 < half { return (.utf16LittleEndian, 0) }
            if zeros.even * 10 >= half * 8, zeros.odd * 10 < half { return (.utf16BigEndian, 0) }
        }
        return (.utf8, 0)
    }

    /// The single-byte encoding that a file declares by name, if it is one that can be read.
    static func declared(_ name: String) -> TextEncoding? {
        switch name.lowercased().filter({ $0.isLetter || $0.isNumber }) {
        case "windows1252", "cp1252", "iso88591", "latin1", "ansi": .windows1252
        case "iso885915", "latin9": .latin9
        case "macroman", "xmacroman", "macintosh", "applemac": .macRoman
        default: nil
        }
    }

    /// Reads single-byte text. A byte without a meaning becomes U+FFFD.
    func appendDecoded(_ bytes: some Sequence<UInt8>, to out: inout [UInt8]) {
        let upper = self == .macRoman ? Self.macRomanUpper : Self.windowsUpper
        for byte in bytes {
            if byte < 0x80 {
                out.append(byte)
            } else if self == .macRoman {
                out.append(upper[Int(byte) - 0x80])
            } else if byte < 0xA0 {
                out.append(upper[Int(byte) - 0x80])
            } else if self == .latin9, let scalar = Self.latin9Changes[byte] {
                out.append(scalar)
            } else {
                out.append(Unicode.Scalar(byte))
            }
        }
    }

    /// 0x80 to 0x9F of Windows-1252.
    private static let windowsUpper = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)

    /// 0x80 to 0xFF of Mac Roman.
    private static let macRomanUpper = Array(
        ("ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰"
            + "ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ").unicodeScalars)

    private static let latin9Changes: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]
}

extension [UInt8] {
    /// Appends the UTF-8 form of one character.
    mutating func append(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0..<0x80:
            append(UInt8(value))
        case 0x80..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(UInt8(0x80 | value & 0x3F))
        case 0x800..<0x10000:
            append(UInt8(0xE0 | value >> 12))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        default:
            append(UInt8(0xF0 | value >> 18))
            append(UInt8(0x80 | value >> 12 & 0x3F))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        }
    }
}
