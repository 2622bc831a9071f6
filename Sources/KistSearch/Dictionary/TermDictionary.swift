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
        blockCount = blocks.length / SegmentLayout.termBlockEntrySize
    }

    /// Where a block of terms begins and ends.
    func range(of block: Int) throws -> Range<Int> {
        let size = SegmentLayout.termBlockEntrySize
        let isLast = block + 1 == blockCount
        let raw = try file.bytes(blocks, block * size, isLast ? size : 2 * size)
        let start = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        let end = isLast ? UInt64(terms.length) : raw.loadUnaligned(fromByteOffset: size + 8, as: UInt64.self)
        guard start < end, end <= UInt64(terms.length) else { throw file.damage(at: blocks.offset + block * size) }
        return Int(start)..<Int(end)
    }

    /// The smallest document that any term of a block has, deleted ones included.
    func firstDocument(ofBlock block: Int) throws -> UInt32 {
        try file.bytes(blocks, block * SegmentLayout.termBlockEntrySize + 16, 4).loadUnaligned(as: UInt32.self)
    }

    /// The last block whose first term is at most `term`; the first block if there is none.
    func block(for term: UnsafeBufferPointer<UInt8>) throws -> Int {
        let size = SegmentLayout.termBlockEntrySize
        let table = try file.bytes(blocks, 0, blockCount * size)
        let prefix = TermOrder.prefix(UnsafeRawBufferPointer(term))
        var low = 0
        var high = blockCount
        while high - low > 1 {
            let middle = (low &+ high) &>> 1
            let first = table.loadUnaligned(fromByteOffset: middle &* size, as: UInt64.self)
            if first < prefix {
                low = middle
            } else if first > prefix {
                high = middle
            } else if try TermOrder.compare(firstTerm(ofBlock: middle), UnsafeRawBufferPointer(term)) <= 0 {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }

    private func firstTerm(ofBlock block: Int) throws -> UnsafeRawBufferPointer {
        let range = try range(of: block)
        var reader = ByteReader(try file.bytes(terms, range.lowerBound, range.count))
        // The number of terms, two offsets, and no bytes shared.
        for _ in 0..<4 { _ = try reader.varint() }
        return try reader.bytes(try reader.length())
    }

    func find(_ term: [UInt8]) throws -> TermInfo? {
        guard blockCount > 0 else { return nil }
        return try term.withUnsafeBufferPointer { try find($0, inBlock: block(for: $0)) }
    }

    /// Terms are not put together: how many bytes of the wanted term the last one began with, and how many the next one
    /// shares with that, often settles how the two compare.
    private func find(_ wanted: UnsafeBufferPointer<UInt8>, inBlock block: Int) throws -> TermInfo? {
        let range = try range(of: block)
        var reader = TermReader(try file.bytes(terms, range.lowerBound, range.count))
        let count = try reader.number()
        try reader.open()
        var matched = 0
        var length = 0
        for _ in 0..<count {
            try reader.readTerm()
            guard reader.shared <= length else { throw file.damage(at: terms.offset + range.lowerBound) }
            length = reader.shared + reader.addedCount
            var order = reader.shared > matched ? -1 : 1
            if reader.shared == matched {
                let rest = wanted.count - matched
                let common = min(rest, reader.addedCount)
                var same = 0
                while same < common, reader.added[same] == wanted[matched &+ same] { same &+= 1 }
                order = reader.addedCount - rest
                if same < common { order = reader.added[same] < wanted[matched &+ same] ? -1 : 1 }
                matched &+= same
            }
            if order > 0 { return nil }
            guard try reader.readInfo() else { throw file.damage(at: terms.offset + range.lowerBound) }
            if order == 0 { return try checked(reader.info) }
        }
        return nil
    }

    /// What a reader of terms said, if it can be true of this segment.
    func checked(_ info: TermInfo) throws -> TermInfo {
        guard info.documentCount <= file.documentCount, Int(info.document) < file.documentCount,
            (0...file.byteCount).contains(info.postingsOffset), (0...file.byteCount).contains(info.positionsOffset)
        else { throw file.damage(at: terms.offset) }
        return info
    }

    /// Calls `body` with each term that begins with `prefix`, ascending, but not with those of blocks whose first document
    /// `isWanted` refuses.
    func forEach(
        prefix: [UInt8], blocksFrom isWanted: (UInt32) -> Bool,
        _ body: (UnsafeRawBufferPointer, TermInfo) throws -> Void
    ) throws {
        guard blockCount > 0 else { return }
        try prefix.withUnsafeBufferPointer { wanted in
            let raw = UnsafeRawBufferPointer(wanted)
            for block in try block(for: wanted)..<blockCount {
                guard try isWanted(firstDocument(ofBlock: block)) else {
                    let order = try TermOrder.compare(firstTerm(ofBlock: block), raw)
                    let begins = try firstTerm(ofBlock: block).starts(with: raw)
                    if order > 0, !begins { return }
                    continue
                }
                var iterator = TermIterator(self, block: block)
                while try iterator.advance(acrossBlocks: false) {
                    if iterator.hasPrefix(raw) {
                        try iterator.withTerm { try body($0, iterator.info) }
                    } else if iterator.compare(raw) > 0 {
                        return
                    }
                }
            }
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
    /// The first eight bytes of a term as a number, zeros behind a shorter one: ordered like the terms, but for ties.
    static func prefix(_ term: UnsafeRawBufferPointer) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<min(term.count, 8) { value |= UInt64(term[index]) &<< UInt64(56 &- 8 &* index) }
        return value
    }

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
