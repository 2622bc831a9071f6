/// Which words of one field a wildcard or a fuzzy word asks for.
struct TermPattern: Hashable, Sendable {
    enum Shape: Hashable, Sendable {
        /// Folded letters, `?` and `*`.
        case wildcard([UInt32])
        /// Folded letters, and how many changes are allowed.
        case fuzzy([UInt32], reach: Int)
    }

    var field: Int
    /// Words as written where a field keeps them, else its terms.
    var space: SegmentLayout.Space
    var shape: Shape
    /// In score units, by distance.
    var scores: [Int64]

    var unweighted: TermPattern {
        var copy = self
        copy.scores = scores.map { _ in 0 }
        return copy
    }

    /// As a person would type it.
    var label: String {
        func text(_ letters: [UInt32]) -> String { String(decoding: Folding.utf8(letters), as: UTF8.self) }
        switch shape {
        case .wildcard(let letters): return text(letters)
        case .fuzzy(let letters, let reach): return "\(text(letters))~\(reach)"
        }
    }

    static func space(of field: SearchField) -> SegmentLayout.Space {
        field.keepsForms && field.analyser != .code ? .form : .primary
    }

    /// Calls `body` with each term of a segment that fits, its distance and where its documents are, ascending.
    func forEach(
        in dictionary: TermDictionary, _ body: (UnsafeBufferPointer<UInt8>, Int, TermInfo) throws -> Bool
    ) throws {
        switch shape {
        case .wildcard(let letters):
            guard let automaton = WildcardAutomaton(letters) else { return }
            let walk = TermWalk(dictionary, automaton, field: field, space: space)
            try walk.forEach(body)
        case .fuzzy(let letters, let reach):
            guard let automaton = SpellingAutomaton(letters, reach: reach) else { return }
            let walk = TermWalk(dictionary, automaton, field: field, space: space)
            try walk.forEach(body)
        }
    }

    /// Whether a word, written as the terms of `space` are, fits.
    func fits(_ word: ArraySlice<UInt8>) -> Bool {
        let letters = Folding.fold(Folding.scalars(Array(word)))
        switch shape {
        case .wildcard(let pattern):
            return WildcardAutomaton(pattern).map { Self.accepts($0, letters) } ?? false
        case .fuzzy(let wanted, let reach):
            return SpellingAutomaton(wanted, reach: reach).map { Self.accepts($0, letters) } ?? false
        }
    }

    private static func accepts(_ automaton: some TermAutomaton, _ letters: [UInt32]) -> Bool {
        var state = automaton.start
        for letter in letters {
            state = automaton.next(state, letter)
            if automaton.isDead(state) { return false }
        }
        return automaton.distance(state) != nil
    }

    // MARK: - Letters

    /// The signs of a wildcard as the field's words are written; nil if there is no letter, or are too many.
    static func wildcard(_ text: String, analyser: AnalyserName) -> Shape? {
        var signs: [UInt32] = []
        var pending: UInt32?
        for scalar in Folding.fold(text.unicodeScalars.map { Folding.lower($0.value) }) {
            switch Folding.kind(scalar) {
            case .letter, .digit, .ideograph:
                // Parts of a compound are written as one, but numbers stay apart: 2-02 is 2_02.
                if let sign = pending, let last = signs.last {
                    if analyser == .gaelic {
                        signs.append(sign)
                    } else if isDigit(last), isDigit(scalar), analyser != .code {
                        signs.append(0x5F)
                    }
                }
                pending = nil
                signs.append(scalar)
            case .apostrophe: pending = analyser == .gaelic ? 0x27 : pending
            case .hyphen: pending = 0x2D
            case .mark, .ignored: continue
            case .separator, .connector:
                guard scalar == 0x2A || scalar == 0x3F else {
                    pending = 0x2D
                    continue
                }
                if pending == 0x2D || pending == 0x27, analyser == .gaelic, let sign = pending { signs.append(sign) }
                pending = nil
                signs.append(scalar)
            }
        }
        return WildcardAutomaton(signs) == nil ? nil : .wildcard(signs)
    }

    private static func isDigit(_ scalar: UInt32) -> Bool { scalar >= 0x30 && scalar <= 0x39 }

    /// How many changes a word of so many letters is given when nobody says.
    static func usualReach(_ letters: Int) -> Int { letters <= 2 ? 0 : letters <= 5 ? 1 : 2 }
}
