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
        guard let block = try block(of: Int(document)) else { return [] }
        let (lengths, rest) = try open(block.number)
        let index = Int(document) - block.first
        guard index < lengths.count else { throw file.damage(at: store.offset) }
        let start = lengths[..<index].reduce(0, +)
        if lengths[index] == 0 { return [] }
        let bytes = try BlockCompression.decompress(rest, count: start + lengths[index])
        return Array(bytes[start...])
    }

    private func block(of document: Int) throws -> (number: Int, first: Int)? {
        guard blockCount > 0 else { return nil }
        var low = 0
        var high = blockCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if try firsts.offset(middle, below: file.documentCount) <= document { low = middle } else { high = middle }
        }
        let first = try firsts.offset(low, below: file.documentCount)
        guard first <= document else { throw file.damage(at: store.offset) }
        return (low, first)
    }

    /// The lengths of the records of a block, and the records packed.
    private func open(_ block: Int) throws -> (lengths: [Int], packed: UnsafeRawBufferPointer) {
        let start = try offsets.offset(block, below: store.length)
        let end = block + 1 < blockCount ? try offsets.offset(block + 1, below: store.length) : store.length
        var reader = ByteReader(try file.bytes(store, start, end - start))
        var lengths: [Int] = []
        for _ in 0..<(try reader.length()) { lengths.append(Int(try reader.varint32())) }
        return (lengths, try reader.bytes(reader.remaining))
    }

    func sequence() -> Sequence { Sequence(self) }

    /// Reads records in order: a block is unpacked once. Used by one thread.
    final class Sequence {
        private let store: RecordStore
        private var first = 0
        private var ends: [Int] = []
        private var bytes: [UInt8] = []

        fileprivate init(_ store: RecordStore) { self.store = store }

        func withRecord(_ document: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
            if document < first || document >= first + ends.count {
                guard let block = try store.block(of: document) else {
                    return try body(UnsafeRawBufferPointer(start: nil, count: 0))
                }
                let (lengths, packed) = try store.open(block.number)
                first = block.first
                ends.removeAll(keepingCapacity: true)
                var sum = 0
                for length in lengths {
                    sum += length
                    ends.append(sum)
                }
                bytes = try BlockCompression.decompress(packed, count: sum)
                guard document < first + ends.count else { throw store.file.damage(at: store.store.offset) }
            }
            let index = document - first
            let start = index == 0 ? 0 : ends[index - 1]
            try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]])) }
        }
    }
}
