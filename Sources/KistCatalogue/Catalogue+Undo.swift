extension Catalogue {
    /// Undoes a batch in a batch of its own.
    public func undo(_ batch: BatchNumber, note: String? = nil, dryRun: Bool = false) throws -> (
        UndoResult, BatchSummary
    ) {
        let writer = try beginBatch(kind: .undo, note: note ?? "undo of batch \(batch)", dryRun: dryRun)
        defer { writer.abandon() }
        let result = try writer.undo(batch)
        return (result, try writer.finish())
    }
}
