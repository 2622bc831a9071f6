import KistModel
import KistSearch

/// Turns what was typed into an engine query: synonyms beside the words that were typed, words that name a facet beside its
/// values, and small words of a whole question left out.
struct QuestionPlanner {
    let schemas: SchemaSet
    let vocabularies: VocabularySet
    let expander: QueryExpander
    let names: FilterNames
    /// The asker's authority, for “near me”.
    let near: String?
    /// Whether near terms are searched too; done when few records match without.
    var includesClose = false

    struct Plan {
        var clauses: [Query] = []
        /// What was also searched, for people.
        var expanded: [String] = []
        var notes: [String] = []
        var hasCloseTerms = false
    }

    /// Words that ask rather than say, left out of questions that have other words.
    static let questionWords: Set<String> = [
        "a", "an", "and", "are", "at", "be", "best", "can", "could", "did", "do", "does", "for", "from", "get", "good",
        "has", "have", "help",
        "helps", "how", "i", "in", "is", "it", "its", "me", "my", "near", "of", "on", "or", "our", "should", "some",
        "that", "the", "their",
        "there", "they", "this", "to", "tried", "use", "using", "was", "way", "ways", "we", "were", "what", "when",
        "where", "which", "who",
        "whose", "why", "will", "with", "work", "worked", "works", "worth", "would", "you", "your",
    ]

    func plan(_ query: Query, expands: Bool) -> Plan {
        var plan = Plan()
        let parts: [Query] = if case .and(let parts) = query { parts } else { [query] }
        var run: [String] = []
        func flush() {
            if !run.isEmpty { add(run, to: &plan, expands: expands) }
            run = []
        }
        for part in parts {
            if case .words(let text, nil) = part {
                run += text.split(whereSeparator: \.isWhitespace).map(String.init)
            } else {
                flush()
                if part != .all || parts.count == 1 { plan.clauses.append(part) }
            }
        }
        flush()
        return plan
    }

    private func add(_ words: [String], to plan: inout Plan, expands: Bool) {
        guard expands else {
            plan.clauses += words.map { .words($0, fields: nil) }
            return
        }
        var expansion = expander.expand(words.map { QueryWord($0) })
        // “What works” may be the name of a thing; in a longer question it only asks.
        if words.count > 3 {
            expansion.phrases.removeAll { phrase in
                phrase.words.allSatisfy { Self.questionWords.contains(Folding.key(words[$0])) }
            }
        }
        let leftOut = leftOutWords(words, expansion: expansion)
        var index = 0
        while index < words.count {
            if let facet = expansion.facets.filter({ $0.words.lowerBound == index }).max(by: {
                $0.words.count < $1.words.count
            }),
                let clause = clause(for: facet, words: words)
            {
                if let clause = clause.query { plan.clauses.append(clause) }
                plan.notes.append(clause.note)
                index = facet.words.upperBound
            } else if let phrase = expansion.phrases.filter({ $0.words.lowerBound == index }).max(by: {
                $0.words.count < $1.words.count
            }) {
                plan.clauses.append(clause(for: phrase, words: words, plan: &plan))
                index = phrase.words.upperBound
            } else {
                if !leftOut.contains(index) { plan.clauses.append(.words(words[index], fields: nil)) }
                index += 1
            }
        }
        if !leftOut.isEmpty {
            plan.notes.append(
                "Left out as words of the question: \(leftOut.sorted().map { words[$0] }.joined(separator: " ")).")
        }
        plan.notes += expansion.notes.filter { $0.hasPrefix("Did you mean") }
    }

    /// Small words count for nothing where others say what is asked.
    private func leftOutWords(_ words: [String], expansion: Expansion) -> Set<Int> {
        guard words.count >= 3 else { return [] }
        let covered = Set((expansion.phrases.map(\.words) + expansion.facets.map(\.words)).flatMap { Array($0) })
        let small = words.indices.filter {
            !covered.contains($0) && Self.questionWords.contains(Folding.key(words[$0]))
        }
        let said = words.indices.filter { !small.contains($0) }
        return said.isEmpty ? [] : Set(small)
    }

    // MARK: - Facet words

    private func clause(for facet: Expansion.FacetWord, words: [String]) -> (query: Query?, note: String)? {
        let typed = Query.and(facet.words.map { .words(words[$0], fields: nil) })
        if case .near = facet.condition {
            guard let near, let field = authorityField else {
                return (
                    nil, "To see what was tried near you, say where you are: --near Highland (or set KIST_AUTHORITY)."
                )
            }
            return (
                .or([
                    .constant(.all),
                    .boost(Self.nearBoost, .keyword(field: IndexLayout.values(of: field), value: near)),
                ]),
                "Nearest first: \(vocabularies.label(near))."
            )
        }
        guard let field = schemas.allFields.first(where: { $0.name == facet.field }) else { return nil }
        var queries: [Query] = [typed]
        let engineField = IndexLayout.values(of: field.name)
        var meaning: String
        switch facet.condition {
        case .anyOf(let ids):
            queries += ids.map { .boost(Self.facetBoost, .keyword(field: engineField, value: $0)) }
            meaning = ids.map { vocabularies.label($0) }.joined(separator: " or ")
        case .atMost(let limit):
            let concepts = vocabularies.concepts(in: field.vocabularies).filter { concept in
                concept.notations.contains { Int($0).map { $0 <= limit } ?? false }
                    || Int(concept.local).map { $0 <= limit } ?? false
            }
            guard !concepts.isEmpty else { return nil }
            queries += concepts.map { .boost(Self.facetBoost, .keyword(field: engineField, value: $0.id)) }
            meaning = "\(limit) or less"
        case .code(let code):
            queries.append(.boost(Self.facetBoost, .keyword(field: engineField, value: Folding.key(code))))
            queries.append(.prefix(code, fields: [IndexLayout.codes]))
            meaning = code
        case .near: return nil
        }
        for name in facet.also.keys.sorted() {
            queries += (facet.also[name] ?? []).map {
                .boost(Self.facetBoost / 2, .keyword(field: IndexLayout.values(of: name), value: $0))
            }
        }
        return (.or(queries), "“\(facet.text)” was also read as \(field.label().lowercased()): \(meaning).")
    }

    /// What a matching facet adds to a score: about as much as a middling word.
    private static let facetBoost: Float = 3
    private static let nearBoost: Float = 4

    private var authorityField: String? { schemas.allFields.first { $0.role == "authority" }?.name }

    // MARK: - Synonyms

    /// Scores of synonyms add up, and a rare one (in another language, say) weighs much: without this, a record that has only
    /// the synonym would stand before those that have the word that was typed.
    private static let synonymBoost: Float = 0.35

    private func clause(for phrase: Expansion.Phrase, words: [String], plan: inout Plan) -> Query {
        var queries: [Query] = [.and(phrase.words.map { .words(words[$0], fields: nil) })]
        if phrase.words.count > 1 {
            queries.append(.boost(0.5, .phrase(phrase.words.map { words[$0] }.joined(separator: " "), fields: nil)))
        }
        for sense in phrase.senses {
            for alternative in sense.alternatives {
                if alternative.kind == .close, !includesClose {
                    plan.hasCloseTerms = true
                    continue
                }
                let isOneWord = !alternative.text.contains(where: \.isWhitespace)
                let query: Query =
                    isOneWord ? .words(alternative.text, fields: nil) : .phrase(alternative.text, fields: nil)
                queries.append(.boost(Self.synonymBoost * Float(alternative.weight), query))
                if !plan.expanded.contains(alternative.text) { plan.expanded.append(alternative.text) }
            }
        }
        return .or(queries)
    }
}
