/// A query that is one list of words of one field: its terms are known, its numbers not yet.
///
/// Such queries run block by block on posting lists (`TermSearch`, `AnySearch`, `AllSearch`, `PhraseSearch`,
/// `PrefixSearch`); all others go through matchers. Both give the same results.
package struct FlatQuery: Sendable {
    package enum Shape: Sendable {
        /// Any of the terms; scores add up.
        case any
        /// All of the terms.
        case all
        /// The terms directly after one another.
        case phrase
        /// Terms that begin with the only one.
        case prefix
    }

    struct Term: Sendable {
        var field: Int
        var key: [UInt8]
        /// Of the part of the term in the score.
        var factor: Double
    }

    var shape: Shape
    var terms: [Term]
    /// The terms as they were asked for, repeated ones too.
    var sequence: [Term]

    init(shape: Shape, terms: [Term]) {
        self.shape = shape
        self.terms = terms
        sequence = terms
    }

    /// The flat query that a plan amounts to; nil if there is more to it.
    init?(_ clauses: [QueryPlan]) {
        func flat(_ plans: [QueryPlan]) -> [Term]? {
            var terms: [Term] = []
            for plan in plans {
                guard case .term(let term) = plan else { return nil }
                terms.append(Term(field: term.field, key: term.key, factor: term.factor))
            }
            return terms
        }
        guard !clauses.isEmpty else { return nil }
        if let all = flat(clauses) {
            self.init(shape: .all, terms: all)
        } else if clauses.count == 1, case .or(let parts) = clauses[0], let any = flat(parts) {
            self.init(shape: .any, terms: any)
        } else if clauses.count == 1, case .phrase(let phrase) = clauses[0],
            phrase.slop == 0, phrase.places.count <= PhraseSearch.mostTerms,
            phrase.places.allSatisfy({ $0.count == 1 })
        {
            self.init(
                shape: .phrase,
                terms: phrase.places.map { Term(field: phrase.field, key: $0[0], factor: phrase.factor) })
        } else {
            return nil
        }
    }

    /// What plain words ask for in a text field. A word that the analyser takes apart counts with its first part.
    package init(_ shape: Shape, words: [String], field name: String, schema: SearchSchema) throws {
        guard let field = schema.number(of: name), schema.fields[field].kind == .text else {
            throw SearchError(.unknownField, "“\(name)” is not a text field of the index.")
        }
        let analyser = Analyser(schema.fields[field])
        let factor = Double(schema.fields[field].weight)
        self.shape = shape
        let terms: [Term] = words.compactMap { word in
            let terms = shape == .prefix ? analyser.prefixes(word) : analyser.queryWord(word)?.places.first ?? []
            guard let term = terms.first else { return nil }
            return Term(field: field, key: [UInt8(field), term.space.rawValue] + term.bytes, factor: factor)
        }
        self.terms = terms
        sequence = terms
        if shape == .any || shape == .all { joinRepeated() }
    }

    /// A term that is there twice counts double.
    private mutating func joinRepeated() {
        var kept: [Term] = []
        for term in terms {
            if let index = kept.firstIndex(where: { $0.key == term.key }) {
                kept[index].factor += term.factor
            } else {
                kept.append(term)
            }
        }
        terms = kept
    }
}
