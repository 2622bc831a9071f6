/// Case, accents and kinds of character, from fixed tables.
enum Folding {
    /// What a character is to the word scanner.
    enum Kind: UInt8 {
        case separator, letter, digit, mark, apostrophe, hyphen, connector, ignored
        /// Written without spaces between words: each character is a word.
        case ideograph
    }

    static func kind(_ scalar: UInt32) -> Kind {
        if scalar < 0x80 {
            switch UInt8(scalar) {
            case 0x30...0x39: return .digit
            case 0x41...0x5A, 0x61...0x7A: return .letter
            case 0x27: return .apostrophe
            case 0x2D: return .hyphen
            case 0x5F, 0x2E, 0x2F, 0x3A: return .connector
            default: return .separator
            }
        }
        switch scalar {
        case 0xC0...0x24F: return scalar == 0xD7 || scalar == 0xF7 ? .separator : .letter
        case 0x2018, 0x2019, 0x02BC, 0x02B9, 0x2032, 0xFF07: return .apostrophe
        case 0x2010...0x2013, 0x2212, 0xFF0D: return .hyphen
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: return .ignored
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: return .mark
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD: return .ideograph
        default: break
        }
        guard let value = Unicode.Scalar(scalar) else { return .separator }
        switch value.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark:
            return .letter
        case .decimalNumber, .letterNumber, .otherNumber: return .digit
        default: return .separator
        }
    }

    static func lower(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return scalar >= 0x41 && scalar <= 0x5A ? scalar + 32 : scalar }
        guard let index = find(scalar, in: UnicodeTables.upper) else { return scalar }
        return UnicodeTables.lower[index]
    }

    static func isMark(_ scalar: UInt32) -> Bool { scalar >= 0x300 && kind(scalar) == .mark }

    /// Composes bases with the marks that follow them, as far as single scalars exist.
    static func compose(_ scalars: inout [UInt32]) {
        guard scalars.contains(where: { $0 >= 0x300 && $0 <= 0x36F }) else { return }
        var result: [UInt32] = []
        for scalar in scalars {
            if let base = result.last, isMark(scalar),
                let index = find(UInt64(base) << 32 | UInt64(scalar), in: UnicodeTables.pairs)
            {
                result[result.count - 1] = UnicodeTables.composed[index]
            } else {
                result.append(scalar)
            }
        }
        scalars = result
    }

    /// Lower-case scalars without accents; ligatures and such taken apart.
    static func fold(_ scalars: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(scalars.count)
        for scalar in scalars {
            if scalar < 0x80 {
                result.append(scalar)
            } else if let index = find(scalar, in: UnicodeTables.foldable) {
                var packed = UnicodeTables.folded[index]
                while packed != 0 {
                    result.append(UInt32(packed & 0x1F_FFFF))
                    packed >>= 21
                }
            } else if !isMark(scalar) {
                result.append(scalar)
            }
        }
        return result
    }

    static func fold(utf8 bytes: [UInt8]) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
        return utf8(fold(scalars(bytes)))
    }

    static func scalars(_ bytes: [UInt8]) -> [UInt32] {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
    }

    static func utf8(_ scalars: [UInt32]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(scalars.count)
        for scalar in scalars { append(scalar, to: &result) }
        return result
    }

    @inline(__always)
    static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        if scalar < 0x80 {
            bytes.append(UInt8(scalar))
        } else if let value = Unicode.Scalar(scalar) {
            bytes.append(contentsOf: UTF8.encode(value) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private static func find<Value: Comparable>(_ value: Value, in table: [Value]) -> Int? {
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) / 2
            if table[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < table.count && table[low] == value ? low : nil
    }
}
