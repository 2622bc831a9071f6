public import KistModel

/// A record without its content.
public struct RecordStatus: Hashable, Sendable {
    public var id: RecordID
    public var type: String
    public var state: RecordState
    /// Nil when it has no content: erased, or known by its tombstone only.
    public var version: VersionName?
    /// The version's number, for reading: 1 is the first; 0 where there is no version.
    public var number: Int
    /// Log number of the record's last entry.
    public var changed: LogNumber

    public init(
        id: RecordID, type: String, state: RecordState, version: VersionName? = nil, number: Int,
        changed: LogNumber
    ) {
        self.id = id
        self.type = type
        self.state = state
        self.version = version
        self.number = number
        self.changed = changed
    }
}
