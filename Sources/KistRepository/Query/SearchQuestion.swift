public import KistModel

/// What somebody asks of the collection.
public struct SearchQuestion: Hashable, Sendable {
    public enum Sort: Hashable, Sendable {
        /// Best first when there are words, else newest first.
        case relevance
        case newest
        /// By a field's value; records without one come last.
        case field(String, ascending: Bool)
    }

    /// Words, `"phrases"`, `-word`, `OR`, `field:value`, `prefix*`. Never a syntax error.
    public var text: String
    public var filters: [FieldFilter]
    /// Only records that share words with this one, those with the most telling ones first; the record itself is left out.
    public var like: RecordID?
    public var limit: Int
    public var offset: Int
    public var sort: Sort
    /// Names of fields to count; empty for none.
    public var facets: [String]
    /// Whether synonyms and facet words ("P5", "low cost") are understood.
    public var expands: Bool
    public var includesWithdrawn: Bool
    public var explains: Bool
    /// Where the person works, for “near me”: an authority's concept id.
    public var near: String?

    public init(
        _ text: String = "", filters: [FieldFilter] = [], like: RecordID? = nil, limit: Int = 10, offset: Int = 0,
        sort: Sort = .relevance,
        facets: [String] = [], expands: Bool = true, includesWithdrawn: Bool = false, explains: Bool = false,
        near: String? = nil
    ) {
        self.text = text
        self.filters = filters
        self.like = like
        self.limit = limit
        self.offset = offset
        self.sort = sort
        self.facets = facets
        self.expands = expands
        self.includesWithdrawn = includesWithdrawn
        self.explains = explains
        self.near = near
    }
}

/// Only records whose field has one of the values. Filters of one field widen each other; filters of different fields narrow.
public struct FieldFilter: Hashable, Sendable {
    /// The field's name or label as it was typed.
    public var field: String
    /// An id, code, label or synonym in any language, or for numbers and dates a range such as `2020..2024`.
    public var value: String

    public init(_ field: String, _ value: String) {
        self.field = field
        self.value = value
    }
}
