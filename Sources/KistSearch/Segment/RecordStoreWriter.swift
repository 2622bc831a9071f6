/// Writes the records of a segment's documents as they come; `RecordStore` reads them.
final class RecordStoreWriter {
    private let spool: ByteSpool
    /// So that the lengths before the records of a block stay few.
    private static let mostRecords = 512
    private var documentCount = 0
    private var isEmpty = true
    private var firsts: [Int64] = []
    private var offsets: [Int64] = []
    private let pending = ByteBuffer()
    private var lengths: [Int] = []

    init(spool: ByteSpool) { self.spool = spool }

    func add(_ record: UnsafeRawBufferPointer) throws {
        if lengths.isEmpty { firsts.append(Int64(documentCount)) }
        documentCount += 1
        pending.append(record)
        lengths.append(record.count)
        isEmpty = isEmpty && record.count == 0
        if pending.count >= RecordStore.blockSize || lengths.count == Self.mostRecords { try endBlock() }
    }

    private func endBlock() throws {
        guard !lengths.isEmpty else { return }
        offsets.append(Int64(spool.count))
        spool.buffer.appendVarint(lengths.count)
        for length in lengths { spool.buffer.appendVarint(length) }
        BlockCompression.compress(pending.bytes, into: spool.buffer)
        try spool.settle()
        pending.removeAll()
        lengths.removeAll(keepingCapacity: true)
    }

    func finish(_ output: SegmentOutput) throws {
        if isEmpty { return }
        try endBlock()
        let count = ByteBuffer()
        count.appendVarint(offsets.count)
        try output.section(.storeCount, count.bytes)
        try output.section(.storeFirsts, PackedColumn.encode(firsts))
        try output.section(.storeOffsets, PackedColumn.encode(offsets))
        try output.section(.store, spool)
    }
}
