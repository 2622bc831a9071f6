public import KistModel

/// Position in the log: 1, 2, 3 … in the order of commits, without gaps. 0 is "before the first".
public typealias LogNumber = Int

/// Batches are counted from 1.
public typealias BatchNumber = Int

/// One entry of the log: numbers, ids and hashes only.
public struct LogEntry: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case added, updated, revived, withdrawn, reinstated, erased
        /// A batch was undone: the record is hidden, or back at an earlier version.
        case undone, reverted

        /// How a record stands after such an entry.
        public var stateAfter: RecordState {
            switch self {
            case .added, .updated, .revived, .reinstated, .reverted: .current
            case .withdrawn: .withdrawn
            case .undone: .undone
            case .erased: .erased
            }
        }
    }

    public var number: LogNumber
    /// Hash of this entry, which covers the previous entry's.
    public var hash: ContentHash
    public var kind: Kind
    public var record: RecordID
    /// The record's version after this entry; nil after erasure.
    public var version: VersionName?
    public var batch: BatchNumber
    /// Hashes of that version's files.
    public var files: [ContentHash]

    public init(
        number: LogNumber, hash: ContentHash, kind: Kind, record: RecordID, version: VersionName? = nil,
        batch: BatchNumber, files: [ContentHash]
    ) {
        self.number = number
        self.hash = hash
        self.kind = kind
        self.record = record
        self.version = version
        self.batch = batch
        self.files = files
    }
}
