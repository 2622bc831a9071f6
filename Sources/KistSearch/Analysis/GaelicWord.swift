/// One written Scottish Gaelic word, normalised: initial mutations undone, prefixed letters dropped, older spellings and
/// hyphens made equal, common endings taken off as a second form.
struct GaelicWord {
    struct Part: Hashable {
        var term: [UInt8]
        /// The word without a common ending, where it has one.
        var stem: [UInt8]?
    }

    /// A hyphened word written as one.
    var joined: [UInt8]?
    /// The word, or the parts of a hyphened word.
    var parts: [Part] = []
    /// Too common to be asked for.
    var isStopWord = false

    /// `word` is composed, with plain apostrophes and hyphens, in its own case.
    init(_ word: [UInt32]) {
        var letters = Self.withoutCapitalPrefix(word).map(Folding.lower)
        letters = Folding.fold(letters)
        letters = Self.withoutPrefix(letters)
        letters = Self.withoutElision(letters)
        letters = Self.withoutPrefix(letters)
        for head in ["comh-", "coimh-"] where Self.hasPrefix(letters, head) {
            letters = Self.scalars("co-") + letters.dropFirst(head.count)
        }
        let pieces = letters.split(separator: 0x2D).map(Array.init)
        guard pieces.count > 1 else {
            guard let piece = pieces.first, !piece.isEmpty else { return }
            let plain = piece.filter { $0 != 0x27 }
            isStopWord = Self.isStop(piece) || Self.isStop(plain)
            parts = [Self.part(piece)]
            return
        }
        joined = Folding.utf8(Self.respelled(Self.delenited(pieces.flatMap { $0 })))
        for piece in pieces where piece.count > 1 && piece != Self.scalars("an") { parts.append(Self.part(piece)) }
    }

    /// Every form that a document has at this word's position, the written one first.
    var terms: [[UInt8]] {
        var result: [[UInt8]] = joined.map { [$0] } ?? []
        for part in parts {
            for term in [part.term] + (part.stem.map { [$0] } ?? []) where !result.contains(term) {
                result.append(term)
            }
        }
        return result
    }

    // MARK: - Rules

    private static func part(_ piece: [UInt32]) -> Part {
        let word = respelled(delenited(piece))
        return Part(term: Folding.utf8(word), stem: stem(word).map(Folding.utf8))
    }

    private static func isVowel(_ scalar: UInt32) -> Bool {
        guard let letter = Folding.fold([Folding.lower(scalar)]).first else { return false }
        return [0x61, 0x65, 0x69, 0x6F, 0x75].contains(letter)
    }

    /// hAlba, nAthair, tSràid: a small letter before a capital.
    private static func withoutCapitalPrefix(_ word: [UInt32]) -> [UInt32] {
        guard word.count > 1, [0x68, 0x6E, 0x74].contains(word[0]), Folding.lower(word[1]) != word[1] else {
            return word
        }
        guard isVowel(word[1]) || (word[0] == 0x74 && word[1] == 0x53) else { return word }
        return Array(word.dropFirst())
    }

    /// h-, n-, t- before a vowel, t- before s.
    private static func withoutPrefix(_ word: [UInt32]) -> [UInt32] {
        guard word.count > 2, word[1] == 0x2D, [0x68, 0x6E, 0x74].contains(word[0]),
            isVowel(word[2]) || (word[0] == 0x74 && word[2] == 0x73)
        else { return word }
        return Array(word.dropFirst(2))
    }

    /// dh', b', m', d', t' before a vowel or fh; apostrophes outside.
    private static func withoutElision(_ word: [UInt32]) -> [UInt32] {
        var word = word
        for head in ["dh'", "b'", "m'", "d'", "t'"] where hasPrefix(word, head) {
            let rest = Array(word.dropFirst(head.count))
            if let first = rest.first, isVowel(first) || hasPrefix(rest, "fh") { word = rest }
            break
        }
        while word.first == 0x27 { word.removeFirst() }
        while word.last == 0x27 { word.removeLast() }
        return word
    }

    private static func delenited(_ word: [UInt32]) -> [UInt32] {
        guard word.count >= 4, word[1] == 0x68, scalars("bcdfgmpst").contains(word[0]) else { return word }
        var word = word
        word.remove(at: 1)
        return word
    }

    private static func respelled(_ word: [UInt32]) -> [UInt32] {
        var word = word.filter { $0 != 0x27 }
        for index in word.indices.dropLast() where word[index] == 0x73 {
            switch word[index + 1] {
            case 0x64: word[index + 1] = 0x74
            case 0x63 where index == 0: word[index + 1] = 0x67
            case 0x62 where index > 0: word[index + 1] = 0x70
            default: break
            }
        }
        guard word.count >= 5 else { return word }
        if hasSuffix(word, "us") { word[word.count - 2] = 0x61 }
        if hasSuffix(word, "uinn") { word[word.count - 4] = 0x61 }
        return word
    }

    private static let endings = ["aichean", "eachan", "achan", "annan", "tean", "ean", "an"]
    private static let replacements = [("aidh", "adh", 6), ("aisg", "asg", 6), ("aim", "am", 6), ("aich", "ach", 5)]

    private static func stem(_ word: [UInt32]) -> [UInt32]? {
        for ending in endings where hasSuffix(word, ending) && word.count - ending.count >= 3 {
            return Array(word.dropLast(ending.count))
        }
        for (ending, other, length) in replacements where word.count >= length && hasSuffix(word, ending) {
            return Array(word.dropLast(ending.count)) + scalars(other)
        }
        return nil
    }

    private static let stopWords: Set<[UInt32]> = {
        let list = """
            a an am na nan nam agus is s ach air aig anns ann as bho o do de le ri gu gun gum nach cha chan tha bha \
            bidh bhiodh bhith e i iad mi thu sinn sibh mo seo sin siud no mar cho dha dhan dhen don den leis ris fo \
            tro mu eadar airson ro sa san nas ar ur bhur eil
            """
        return Set(list.split(separator: " ").map { scalars(String($0)) })
    }()

    private static func isStop(_ word: [UInt32]) -> Bool {
        word.count <= 1 || stopWords.contains(word)
    }

    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    private static func hasPrefix(_ word: [UInt32], _ head: String) -> Bool {
        word.count > head.count && word.starts(with: scalars(head))
    }

    private static func hasSuffix(_ word: [UInt32], _ tail: String) -> Bool {
        word.count >= tail.count && word.suffix(tail.count).elementsEqual(scalars(tail))
    }
}
