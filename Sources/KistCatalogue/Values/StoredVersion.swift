public import KistModel

/// One version of a record with its content and where it came from.
public struct StoredVersion: Hashable, Sendable {
    public var name: VersionName
    /// For reading: versions of a record are counted from 1.
    public var number: Int
    public var parents: [VersionName]
    public var record: KistRecord
    public var files: [StoredFile]
    public var provenance: Provenance
    public var identities: [IdentityKey]
    /// The batch that first brought this version.
    public var batch: BatchNumber
    /// How the record stands now (not this version).
    public var state: RecordState

    public init(
        name: VersionName, number: Int, parents: [VersionName], record: KistRecord, files: [StoredFile],
        provenance: Provenance, identities: [IdentityKey], batch: BatchNumber, state: RecordState
    ) {
        self.name = name
        self.number = number
        self.parents = parents
        self.record = record
        self.files = files
        self.provenance = provenance
        self.identities = identities
        self.batch = batch
        self.state = state
    }
}
