/// A search: what to look for and what to bring back.
public struct SearchRequest: Sendable {
    public var query: Query
    /// All must hold. They add nothing to scores.
    public var filters: [Query]
    /// Chosen values of facets, by keyword field: at least one of each group must hold. The counts of a field's own facet
    /// leave its group out, so that they say what each further choice would bring.
    public var filterGroups: [String: [Query]]
    public var facets: [FacetRequest]
    public var limit: Int
    public var offset: Int
    public var sort: SearchOrder
    /// How matches are scored when they are sorted by relevance.
    public var ranking: SearchRanking
    public var snippet: SnippetRequest?
    public var partial: PartialMatches?
    /// Whether hits carry an explanation of their scores.
    public var explain: Bool
    /// Whether `total` is wanted. Without it, and without facets, a search can leave out what cannot be among the best;
    /// `total` is then -1 unless it was known anyway.
    public var countsTotal: Bool

    public init(
        query: Query, filters: [Query] = [], filterGroups: [String: [Query]] = [:], facets: [FacetRequest] = [],
        limit: Int = 10, offset: Int = 0, sort: SearchOrder = .relevance, ranking: SearchRanking = .bm25,
        snippet: SnippetRequest? = nil, partial: PartialMatches? = nil, explain: Bool = false, countsTotal: Bool = true
    ) {
        self.query = query
        self.filters = filters
        self.filterGroups = filterGroups
        self.facets = facets
        self.limit = limit
        self.offset = offset
        self.sort = sort
        self.ranking = ranking
        self.snippet = snippet
        self.partial = partial
        self.explain = explain
        self.countsTotal = countsTotal
    }

    /// Whether it asks for the best matches of its query, and their number, and nothing else.
    var isPlain: Bool {
        filters.isEmpty && filterGroups.isEmpty && facets.isEmpty && sort == .relevance
    }
}
