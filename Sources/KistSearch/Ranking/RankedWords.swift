/// What of a query decides the second look at its best documents: words that are not everywhere, and which of them
/// follow one another.
struct RankedWords {
    struct Word {
        var field: Int
        var key: [UInt8]
        var documentFrequency: Int
        /// In score units, for all its occurrences in the query together.
        var weight: Float
        var factor: Double
        /// The same for the first occurrence.
        var single: Float
    }

    /// Words must be rarer: ln(1 + (N - n + 0.5) / (n + 0.5)) above this.
    static let leastIDF = 1.5
    /// Words after these are left out of the second look.
    static let mostWords = 256

    private(set) var words: [Word] = []
    /// Neighbours among the words of one field, others between them left out, as indices of `words`.
    private(set) var pairs: [(first: Int, second: Int)] = []

    /// `terms` as they follow one another in the query.
    init(_ terms: [FlatQuery.Term], _ searcher: Searcher) throws {
        var last: [Int: Int] = [:]
        var idfs: [Double] = []
        for term in terms where term.key[1] == SegmentLayout.Space.primary.rawValue {
            var at = words.firstIndex { $0.key == term.key }
            if let at {
                words[at].factor += term.factor
            } else if words.count < Self.mostWords {
                let count = try searcher.documentFrequency(term.key)
                let idf = BM25.idf(documents: searcher.documentCount, having: count)
                guard count > 0, idf > Self.leastIDF else { continue }
                at = words.count
                let single = BM25.scaled(term.factor * SearchRanking.default.weight(idf: idf))
                words.append(
                    Word(
                        field: term.field, key: term.key, documentFrequency: count, weight: single,
                        factor: term.factor, single: single))
                idfs.append(idf)
            }
            guard let at else { continue }
            if let before = last[term.field] { pairs.append((before, at)) }
            last[term.field] = at
        }
        for index in words.indices {
            words[index].weight = BM25.scaled(words[index].factor * SearchRanking.default.weight(idf: idfs[index]))
        }
    }

    init(_ clauses: [QueryPlan], _ searcher: Searcher) throws {
        var terms: [FlatQuery.Term] = []
        for clause in clauses { Self.collect(clause, into: &terms) }
        try self.init(terms, searcher)
    }

    /// The words whose occurrences add to a score.
    private static func collect(_ plan: QueryPlan, into terms: inout [FlatQuery.Term]) {
        switch plan {
        case .term(let term):
            terms.append(FlatQuery.Term(field: term.field, key: term.key, factor: term.factor))
        case .and(let parts), .or(let parts): for part in parts { collect(part, into: &terms) }
        case .raised(let part, _): collect(part, into: &terms)
        case .none, .all, .phrase, .prefix, .pattern, .keyword, .range, .not, .unscored: return
        }
    }
}
