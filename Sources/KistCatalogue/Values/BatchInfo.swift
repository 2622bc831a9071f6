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

    public init(
        number: BatchNumber, kind: BatchKind, note: String, started: String, finished: String? = nil,
        undoes: BatchNumber? = nil, undoneBy: BatchNumber? = nil, counts: [LogEntry.Kind: Int],
        firstEntry: LogNumber
    ) {
        self.number = number
        self.kind = kind
        self.note = note
        self.started = started
        self.finished = finished
        self.undoes = undoes
        self.undoneBy = undoneBy
        self.counts = counts
        self.firstEntry = firstEntry
    }
}
