/// What a segment keeps of its documents: records, compressed in blocks of about 16 kilobytes.
///
/// A block: varint records, varint length of each, then the records as `BlockCompression` writes them. One column has the
/// first document of each block, one the offset of each block; a segment whose records are all empty has none of this.
struct RecordStore: Sendable {
    /// Larger packs better, smaller opens faster.
    static let blockSize = 16 << 10
    private let file: SegmentFile
    private let store: SegmentFile.Part
    private let blockCount: Int
    private let firsts: PackedColumn
    private let offsets: PackedColumn

    init(file: SegmentFile) throws {
        self.file = file
        store = file.part(.store)
        var counter = ByteReader(try file.bytes(file.part(.storeCount)))
        let count = counter.remaining > 0 ? try counter.varint32() : 0
        guard Int(count) <= file.documentCount else { throw file.damage(at: file.part(.storeCount).offset) }
        blockCount = Int(count)
        firsts = try PackedColumn(file: file, part: file.part(.storeFirsts), count: blockCount)
        offsets = try PackedColumn(file: file, part: file.part(.storeOffsets), count: blockCount)
    }

    func record(_ document: UInt32) throws -> [UInt8] {
        guard blockCount > 0 else { return [] }
        let document = Int(document)
        var low = 0
        var high = blockCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if try firsts.offset(middle, below: file.documentCount) <= document { low = middle } else { high = middle }
        }
        let first = try firsts.offset(low, below: file.documentCount)
        return try withBlock(low) { reader in
            let count = try reader.length()
            guard document >= first, document - first < count else { throw file.damage(at: store.offset) }
            var start = 0
            var length = 0
            for index in 0..<count {
                let size = Int(try reader.varint32())
                if index < document - first { start += size }
                if index == document - first { length = size }
            }
            guard length > 0 else { return [] }
            let rest = try reader.bytes(reader.remaining)
            let block = try BlockCompression.decompress(rest, count: start + length)
            return Array(block[start...])
        }
    }

    private func withBlock<Result>(_ block: Int, _ body: (inout ByteReader) throws -> Result) throws -> Result {
        let start = try offsets.offset(block, below: store.length)
        let end = block + 1 < blockCount ? try offsets.offset(block + 1, below: store.length) : store.length
        var reader = ByteReader(try file.bytes(store, start, end - start))
        return try body(&reader)
    }
}
