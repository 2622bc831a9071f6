/// Reads the postings of one term, a block at a time, on mapped bytes.
///
/// Invariants: `documents` and `frequencies` own 128 numbers each, of which the first `count` belong to block `block`.
/// Decoded numbers are only trusted to be 32 bits wide: users of a document number compare it with their window first.
/// One cursor belongs to one search.
final class TermCursor {
    let segment: SegmentReader
    let space: SegmentLayout.Space
    let info: TermInfo
    let blockCount: Int
    let documents: UnsafeMutablePointer<UInt32>
    let frequencies: UnsafeMutablePointer<UInt32>
    /// Postings in the block at hand.
    private(set) var count = 0
    /// The block at hand; -1 before the first.
    private(set) var block = -1
    private var hasFrequencies = false
    private let skips: UnsafeRawPointer?
    private let dataOffset: Int
    private var frequencyOffset = 0
    private let limit: UInt32
    private var sums = [Int](repeating: 0, count: 129)
    private var summedBlock = -1

    init(segment: SegmentReader, space: SegmentLayout.Space, info: TermInfo) throws {
        self.segment = segment
        self.space = space
        self.info = info
        limit = UInt32(segment.documentCount)
        documents = .allocate(capacity: 128)
        frequencies = .allocate(capacity: 128)
        documents.initialize(repeating: 0, count: 128)
        frequencies.initialize(repeating: 1, count: 128)
        let size = SegmentLayout.blockSize
        blockCount = (info.documentCount + size - 1) / size
        if info.documentCount >= size {
            let skipSize = blockCount * SegmentLayout.skipEntrySize
            let raw: UnsafeRawBufferPointer
            do {
                raw = try segment.file.bytes(
                    segment.postings, info.postingsOffset, SegmentLayout.impactsSize + skipSize)
            } catch {
                documents.deallocate()
                frequencies.deallocate()
                throw error
            }
            skips = raw.baseAddress! + SegmentLayout.impactsSize
            dataOffset = info.postingsOffset + raw.count
        } else {
            skips = nil
            dataOffset = info.postingsOffset
        }
    }

    deinit {
        documents.deallocate()
        frequencies.deallocate()
    }

    // MARK: - Blocks

    /// The last document of a block of a list with skip data.
    @inline(__always)
    private func last(_ skips: UnsafeRawPointer, _ block: Int) -> UInt32 {
        skips.loadUnaligned(fromByteOffset: block &* SegmentLayout.skipEntrySize, as: UInt32.self)
    }

    /// The first document that a block could hold.
    func first(ofBlock block: Int) -> UInt32 {
        guard let skips, block > 0 else { return 0 }
        return last(skips, block - 1) &+ 1
    }

    /// No document of the block is larger.
    func last(ofBlock block: Int) -> UInt32 {
        guard let skips else { return .max }
        return last(skips, block)
    }

