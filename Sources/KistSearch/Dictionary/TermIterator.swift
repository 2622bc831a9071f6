import Glibc

/// Walks the terms of a segment in order.
struct TermIterator {
    private let dictionary: TermDictionary
    private var nextBlock: Int
    private var left = 0
    private var reader = ByteReader(UnsafeRawBufferPointer(start: nil, count: 0))
    private(set) var term: [UInt8] = []
    private(set) var info = TermInfo()
    private var postingsOffset = 0
    private var positionsOffset = 0

    init(_ dictionary: TermDictionary, block: Int = 0) {
        self.dictionary = dictionary
        nextBlock = block
        term.reserveCapacity(64)
    }

    /// Moves to the next term, or returns false at the end of the block or of all.
    mutating func advance(acrossBlocks: Bool) throws -> Bool {
        if left == 0 {
            guard nextBlock < dictionary.blockCount, acrossBlocks || term.isEmpty else { return false }
            try open(nextBlock)
        }
        left -= 1
        let shared = try reader.varint()
        let added = try reader.bytes(try reader.length())
        guard shared <= UInt64(term.count) else { throw damage }
        term.removeSubrange(Int(shared)...)
        term.append(contentsOf: added)
        guard term.count >= 2, let space = SegmentLayout.Space(rawValue: term[1]) else { throw damage }
        let count = try reader.varint()
        guard count > 0, count <= UInt64(dictionary.file.documentCount) else { throw damage }
        info.documentCount = Int(count)
        info.frequency = 1
        if count == 1 {
            info.document = try reader.varint32()
            guard Int(info.document) < dictionary.file.documentCount else { throw damage }
            if space.hasFrequencies { info.frequency = try reader.varint32() }
        } else {
            postingsOffset = try moved(postingsOffset)
        }
        info.postingsOffset = postingsOffset
        if space.hasPositions { positionsOffset = try moved(positionsOffset) }
        info.positionsOffset = positionsOffset
        return true
    }

    func compare(_ other: UnsafeRawBufferPointer) -> Int {
        term.withUnsafeBytes { TermOrder.compare($0, other) }
    }

    func hasPrefix(_ prefix: UnsafeRawBufferPointer) -> Bool {
        guard term.count >= prefix.count, let wanted = prefix.baseAddress else { return prefix.isEmpty }
        return term.withUnsafeBytes { memcmp($0.baseAddress!, wanted, prefix.count) == 0 }
    }

    func withTerm<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try term.withUnsafeBytes(body)
    }

    private mutating func open(_ block: Int) throws {
        let range = try dictionary.range(of: block)
        reader = ByteReader(try dictionary.file.bytes(dictionary.terms, range.lowerBound, range.count))
        left = try reader.length()
        guard left > 0, left <= SegmentLayout.termsPerBlock else { throw damage }
        postingsOffset = try moved(0)
        positionsOffset = try moved(0)
        term.removeAll(keepingCapacity: true)
        nextBlock = block + 1
    }

    private mutating func moved(_ offset: Int) throws -> Int {
        let step = try reader.varint()
        guard step <= UInt64(dictionary.file.byteCount) else { throw damage }
        let sum = offset + Int(step)
        guard sum <= dictionary.file.byteCount else { throw damage }
        return sum
    }

    private var damage: SearchError { dictionary.file.damage(at: dictionary.terms.offset) }
}
