public import KistModel

/// One log entry as a follower of the log (an index, a feed) needs it.
public struct Change: Hashable, Sendable {
    public var number: LogNumber
    public var id: RecordID
    /// How the record stands now, which may be later than this entry.
    public var state: RecordState
    /// False when a later entry for the same record follows: a follower may wait for that one.
    public var isLatest: Bool

    public init(number: LogNumber, id: RecordID, state: RecordState, isLatest: Bool) {
        self.number = number
        self.id = id
        self.state = state
        self.isLatest = isLatest
    }
}
