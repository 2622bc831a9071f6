/// What a batch did.
public struct BatchSummary: Hashable, Sendable {
    /// Nil when nothing was changed, or for a dry run.
    public var batch: BatchNumber?
    public var isDryRun: Bool
    /// Log entries by kind (for a dry run: those that there would have been).
    public var counts: [LogEntry.Kind: Int]
    public var unchanged: Int
    /// The log's last number after the batch.
    public var head: LogNumber

    public init(
        batch: BatchNumber? = nil, isDryRun: Bool, counts: [LogEntry.Kind: Int], unchanged: Int, head: LogNumber
    ) {
        self.batch = batch
        self.isDryRun = isDryRun
        self.counts = counts
        self.unchanged = unchanged
        self.head = head
    }

    /// After an erasure: a reader still looked at the old state, so that erased bytes lie in the database's free space
    /// until the next writer has overwritten them.
    public var erasureIsPending = false
}
