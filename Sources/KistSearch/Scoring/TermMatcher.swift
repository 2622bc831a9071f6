/// The documents of one term, scored by BM25.
final class TermMatcher: Matcher {
    private let cursor: TermCursor
    private let term: QueryPlan.Term
    private let inverses: UnsafePointer<Float>
    private let table: ScoreTable
    private let lengths: UnsafePointer<UInt8>
    /// Of the average length of the search to that of the segment.
    private let ratio: Double
    private var boundStart = UInt32.max
    private var boundValue: Int64 = 0

    /// `lengths` belongs to the segment that the cursor holds.
    init(_ cursor: TermCursor, _ term: QueryPlan.Term, _ table: ScoreTable, _ lengths: UnsafePointer<UInt8>) {
        self.cursor = cursor
        self.term = term
        self.table = table
        self.lengths = lengths
        inverses = table.inverses
        let own = cursor.segment.statistics[term.field].averageLength
        ratio = own > 0 ? table.averageLength / own : 1
    }

    override var cost: Int { cursor.info.documentCount }
    override var isScoring: Bool { true }

    override func next(from document: UInt32) throws -> UInt32 { try cursor.next(from: document) }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        try cursor.fill(start, mask, result)
    }

    override func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {
        try forEachBlock(start, mask, floor: -1) { local, score in scores[local] &+= score }
    }

    override func scoreAll(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, floor: Int64, _ scores: UnsafeMutablePointer<Int64>,
        _ found: WindowBits
    ) throws {
        let bits = found.words
        try forEachBlock(start, mask, floor: floor) { local, score in
            scores[local] &+= score
            bits[local &>> 6] |= 1 &<< UInt64(local & 63)
        }
    }

    /// Calls `body` with the offset and score of each posting among `mask`, but not of blocks bounded by `floor`.
    @inline(__always)
    private func forEachBlock(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, floor: Int64, _ body: (Int, Int64) -> Void
    ) throws {
        let end = start &+ (Window.size - 1)
        let weight = term.weight
        var block = cursor.blockIndex(for: start)
        while block < cursor.blockCount {
            let first = cursor.first(ofBlock: block)
            if first > end { return }
            let last = cursor.last(ofBlock: block)
            guard last >= first, last >= start else { throw cursor.damage() }
            let from = Int(max(first, start) &- start)
            let to = Int(min(last, end) &- start)
            if from <= to, WindowBits.intersects(mask, from, to), floor < 0 || bound(ofBlock: block) > floor {
                try cursor.load(block)
                try cursor.loadFrequencies()
                let documents = cursor.documents
                let frequencies = cursor.frequencies
                let count = cursor.count
                var index = from == 0 ? cursor.position(of: start) : 0
                while index < count {
                    let local = documents[index] &- start
                    // Offsets in the window only, and of live documents only: their length bytes exist.
                    if local >= Window.size { break }
                    if mask[Int(local &>> 6)] & (1 &<< UInt64(local & 63)) != 0 {
                        let inverse = inverses[Int(lengths[Int(documents[index])])]
                        body(Int(local), BM25.score(weight, frequencies[index], inverse))
                    }
                    index &+= 1
                }
            }
            if last >= end { return }
            block += 1
        }
    }

    // MARK: - Bounds

    override func bound(_ start: UInt32) throws -> Int64 {
        if boundStart == start { return boundValue }
        boundStart = start
        boundValue = 0
        let end = start &+ (Window.size - 1)
        var block = cursor.blockIndex(for: start)
        while block < cursor.blockCount, cursor.first(ofBlock: block) <= end {
            boundValue = max(boundValue, bound(ofBlock: block))
            block += 1
        }
        return boundValue
    }

    private func bound(ofBlock block: Int) -> Int64 {
        UnitScore.bound(cursor.largestFraction(ofBlock: block), weight: term.weight, ratio: ratio, spread: table.spread)
    }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        guard let index = try cursor.index(of: report.document) else { return }
        try cursor.loadFrequencies()
        report.fields.insert(term.field)
        let length = lengths[Int(report.document)]
        let score = BM25.score(term.weight, cursor.frequencies[index], inverses[Int(length)])
        var part = ScorePart(
            field: "", term: String(decoding: term.key.dropFirst(2), as: UTF8.self),
            score: Double(score) / BM25.unit, frequency: Int(cursor.frequencies[index]),
            length: LengthByte.decode(length), documentFrequency: term.documentFrequency, weight: term.factor)
        part.isAsWritten = term.key[1] != SegmentLayout.Space.primary.rawValue
        report.parts.append((term.field, part))
    }
}

/// Inverses of `BM25.inverses` for one field, kept for a search.
///
/// Invariant: `inverses` owns 256 numbers, never written after `init`.
final class ScoreTable: @unchecked Sendable {
    let inverses: UnsafePointer<Float>
    let averageLength: Double
    /// Of the k1 that it is for to that of the bounds in segments.
    let spread: Double
    private let memory: UnsafeMutablePointer<Float>

    init(averageLength: Double, k1: Double) {
        self.averageLength = averageLength
        spread = k1 / BM25.k1
        memory = .allocate(capacity: 256)
        for (index, value) in BM25.inverses(averageLength: averageLength, k1: k1).enumerated() {
            (memory + index).initialize(to: value)
        }
        inverses = UnsafePointer(memory)
    }

    deinit { memory.deallocate() }
}