    /// The first block that can hold `document` or a later one; `blockCount` if none.
    func blockIndex(for document: UInt32) -> Int {
        guard let skips else { return 0 }
        var low = 0
        if block >= 0 {
            if document > last(skips, block) {
                low = block + 1
            } else if block == 0 || document > last(skips, block - 1) {
                return block
            }
        }
        // Gallop: the next one wanted is usually close.
        var step = 1
        var high = low
        while high < blockCount, last(skips, high) < document {
            low = high + 1
            high += step
            step &<<= 1
        }
        high = min(high, blockCount)
        while low < high {
            let middle = (low &+ high) &>> 1
            if last(skips, middle) < document { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// The eight bytes of impacts of a block, or of the whole list; nil where a list is too short to have them.
    func impacts(ofBlock index: Int?) -> UnsafeRawPointer? {
        guard let skips else { return nil }
        guard let index else { return skips.advanced(by: -SegmentLayout.impactsSize) }
        return skips + (index &* SegmentLayout.skipEntrySize &+ 12)
    }

    /// Decodes the documents of a block.
    func load(_ index: Int) throws {
        if index == block { return }
        if info.documentCount == 1 {
            documents[0] = info.document
            frequencies[0] = info.frequency
            count = 1
            hasFrequencies = true
        } else if let skips {
            let entry = skips + index * SegmentLayout.skipEntrySize
            let offset = dataOffset + Int(entry.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            let previous = index == 0 ? UInt32.max : last(skips, index - 1)
            if (index + 1) * 128 <= info.documentCount {
                try unpack(at: offset, after: previous, last: last(skips, index))
            } else {
                try readTail(at: offset, count: info.documentCount - index * 128, after: previous)
            }
        } else {
            try readTail(at: dataOffset, count: info.documentCount, after: .max)
        }
        block = index
    }

    /// Decodes the frequencies of the block at hand.
    func loadFrequencies() throws {
        if hasFrequencies { return }
        hasFrequencies = true
        guard space.hasFrequencies else {
            frequencies.update(repeating: 1, count: 128)
            return
        }
        let width = Int(try segment.file.bytes(segment.postings, frequencyOffset, 1)[0])
        guard width <= 32 else { throw segment.file.damage(at: segment.postings.offset + frequencyOffset) }
        let packed = try segment.file.bytes(segment.postings, frequencyOffset + 1, width * 16)
        BitPacking.unpack(packed.baseAddress!, width: width, into: frequencies)
        for index in 0..<128 { frequencies[index] = frequencies[index] &+ 1 }
    }

    private func unpack(at offset: Int, after previous: UInt32, last: UInt32) throws {
        let width = Int(try segment.file.bytes(segment.postings, offset, 1)[0])
        guard width <= 32 else { throw segment.file.damage(at: segment.postings.offset + offset) }
        let packed = try segment.file.bytes(segment.postings, offset + 1, width * 16)
        BitPacking.unpack(packed.baseAddress!, width: width, into: documents)
        BitPacking.restore(documents, after: previous)
        guard documents[127] == last, last < limit else {
            throw segment.file.damage(at: segment.postings.offset + offset)
        }
        count = 128
        hasFrequencies = false
        frequencyOffset = offset + 1 + width * 16
    }

    private func readTail(at offset: Int, count: Int, after previous: UInt32) throws {
        // A posting takes at most ten bytes; what is really there is checked as it is read.
        let available = segment.postings.length - offset
        guard available >= 0, count <= 128 else { throw segment.file.damage(at: segment.postings.offset) }
        let bytes = try segment.file.bytes(segment.postings, offset, min(available, count * 10))
        var reader = ByteReader(bytes)
        var document = previous
        for index in 0..<count {
            let value = try reader.varint()
            if space.hasFrequencies {
                document = document &+ UInt32(truncatingIfNeeded: value >> 1) &+ 1
                frequencies[index] = value & 1 == 1 ? 1 : try reader.varint32()
            } else {
                document = document &+ UInt32(truncatingIfNeeded: value) &+ 1
                frequencies[index] = 1
            }
            guard document < limit, index == 0 || document > documents[index - 1] else {
                throw segment.file.damage(at: segment.postings.offset + offset)
            }
            documents[index] = document
        }
        self.count = count
        hasFrequencies = true
    }

    // MARK: - Documents

    /// The smallest document at or after `document`; `UInt32.max` at the end.
    func next(from document: UInt32) throws -> UInt32 {
        let index = blockIndex(for: document)
        guard index < blockCount else { return .max }
        try load(index)
        let at = position(of: document)
        if at < count { return documents[at] }
        return .max
    }

    /// Index in the block at hand of the first document that is not smaller.
    @inline(__always)
    func position(of document: UInt32) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) &>> 1
            if documents[middle] < document { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// Index in its block, which is then at hand, of a document; nil if the term is not in it.
    func index(of document: UInt32) throws -> Int? {
        let block = blockIndex(for: document)
        guard block < blockCount else { return nil }
        try load(block)
        let at = position(of: document)
        return at < count && documents[at] == document ? at : nil
    }

    /// Sets `result` to the documents of a window that are among `mask`, decoding only blocks that can hold some.
    func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        result.clear()
        let bits = result.words
        let end = start &+ (Window.size - 1)
        var block = blockIndex(for: start)
        while block < blockCount {
            let first = first(ofBlock: block)
            if first > end { break }
            let last = last(ofBlock: block)
            let from = Int(max(first, start) &- start)
            let to = Int(min(last, end) &- start)
            if from <= to, WindowBits.intersects(mask, from, to) {
                try load(block)
                var index = from == 0 ? position(of: start) : 0
                while index < count {
                    let local = documents[index] &- start
                    if local >= Window.size { break }
                    bits[Int(local &>> 6)] |= 1 &<< UInt64(local & 63)
                    index &+= 1
                }
            }
            if last >= end { break }
            block += 1
        }
        for index in 0..<Window.wordCount { bits[index] &= mask[index] }
    }

    /// Appends the positions of the posting `index` of the block at hand.
    func appendPositions(_ index: Int, to list: inout [UInt32]) throws {
        try loadFrequencies()
        if summedBlock != block {
            var sum = 0
            for at in 0..<count {
                sums[at] = sum
                sum &+= Int(frequencies[at])
            }
            sums[count] = sum
            summedBlock = block
        }
        var offset = info.positionsOffset
        if let skips {
            let entry = skips + block * SegmentLayout.skipEntrySize
            offset += Int(entry.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        }
        let width = Int(try segment.file.bytes(segment.positions, offset, 1)[0])
        // Positions ascend, so only runs of one position each can have no bits.
        guard width <= 32, sums[count] <= 1 << 40, width > 0 || sums[count] == count else {
            throw segment.file.damage(at: segment.positions.offset + offset)
        }
        let firstBit = sums[index] * width
        let endBit = sums[index + 1] * width
        _ = try segment.file.bytes(segment.positions, offset + 1 + firstBit / 8, (endBit + 7) / 8 - firstBit / 8)
        let base = try segment.file.bytes(segment.positions, offset + 1, 0).baseAddress!
        var position: UInt32 = 0
        for at in sums[index]..<sums[index + 1] {
            position = position &+ PackedRun.value(base, at, width: width)
            list.append(position)
        }
    }
}
