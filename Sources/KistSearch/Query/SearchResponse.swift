/// The answer to a search.
public struct SearchResponse: Sendable {
    /// Documents that match fully, exact; -1 when it was not asked for.
    public var total: Int
    /// Documents that match most words only, when they were asked for and fewer than the threshold match fully.
    public var partial: Int
    /// Full matches, then partial ones.
    public var hits: [SearchHit]
    /// Counts over full matches, by field.
    public var facets: [String: [FacetCount]]
}
