import CPostings

/// Reads the postings of one term, a block at a time, on mapped bytes.
///
/// Invariants: `documents`, `frequencies` and `sums` own room for 128, 128 and 129 numbers, `words` for
/// `SegmentLayout.largestBitWords`; the first `count` documents belong to block `block`, ascend and lie below the
/// segment's number of documents: whoever reads them may use them as indices of its columns. One cursor belongs to one
/// search.
final class TermCursor {
    let segment: SegmentReader
    let space: SegmentLayout.Space
    let info: TermInfo
    let blockCount: Int
    let documents: UnsafeMutablePointer<UInt32>
    let frequencies: UnsafeMutablePointer<UInt32>
    /// The documents of a block that `isBits`: bit 0 of the first word is document `base`.
    let words: UnsafeMutablePointer<UInt64>
    private(set) var wordCount = 0
    private(set) var base: UInt32 = 0
    /// Whether the block at hand is kept as bits.
    private(set) var isBits = false
    /// Postings in the block at hand.
    private(set) var count = 0
    /// The block at hand; -1 before the first.
    private(set) var block = -1
    private var hasDocuments = false
    private var hasFrequencies = false
    private var positionBase: UnsafePointer<UInt8>?
    private let sums: UnsafeMutablePointer<UInt32>
    private let memory: UnsafeMutableRawPointer
    /// The entries of a list of 128 and more.
    private let lasts: UnsafeRawPointer?
    private let dataOffsets: UnsafeRawPointer
    private let positionOffsets: UnsafeRawPointer?
    private let largest: UnsafeRawPointer?
    private let list: UnsafeRawBufferPointer
    private let listOffset: Int
    private let headSize: Int
    private var documentPlace = 0
    private var frequencyPlace = 0
    private var frequencyKind: UInt8 = 0
    private let limit: UInt32
    private let positionWidths: UnsafePointer<UInt8>?

    init(segment: SegmentReader, space: SegmentLayout.Space, field: Int, info: TermInfo) throws {
        self.segment = segment
        self.space = space
        self.info = info
        limit = UInt32(segment.documentCount)
        let blockSize = SegmentLayout.blockSize
        blockCount = (info.documentCount + blockSize - 1) / blockSize
        listOffset = info.postingsOffset
        if space.hasPositions {
            guard let widths = try segment.positionWidths(field) else {
                throw segment.file.damage(at: segment.positions.offset)
            }
            positionWidths = widths
        } else {
            positionWidths = nil
        }
        let postings = segment.postings
        if info.documentCount >= blockSize {
            headSize = SegmentLayout.listHeadSize + blockCount * SegmentLayout.blockEntrySize(space)
            let length = try segment.file.bytes(postings, listOffset, 4).loadUnaligned(as: UInt32.self)
            guard Int(length) >= headSize else { throw segment.file.damage(at: postings.offset + listOffset) }
            list = try segment.file.bytes(postings, listOffset, Int(length))
            guard let start = list.baseAddress else { throw segment.file.damage(at: postings.offset + listOffset) }
            let lasts = start + SegmentLayout.listHeadSize
            self.lasts = lasts
            dataOffsets = lasts + 4 * blockCount
            positionOffsets = space.hasPositions ? lasts + 8 * blockCount : nil
            largest = space.hasFrequencies ? lasts + (space.hasPositions ? 12 : 8) * blockCount : nil
        } else {
            headSize = 0
            // A posting takes at most ten bytes; what is really there is checked as it is read.
            let available = postings.length - listOffset
            guard available >= 0 else { throw segment.file.damage(at: postings.offset) }
            list = try segment.file.bytes(
                postings, listOffset, info.documentCount == 1 ? 0 : min(available, info.documentCount * 10))
            lasts = nil
            dataOffsets = UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
            positionOffsets = nil
            largest = nil
        }
        let wordBytes = SegmentLayout.largestBitWords * 8
        let size32 = 128 + 128 + 129
        memory = .allocate(byteCount: wordBytes + size32 * 4, alignment: 32)
        words = memory.initializeMemory(as: UInt64.self, repeating: 0, count: SegmentLayout.largestBitWords)
        documents = (memory + wordBytes).initializeMemory(as: UInt32.self, repeating: 0, count: size32)
        frequencies = documents + 128
        frequencies.update(repeating: 1, count: 128)
        sums = documents + 256
    }

    deinit { memory.deallocate() }

    func damage(_ place: Int = 0) -> SearchError {
        segment.file.damage(at: segment.postings.offset + listOffset + place)
    }

    // MARK: - Blocks

    @inline(__always)
    private func last(_ lasts: UnsafeRawPointer, _ block: Int) -> UInt32 {
        lasts.loadUnaligned(fromByteOffset: block &* 4, as: UInt32.self)
    }

    /// The first document that a block could hold.
    @inline(__always)
    func first(ofBlock block: Int) -> UInt32 {
        guard let lasts, block > 0 else { return 0 }
        return last(lasts, block - 1) &+ 1
    }

    /// No document of the block is larger.
    @inline(__always)
    func last(ofBlock block: Int) -> UInt32 {
        guard let lasts else { return .max }
        return last(lasts, block)
    }

