/// How the matches of a query are put in order.
public enum SearchRanking: String, Hashable, Sendable {
    /// Okapi BM25 with the parameters that most engines have (k1 1.2, b 0.75), and nothing else.
    case bm25
    /// BM25 with k1 2 and less for words that are everywhere. The best 64 then gain by words that stand side by side as
    /// they do in the query, by words near the beginning of a field, and by likeness to the best five.
    case `default`

    /// Documents that are looked at again.
    static let candidateCount = 64

    /// How slowly more occurrences of a word stop counting.
    var k1: Double { self == .bm25 ? BM25.k1 : 2 }

    /// What a word counts for, by how rare it is. Never zero, so that a match remains one.
    func weight(idf: Double) -> Double { self == .bm25 ? idf : max(idf - 0.5, idf / 16) }
}
