/// The postings of one term as a writer gets them: documents ascending.
///
/// `positions` holds the positions of all documents one after the other, as many for each as its frequency, ascending.
struct PostingList {
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    var positions: [UInt32] = []

    mutating func removeAll() {
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
    }
}

/// Where the postings of a term lie. A term of one document has it in the dictionary itself.
struct TermInfo {
    var documentCount = 0
    var document: UInt32 = 0
    var frequency: UInt32 = 1
    var postingsOffset = 0
    var positionsOffset = 0
}

/// Encodes postings: blocks of 128 packed, the rest as varints; positions apart.
struct PostingsWriter {
    let postings: ByteSpool
    let positions: ByteSpool
    private let data = ByteBuffer(capacity: 4096)
    private var gaps = [UInt32](repeating: 0, count: 128)
    private var blockPositions: [UInt32] = []

    init(postings: ByteSpool, positions: ByteSpool) {
        self.postings = postings
        self.positions = positions
    }

    /// `lengths` are the length bytes of the field by document; not needed without frequencies.
    mutating func write(
        _ list: PostingList, space: SegmentLayout.Space, lengths: UnsafePointer<UInt8>?
    ) throws -> TermInfo {
        var info = TermInfo(documentCount: list.documents.count)
        info.postingsOffset = postings.count
        info.positionsOffset = positions.count
        let count = list.documents.count
        let withFrequencies = space.hasFrequencies
        if count == 1 {
            info.document = list.documents[0]
            if withFrequencies { info.frequency = list.frequencies[0] }
            if space.hasPositions { appendPositions(list, 0, 1, from: 0) }
        } else if count < SegmentLayout.blockSize {
            appendTail(list, 0, withFrequencies, to: postings.buffer)
            if space.hasPositions { appendPositions(list, 0, count, from: 0) }
        } else {
            writeBlocks(list, space: space, lengths: lengths)
        }
        try postings.settle()
        try positions.settle()
        return info
    }

    private mutating func writeBlocks(_ list: PostingList, space: SegmentLayout.Space, lengths: UnsafePointer<UInt8>?) {
        let count = list.documents.count
        let blockSize = SegmentLayout.blockSize
        data.removeAll()
        let positionsStart = positions.count
        var termImpacts = Impacts()
        var blockImpacts = Impacts()
        let skips = ByteBuffer(capacity: count / 6)
        var positionIndex = 0
        var start = 0
        while start < count {
            let end = min(start + blockSize, count)
            skips.append(list.documents[end - 1])
            skips.append(UInt32(data.count))
            skips.append(UInt32(positions.count - positionsStart))
            blockImpacts.removeAll()
            if space.hasFrequencies, let lengths {
                for index in start..<end {
                    blockImpacts.add(
                        frequency: list.frequencies[index], length: lengths[Int(list.documents[index])])
                }
            }
            blockImpacts.append(to: skips)
            termImpacts.add(blockImpacts)
            if end - start == blockSize {
                appendBlock(list, start, space.hasFrequencies)
            } else {
                appendTail(list, start, space.hasFrequencies, to: data)
            }
            if space.hasPositions { positionIndex = appendPositions(list, start, end, from: positionIndex) }
            start = end
        }
        termImpacts.append(to: postings.buffer)
        postings.buffer.append(skips.bytes)
        postings.buffer.append(data.bytes)
    }

    private mutating func appendBlock(_ list: PostingList, _ start: Int, _ withFrequencies: Bool) {
        var previous = start == 0 ? UInt32.max : list.documents[start - 1]
        for index in 0..<128 {
            let document = list.documents[start + index]
            gaps[index] = document &- previous &- 1
            previous = document
        }
        gaps.withUnsafeBufferPointer { pack($0.baseAddress!) }
        guard withFrequencies else { return }
        for index in 0..<128 { gaps[index] = list.frequencies[start + index] - 1 }
        gaps.withUnsafeBufferPointer { pack($0.baseAddress!) }
    }

    private func pack(_ values: UnsafePointer<UInt32>) {
        let width = BitPacking.width(of: values)
        data.append(UInt8(width))
        BitPacking.pack(values, width: width, into: data)
    }

    private func appendTail(_ list: PostingList, _ start: Int, _ withFrequencies: Bool, to buffer: ByteBuffer) {
        var previous = start == 0 ? UInt32.max : list.documents[start - 1]
        for index in start..<list.documents.count {
            let document = list.documents[index]
            let gap = UInt64(document &- previous &- 1)
            previous = document
            if withFrequencies {
                let frequency = list.frequencies[index]
                buffer.appendVarint(gap << 1 | (frequency == 1 ? 1 : 0))
                if frequency != 1 { buffer.appendVarint(UInt64(frequency)) }
            } else {
                buffer.appendVarint(gap)
            }
        }
    }

    @discardableResult
    private mutating func appendPositions(_ list: PostingList, _ start: Int, _ end: Int, from first: Int) -> Int {
        blockPositions.removeAll(keepingCapacity: true)
        var index = first
        for document in start..<end {
            var previous: UInt32 = 0
            for _ in 0..<list.frequencies[document] {
                blockPositions.append(list.positions[index] - previous)
                previous = list.positions[index]
                index += 1
            }
        }
        blockPositions.withUnsafeBufferPointer { PackedRun.append($0, to: positions.buffer) }
        return index
    }
}
