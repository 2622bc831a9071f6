/// Asks for the values of a keyword field among the matches, with their numbers.
public struct FacetRequest: Hashable, Sendable {
    public var field: String
    /// At most so many values: the most frequent, then by value.
    public var limit: Int

    public init(field: String, limit: Int = 50) {
        self.field = field
        self.limit = limit
    }
}
