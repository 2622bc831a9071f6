/// Writes the keys of a segment's documents as they come; `KeyColumn` reads them.
final class KeyColumnWriter {
    private let spool: ByteSpool
    private var blocks: [Int64] = []
    /// All keys one after the other: their order is known only at the end.
    private let plain = ByteBuffer()
    private var ends: [UInt32] = []
    private var isSorted = true

    init(spool: ByteSpool) { self.spool = spool }

    func add(_ key: UnsafeRawBufferPointer) throws {
        let before = ends.last.map { self.key(ends.count - 1, end: $0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
        var shared = 0
        if ends.count % KeyColumn.blockSize == 0 {
            blocks.append(Int64(spool.count))
        } else {
            let limit = min(before.count, key.count)
            while shared < limit, before[shared] == key[shared] { shared += 1 }
        }
        if isSorted, !ends.isEmpty, TermOrder.compare(before, key) > 0 { isSorted = false }
        spool.buffer.appendVarint(shared)
        spool.buffer.appendVarint(key.count - shared)
        spool.buffer.append(UnsafeRawBufferPointer(rebasing: key[shared...]))
        try spool.settle()
        plain.append(key)
        precondition(plain.count <= Int(UInt32.max))
        ends.append(UInt32(plain.count))
    }

    private func key(_ document: Int, end: UInt32) -> UnsafeRawBufferPointer {
        let start = document == 0 ? 0 : Int(ends[document - 1])
        return UnsafeRawBufferPointer(start: plain.start + start, count: Int(end) - start)
    }

    func finish(_ output: SegmentOutput) throws {
        try output.section(.keys, spool)
        try output.section(.keyBlocks, PackedColumn.encode(blocks))
        guard !isSorted else { return }
        let order = (0..<Int64(ends.count)).sorted { left, right in
            TermOrder.compare(key(Int(left), end: ends[Int(left)]), key(Int(right), end: ends[Int(right)])) < 0
        }
        try output.section(.keyOrder, PackedColumn.encode(order))
    }
}
