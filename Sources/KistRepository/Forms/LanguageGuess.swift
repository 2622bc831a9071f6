import KistModel

/// Tells Scottish Gaelic and English apart by their commonest words; says nothing where there are too few.
enum LanguageGuess {
    /// `gd-GB` → `gd`; nil for what is no language.
    static func primary(_ tag: String) -> String? {
        let letters = tag.utf8.prefix { ($0 | 0x20) &- 0x61 < 26 }
        return (2...3).contains(letters.count) ? Substring(letters).lowercased() : nil
    }

    static func isGaelic(_ text: String) -> Bool {
        // Six words of one letter.
        guard text.utf8.count >= 11 else { return false }
        let found = CommonWords.count(in: text)
        return found.words >= 6 && found.gaelic * 4 >= found.words && found.gaelic > found.english * 3
    }

    static func isEnglish(_ text: String) -> Bool {
        let found = CommonWords.count(in: text)
        return found.words >= 5 && found.english * 6 >= found.words && found.english > found.gaelic * 2
    }
}

/// Common words of two languages, found in a text byte by byte: every text of every document is looked through.
///
/// Words are compared by a 64-bit hash (FNV-1a) of their folded bytes: a word that has another's hash by chance would be
/// counted with it, which a guess can bear.
private enum CommonWords {
    /// Texts say in their beginning what they are written in.
    private static let longest = 4_000
    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01B3
    private static let slotCount = 512

    private struct Table {
        var hashes = [UInt64](repeating: 0, count: slotCount)
        var isGaelic = [Bool](repeating: false, count: slotCount)

        mutating func insert(_ word: String, isGaelic: Bool) {
            var hash = basis
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* prime }
            var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
            while hashes[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
            hashes[slot] = hash
            self.isGaelic[slot] = isGaelic
        }
    }

    private static let table: Table = {
        var table = Table()
        for word in gaelicWords { table.insert(word, isGaelic: true) }
        for word in englishWords { table.insert(word, isGaelic: false) }
        return table
    }()

    static func count(in text: String) -> (words: Int, gaelic: Int, english: Int) {
        let bytes = text.utf8Span.span
        let table = table
        let hashes = table.hashes.span
        let isGaelic = table.isGaelic.span
        var result = (words: 0, gaelic: 0, english: 0)
        let last = min(bytes.count, longest)
        var at = 0
        while at < last {
            var hash = basis
            var isWord = false
            var isEnded = false
            // To the end of the word, if there is one here.
            word: while at < last {
                let byte = bytes[at]
                if byte < 0x80 {
                    at += 1
                    // Digits have the bit of lower case already.
                    let folded = byte | 0x20
                    if folded &- 0x61 < 26 || byte &- 0x30 < 10 {
                        hash = (hash ^ UInt64(folded)) &* prime
                        isWord = true
                    } else if byte != 0x27 {
                        isEnded = true
                        break word
                    }
                    continue
                }
                let (plain, length) = character(bytes, at)
                at += length
                switch plain {
                case 0:
                    isEnded = true
                    break word
                case 1: continue
                default:
                    hash = (hash ^ UInt64(plain)) &* prime
                    isWord = true
                }
            }
            // A word that is cut off at the limit is none.
            guard isWord, isEnded || at >= bytes.count else { continue }
            result.words += 1
            var slot = Int(truncatingIfNeeded: hash) & (slotCount - 1)
            while hashes[slot] != 0 {
                if hashes[slot] == hash {
                    if isGaelic[slot] { result.gaelic += 1 } else { result.english += 1 }
                    break
                }
                slot = (slot + 1) & (slotCount - 1)
            }
        }
        return result
    }

    /// What a character beyond ASCII is in a word: its letter, 0 where it ends the word, 1 where it only joins.
    private static func character(_ bytes: Span<UInt8>, _ at: Int) -> (plain: UInt8, length: Int) {
        let byte = bytes[at]
        let next = at + 1 < bytes.count ? bytes[at + 1] : 0
        switch byte {
        case 0xC3:
            if let plain = plainLetter(next) { return (plain, 2) }
        case 0xE2 where at + 2 < bytes.count && next == 0x80:
            // Punctuation; typographic apostrophes join.
            return (bytes[at + 2] & 0xFE == 0x98 ? 1 : 0, 3)
        case 0xC2:
            // Spaces and signs of Latin-1; a soft hyphen joins.
            return (next == 0xAD ? 1 : 0, 2)
        case 0xCC: return (1, 2)
        case 0xCD where next < 0xB0: return (1, 2)
        default: break
        }
        return (byte, 1)
    }

    /// The letter without its accent, from the second byte of U+00C0…U+00FF: the vowels of Gaelic.
    private static func plainLetter(_ byte: UInt8) -> UInt8? {
        switch byte | 0x20 {
        case 0xA0...0xA5: 0x61
        case 0xA8...0xAB: 0x65
        case 0xAC...0xAF: 0x69
        case 0xB2...0xB6: 0x6F
        case 0xB9...0xBC: 0x75
        default: nil
        }
    }

    /// Words that are common in Gaelic and are not English: “an”, “a”, “is”, “as”, “do”, “mo” tell nothing.
    private static let gaelicWords: Set<String> = [
        "na", "nan", "nam", "agus", "ach", "air", "aig", "anns", "ann", "bho", "gu", "gun", "gum", "nach", "cha",
        "chan", "tha", "bha", "bidh",
        "bhiodh", "bhith", "iad", "thu", "sinn", "sibh", "seo", "sin", "siud", "mar", "dha", "dhan", "dhen", "leis",
        "ris", "eadar", "airson",
        "sa", "san", "eil", "aca", "againn", "agad", "aice", "dhaibh", "orra", "ag", "le", "ri", "bhon", "fhein",
        "gach", "cho", "tro", "mun",
        "sgoil", "clann", "chlann", "oideachas", "foghlam", "fhoghlam", "gaidhlig", "ghaidhlig", "ionnsachadh",
        "teagasg", "rinn",
    ]

    private static let englishWords: Set<String> = [
        "the", "of", "and", "to", "in", "that", "was", "for", "with", "on", "are", "were", "this", "we", "our", "it",
        "be", "by", "from",
        "not", "they", "have", "had", "which", "what", "their", "pupils", "at", "or", "but", "when", "can", "you",
        "your", "how",
    ]
}
