/// `&eacute;`, `&#233;`, `&#xE9;`: the characters that a page names.
enum PageEntities {
    private static let longest = 12

    /// What stands at the beginning of `bytes`, which begin with an ampersand, and how long it is.
    static func first(_ bytes: ArraySlice<UInt8>) -> (value: String, length: Int) {
        let plain = ("&", 1)
        guard let end = bytes.prefix(longest).firstIndex(of: UInt8(ascii: ";")) else { return plain }
        let name = String(decoding: bytes[(bytes.startIndex + 1)..<end], as: UTF8.self)
        let length = end - bytes.startIndex + 1
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let number =
                digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let number, number >= 0x20 || number == 9 || number == 10, let scalar = Unicode.Scalar(number) else {
                return ("\u{FFFD}", length)
            }
            return (String(Character(scalar)), length)
        }
        return names[name].map { ($0, length) } ?? plain
    }

    /// A whole text, as attributes hold it.
    static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.first {
            if byte == UInt8(ascii: "&") {
                let (value, length) = first(rest)
                result += Array(value.utf8)
                rest = rest.dropFirst(length)
            } else {
                result.append(byte)
                rest.removeFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let names: [String: String] = {
        var names = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "ndash": "–", "mdash": "—", "lsquo": "‘",
            "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "hellip": "…", "bull": "•",
            "euro": "€", "trade": "™", "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓", "minus": "−", "times": "×",
            "ne": "≠", "le": "≤", "ge": "≥", "infin": "∞", "sum": "∑", "radic": "√", "oelig": "œ", "OElig": "Œ",
            "scaron": "š", "Scaron": "Š", "ensp": " ", "emsp": " ", "thinsp": " ", "zwnj": "", "zwj": "", "check": "✓",
        ]
        // Latin-1 from U+00A0 on, in order.
        let latin =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute "
            + "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring "
            + "AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml "
            + "TIMES Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig "
            + "ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide "
            + "oslash ugrave uacute ucirc uuml yacute thorn yuml"
        for (offset, name) in latin.split(separator: " ").enumerated() {
            names[String(name)] = Unicode.Scalar(UInt32(0xA0 + offset)).map { String(Character($0)) }
        }
        return names
    }()
}
