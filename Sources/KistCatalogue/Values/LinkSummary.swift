public import KistModel

/// A record of type `link`, as far as following it needs.
public struct LinkSummary: Hashable, Sendable {
    /// The link's own id.
    public var id: RecordID
    public var relation: String
    /// Nil where the end is not resolved yet.
    public var from: RecordID?
    public var to: RecordID?

    public init(id: RecordID, relation: String, from: RecordID? = nil, to: RecordID? = nil) {
        self.id = id
        self.relation = relation
        self.from = from
        self.to = to
    }
}
