/// A batch as the history shows it.
public struct BatchInfo: Hashable, Sendable {
    public var number: BatchNumber
    public var kind: BatchKind
    public var note: String
    /// ISO 8601 in UTC.
    public var started: String
    /// Nil when the batch was cut short; what it had acknowledged is there.
    public var finished: String?
    public var undoes: BatchNumber?
    public var undoneBy: BatchNumber?
    /// Log entries by kind.
    public var counts: [LogEntry.Kind: Int]
    public var firstEntry: LogNumber
}
