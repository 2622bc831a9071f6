/// Names of concepts by the folded words that they are made of, for finding them in running text.
struct PhraseIndex: Sendable {
    enum NameKind: Int, Sendable {
        case preferred, exact, close, hidden, abbreviation, notation
    }

    struct Entry: Hashable, Sendable {
        var concept: String
        var kind: NameKind
        var language: String
        /// The name as written, for short forms whose capitals matter.
        var text: String
    }

    private(set) var entries: [String: [Entry]] = [:]
    /// Words of the longest name.
    private(set) var longest = 1

    mutating func add(_ text: String, _ concept: Concept, _ kind: NameKind, _ language: String) {
        let tokens = Self.tokens(text)
        guard !tokens.isEmpty else { return }
        longest = max(longest, tokens.count)
        let entry = Entry(concept: concept.id, kind: kind, language: language, text: text)
        var keys = [tokens.joined(separator: " ")]
        // bun-sgoil is also written bunsgoil.
        if language == "gd", tokens.count == 2, text.contains("-") { keys.append(tokens.joined()) }
        for key in keys where entries[key]?.contains(where: { $0.concept == entry.concept }) != true {
            entries[key, default: []].append(entry)
        }
    }

    /// Folded, in British spelling, without a plural's “s”.
    static func tokens(_ text: String) -> [String] {
        Folding.key(text).split(separator: " ").map { token in
            let word = SpellingPairs.british(String(token))
            guard word.utf8.count > 3, word.hasSuffix("s"), !["ss", "us", "is"].contains(String(word.suffix(2))) else {
                return word
            }
            if word.hasSuffix("ies"), word.utf8.count > 4 { return String(word.dropLast(3)) + "y" }
            return String(word.dropLast())
        }
    }
}
