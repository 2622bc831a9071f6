import Glibc

/// Finds and lists the terms of a segment on its mapped bytes.
struct TermDictionary: Sendable {
    let file: SegmentFile
    let terms: SegmentFile.Part
    let blocks: SegmentFile.Part
    let blockCount: Int

    init(file: SegmentFile) {
        self.file = file
        terms = file.part(.terms)
        blocks = file.part(.termBlocks)
        blockCount = blocks.length / 8
    }

    /// Where a block of terms begins and ends.
    func range(of block: Int) throws -> Range<Int> {
        let isLast = block + 1 == blockCount
        let raw = try file.bytes(blocks, block * 8, isLast ? 8 : 16)
        let start = raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        let end = isLast ? UInt64(terms.length) : raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        guard start < end, end <= UInt64(terms.length) else { throw file.damage(at: blocks.offset + block * 8) }
        return Int(start)..<Int(end)
    }

    /// The last block whose first term is at most `term`; the first block if there is none.
    func block(for term: UnsafeBufferPointer<UInt8>) throws -> Int {
        var low = 0
        var high = blockCount
        while high - low > 1 {
            let middle = (low + high) / 2
            let range = try range(of: middle)
            var reader = ByteReader(try file.bytes(terms, range.lowerBound, range.count))
            _ = try reader.varint()
            _ = try reader.varint()
            _ = try reader.varint()
            _ = try reader.varint()
            let first = try reader.bytes(try reader.length())
            if TermOrder.compare(first, UnsafeRawBufferPointer(term)) <= 0 { low = middle } else { high = middle }
        }
        return low
    }

    func find(_ term: [UInt8]) throws -> TermInfo? {
        guard blockCount > 0 else { return nil }
        return try term.withUnsafeBufferPointer { wanted in
            var iterator = TermIterator(self, block: try block(for: wanted))
            while try iterator.advance(acrossBlocks: false) {
                let order = iterator.compare(UnsafeRawBufferPointer(wanted))
                if order == 0 { return iterator.info }
                if order > 0 { return nil }
            }
            return nil
        }
    }

    /// Calls `body` with each term that begins with `prefix`, ascending, until it returns false.
    func forEach(prefix: [UInt8], _ body: (UnsafeRawBufferPointer, TermInfo) throws -> Bool) throws {
        guard blockCount > 0 else { return }
        try prefix.withUnsafeBufferPointer { wanted in
            var iterator = TermIterator(self, block: try block(for: wanted))
            let raw = UnsafeRawBufferPointer(wanted)
            while try iterator.advance(acrossBlocks: true) {
                if iterator.hasPrefix(raw) {
                    if try !iterator.withTerm({ try body($0, iterator.info) }) { return }
                } else if iterator.compare(raw) > 0 {
                    return
                }
            }
        }
    }
}

/// Terms are ordered by their bytes, as unsigned numbers.
enum TermOrder {
    @inline(__always)
    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let common = min(left.count, right.count)
        if common > 0, let a = left.baseAddress, let b = right.baseAddress {
            let order = memcmp(a, b, common)
            if order != 0 { return Int(order) }
        }
        return left.count - right.count
    }
}
