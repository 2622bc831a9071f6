public import KistModel

/// What undoing a batch did, record by record.
public struct UndoResult: Hashable, Sendable {
    public enum KeptReason: String, Hashable, Sendable {
        /// A later batch changed the record; the later change stands.
        case changedSince = "changed-since"
        /// Erasure cannot be undone.
        case erased
    }

    public struct Kept: Hashable, Sendable {
        public var id: RecordID
        public var reason: KeptReason

        public init(id: RecordID, reason: KeptReason) {
            self.id = id
            self.reason = reason
        }
    }

    public var target: BatchNumber
    /// Hidden: their only version came from the batch.
    public var undone: [RecordID] = []
    /// Back at what they were before the batch.
    public var reverted: [RecordID] = []
    public var kept: [Kept] = []

    public init(target: BatchNumber, undone: [RecordID] = [], reverted: [RecordID] = [], kept: [Kept] = []) {
        self.target = target
        self.undone = undone
        self.reverted = reverted
        self.kept = kept
    }
}
