/// How far a session is.
public struct ImportProgress: Hashable, Sendable {
    /// Files that were delivered, and those known so far that were not yet.
    public var delivered: Int
    public var waiting: Int
    /// Bytes of the sources among the delivered.
    public var bytes: Int64
    /// What was delivered last.
    public var path: String
}
