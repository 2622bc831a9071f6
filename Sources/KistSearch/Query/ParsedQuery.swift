/// A query text, understood.
public struct ParsedQuery: Hashable, Sendable {
    /// What to search for; `.all` when nothing was typed.
    public var query: Query
    public var syntax: QuerySyntax
    /// What was read in another way than it may have been meant, in plain words.
    public var notes: [String]
}
