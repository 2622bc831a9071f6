public import KistModel

/// What is said in place of a record that was withdrawn or erased.
public struct Tombstone: Hashable, Sendable {
    public var reason: String
    /// ISO 8601 in UTC.
    public var date: String
    /// The record to use in its place.
    public var replacement: RecordID?

    public init(reason: String, date: String, replacement: RecordID? = nil) {
        self.reason = reason
        self.date = date
        self.replacement = replacement
    }
}
