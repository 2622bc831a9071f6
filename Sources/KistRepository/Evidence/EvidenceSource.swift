import KistModel

/// What following the evidence needs of a collection.
protocol EvidenceSource {
    /// The record as it stands now; nil when it is unknown, hidden or erased.
    func record(_ id: RecordID) throws -> KistRecord?
    /// True when the record was taken back.
    func isWithdrawn(_ id: RecordID) throws -> Bool
    /// Links that start at the record.
    func links(from id: RecordID) throws -> [KistRecord]
    /// Links that end at the record.
    func links(to id: RecordID) throws -> [KistRecord]
}
