/// Writes terms, in ascending order of their bytes, as front-coded blocks.
struct TermDictionaryWriter {
    let terms: ByteSpool
    let blocks: ByteSpool
    private var inBlock = 0
    private var previous: [UInt8] = []
    private var previousInfo = TermInfo()
    /// The first term of the block, and the smallest document of all its terms.
    private var prefix: UInt64 = 0
    private var firstDocument = UInt32.max
    private let block = ByteBuffer(capacity: 4096)
    private(set) var count = 0

    init(terms: ByteSpool, blocks: ByteSpool) {
        self.terms = terms
        self.blocks = blocks
    }

    mutating func add(_ term: UnsafeBufferPointer<UInt8>, space: SegmentLayout.Space, _ info: TermInfo) throws {
        var shared = 0
        if inBlock == 0 {
            previousInfo = info
            prefix = TermOrder.prefix(UnsafeRawBufferPointer(term))
            firstDocument = .max
            block.removeAll()
            block.appendVarint(info.postingsOffset)
            block.appendVarint(info.positionsOffset)
        } else {
            let limit = min(previous.count, term.count)
            while shared < limit, previous[shared] == term[shared] { shared += 1 }
        }
        firstDocument = min(firstDocument, info.firstDocument)
        block.appendVarint(shared)
        block.appendVarint(term.count - shared)
        block.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(term)[shared...]))
        block.appendVarint(info.documentCount)
        if info.documentCount == 1 {
            block.appendVarint(UInt64(info.document))
            if space.hasFrequencies { block.appendVarint(UInt64(info.frequency)) }
        } else {
            block.appendVarint(info.postingsOffset - previousInfo.postingsOffset)
            previousInfo.postingsOffset = info.postingsOffset
        }
        if space.hasPositions {
            block.appendVarint(info.positionsOffset - previousInfo.positionsOffset)
            previousInfo.positionsOffset = info.positionsOffset
        }
        previous.removeAll(keepingCapacity: true)
        previous.append(contentsOf: term)
        inBlock += 1
        count += 1
        if inBlock == SegmentLayout.termsPerBlock { try finish() }
    }

    /// Ends the last block.
    mutating func finish() throws {
        guard inBlock > 0 else { return }
        blocks.buffer.append(prefix)
        blocks.buffer.append(UInt64(terms.count))
        blocks.buffer.append(firstDocument)
        blocks.buffer.append(UInt32(0))
        terms.buffer.appendVarint(inBlock)
        terms.buffer.append(block.bytes)
        inBlock = 0
        try terms.settle()
        try blocks.settle()
    }
}