    /// The first block that can hold `document` or a later one; `blockCount` if none.
    func blockIndex(for document: UInt32) -> Int {
        guard let lasts else { return 0 }
        var low = 0
        if block >= 0, block < blockCount {
            if document > last(lasts, block) {
                low = block + 1
            } else if block == 0 || document > last(lasts, block - 1) {
                return block
            }
        }
        // Gallop: the next one wanted is usually close.
        var step = 1
        var high = low
        while high < blockCount, last(lasts, high) < document {
            low = high + 1
            high += step
            step &<<= 1
        }
        high = min(high, blockCount)
        while low < high {
            let middle = (low &+ high) &>> 1
            if last(lasts, middle) < document { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// Unit scores of the blocks, two bytes each; nil where a list is too short to have them or has no frequencies.
    var largestFractions: UnsafeRawPointer? { largest }

    @inline(__always)
    func largestFraction(ofBlock block: Int) -> UInt16 {
        guard let largest else { return .max }
        return largest.loadUnaligned(fromByteOffset: block &* 2, as: UInt16.self)
    }

    /// At most the unit score of the `count`th best posting of the list; zero where that is not known.
    func fraction(ofBest count: Int) -> UInt16 {
        guard lasts != nil, count > 0, let start = list.baseAddress,
            let rank = SegmentLayout.rankedBest.firstIndex(where: { $0 >= count })
        else { return 0 }
        return start.loadUnaligned(fromByteOffset: 4 + rank * 2, as: UInt16.self)
    }

    /// Moves to a block, without decoding what can wait.
    func open(_ index: Int) throws {
        if index == block { return }
        isBits = false
        positionBase = nil
        guard let lasts else {
            try readTail(from: 0, count: info.documentCount, after: .max)
            block = index
            return
        }
        let entry = Int(dataOffsets.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
        let place = headSize &+ entry
        let previous = index == 0 ? UInt32.max : last(lasts, index - 1)
        if (index + 1) * 128 > info.documentCount {
            try readTail(from: place, count: info.documentCount - index * 128, after: previous)
            block = index
            return
        }
        // A byte that says how the documents are packed, and one for the frequencies where there are some. A last block of
        // documents that follow one another has nothing behind them.
        guard place + (space.hasFrequencies ? 2 : 1) <= list.count, let start = list.baseAddress else {
            throw damage()
        }
        let kind = start.load(fromByteOffset: place, as: UInt8.self)
        let last = last(lasts, index)
        documentPlace = place + 1
        if space.hasFrequencies {
            frequencyKind = start.load(fromByteOffset: place + 1, as: UInt8.self)
            documentPlace += 1
        }
        guard last < limit, previous == .max || last > previous else { throw damage(place) }
        count = 128
        hasFrequencies = false
        if kind == SegmentLayout.bitBlock {
            try readBits(start, after: previous, last: last)
        } else {
            let size = BitPacking.byteCount(width: Int(kind))
            guard kind <= 32, documentPlace + size <= list.count else { throw damage(place) }
            frequencyPlace = documentPlace + size
            let source = (start + documentPlace).assumingMemoryBound(to: UInt8.self)
            kp_unpack_ascending(source, UInt32(kind), previous, documents)
            guard documents[127] == last else { throw damage(place) }
            // With up to 24 bits the sum of the gaps cannot wrap round, so the documents ascend.
            if kind > 24 {
                var before = previous
                for at in 0..<128 {
                    guard before == .max || documents[at] > before else { throw damage(place) }
                    before = documents[at]
                }
            }
            hasDocuments = true
        }
        block = index
    }

    private func readBits(_ start: UnsafeRawPointer, after previous: UInt32, last: UInt32) throws {
        base = (previous &+ 1) & ~63
        wordCount = Int(last >> 6) - Int(base >> 6) + 1
        guard wordCount > 0, wordCount <= SegmentLayout.largestBitWords, documentPlace + wordCount * 8 <= list.count
        else { throw damage(documentPlace) }
        UnsafeMutableRawPointer(words).copyMemory(from: start + documentPlace, byteCount: wordCount * 8)
        let first = UInt64.max &<< UInt64((previous &+ 1) & 63)
        guard words[0] & ~first == 0, words[wordCount - 1] &>> UInt64(last & 63) == 1,
            kp_count(words, wordCount) == 128
        else { throw damage(documentPlace) }
        frequencyPlace = documentPlace + wordCount * 8
        isBits = true
        hasDocuments = false
    }

    /// Fills `documents` of the block at hand.
    @inline(__always)
    func loadDocuments() {
        if !hasDocuments {
            hasDocuments = true
            _ = kp_places(words, wordCount, base, documents, 128)
        }
    }

    /// Decodes the documents of a block.
    func load(_ index: Int) throws {
        try open(index)
        loadDocuments()
    }

    /// Decodes the frequencies of the block at hand.
    func loadFrequencies() throws {
        if hasFrequencies { return }
        hasFrequencies = true
        guard space.hasFrequencies else {
            frequencies.update(repeating: 1, count: 128)
            return
        }
        let width = Int(frequencyKind & ~SegmentLayout.hasExceptions)
        let size = BitPacking.byteCount(width: width)
        guard width <= 32, frequencyPlace + size <= list.count, let start = list.baseAddress else { throw damage() }
        BitPacking.unpack(start + frequencyPlace, width: width, into: frequencies)
        if frequencyKind & SegmentLayout.hasExceptions != 0 {
            var reader = ByteReader(UnsafeRawBufferPointer(rebasing: list[(frequencyPlace + size)...]))
            for _ in 0..<(try reader.byte()) {
                let index = Int(try reader.byte())
                let high = try reader.varint32()
                guard index < 128 else { throw damage(frequencyPlace) }
                frequencies[index] |= high &<< UInt32(width)
            }
        }
        for index in 0..<128 { frequencies[index] = frequencies[index] &+ 1 }
    }

    private func readTail(from place: Int, count: Int, after previous: UInt32) throws {
        hasDocuments = true
        hasFrequencies = true
        self.count = count
        if info.documentCount == 1 {
            documents[0] = info.document
            frequencies[0] = info.frequency
            return
        }
        guard place <= list.count, count <= 128 else { throw damage() }
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: list[place...]))
        var document = previous
        for index in 0..<count {
            let value = try reader.varint()
            let before = document
            if space.hasFrequencies {
                document = document &+ UInt32(truncatingIfNeeded: value >> 1) &+ 1
                frequencies[index] = value & 1 == 1 ? 1 : try reader.varint32()
            } else {
                document = document &+ UInt32(truncatingIfNeeded: value) &+ 1
                frequencies[index] = 1
            }
            guard document < limit, before == .max || document > before else { throw damage(place) }
            documents[index] = document
        }
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

    /// Index in the block at hand, whose documents are loaded, of the first document that is not smaller.
    @inline(__always)
    func position(of document: UInt32) -> Int { kp_lower_bound(documents, count, document) }

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
            // Blocks that go back would have places before the window.
            guard last >= first, last >= start else { throw damage() }
            let from = Int(max(first, start) &- start)
            let to = Int(min(last, end) &- start)
            if from <= to, WindowBits.intersects(mask, from, to) {
                try open(block)
                set(start, bits)
            }
            if last >= end { break }
            block += 1
        }
        for index in 0..<Window.wordCount { bits[index] &= mask[index] }
    }

    /// Sets the bits of the documents of the block at hand in a window.
    @inline(__always)
    func set(_ start: UInt32, _ bits: UnsafeMutablePointer<UInt64>) {
        guard isBits else {
            let index = documents[0] >= start ? 0 : position(of: start)
            kp_set(documents + index, count - index, start, Window.size, bits)
            return
        }
        // Both begin at a multiple of 64, so whole words are joined.
        let shift = Int(base >> 6) - Int(start >> 6)
        var index = max(0, -shift)
        let end = min(wordCount, Window.wordCount - shift)
        while index < end {
            bits[index &+ shift] |= words[index]
            index &+= 1
        }
    }

    /// Sets the bits of the documents of a window.
    func setAll(_ start: UInt32, _ bits: UnsafeMutablePointer<UInt64>) throws {
        let end = start &+ (Window.size - 1)
        var block = blockIndex(for: start)
        while block < blockCount, first(ofBlock: block) <= end {
            try open(block)
            set(start, bits)
            if last(ofBlock: block) >= end { return }
            block += 1
        }
    }

    // MARK: - Positions

    /// Makes the positions of the block at hand ready; its documents are loaded. Returns where their bits begin.
    func preparePositions() throws -> UnsafePointer<UInt8> {
        if let positionBase { return positionBase }
        try loadFrequencies()
        let section = segment.positions
        guard let positionWidths, kp_position_bits(documents, frequencies, count, positionWidths, sums) else {
            throw segment.file.damage(at: section.offset)
        }
        var offset = info.positionsOffset
        if let positionOffsets {
            offset += Int(positionOffsets.loadUnaligned(fromByteOffset: block &* 4, as: UInt32.self))
        }
        let bytes = try segment.file.bytes(section, offset, (Int(sums[count]) + 7) >> 3)
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            throw segment.file.damage(at: section.offset)
        }
        positionBase = base
        return base
    }

    /// Where the positions of the posting `index` of the block at hand lie; `base` is what `preparePositions` returned.
    @inline(__always)
    func positions(_ index: Int, _ base: UnsafePointer<UInt8>) -> kp_positions {
        let first = sums[index]
        let width = positionWidths.map { UInt32($0[Int(documents[index])]) } ?? 0
        return kp_positions(base: base + Int(first >> 3), bit: first & 7, count: frequencies[index], width: width)
    }

    /// Appends the positions of the posting `index` of the block at hand.
    func appendPositions(_ index: Int, to list: inout [UInt32]) throws {
        let run = positions(index, try preparePositions())
        var bit = Int(run.bit)
        for _ in 0..<run.count {
            list.append(PackedRun.value(run.base, bit: bit, width: Int(run.width)))
            bit &+= Int(run.width)
        }
    }
}
