public import KistModel

/// A record as it stands, with all that has to travel with it: what every kind of export is made of.
public struct ExportRecord: Sendable {
    public enum State: Hashable, Sendable {
        case current
        /// Taken back; the record remains as a tombstone. `date` is ISO 8601.
        case withdrawn(reason: String, date: String, replacement: RecordID?)
        /// Destroyed; only id, reason and date are left.
        case erased(reason: String, date: String)
    }

    public var record: KistRecord
    /// Name of the current version: 64 hexadecimal digits.
    public var version: String
    /// Names of the versions that it was made from, in their order.
    public var parents: [String]
    /// Number of the version, for reading.
    public var number: Int
    public var state: State
    public var provenance: JSONValue
    public var files: [ExportFile]

    public init(
        record: KistRecord, version: String, parents: [String] = [], number: Int = 1, state: State = .current,
        provenance: JSONValue = .object([:]), files: [ExportFile] = []
    ) {
        self.record = record
        self.version = version
        self.parents = parents
        self.number = number
        self.state = state
        self.provenance = provenance
        self.files = files
    }

    public var id: RecordID { record.id }
}
