import CPostings

/// One term of a flat query in one segment: its postings, and what they score.
///
/// Invariant: `scores`, `wantedAt` and `foundAt` own room for 136 numbers each; `lengths` belongs to the segment that the cursor holds.
final class TermRun {
    let cursor: TermCursor
    let weight: Float
    let lengths: UnsafePointer<UInt8>
    let table: ScoreTable
    /// Of the average length of the search to that of the segment.
    let ratio: Double
    let scores: UnsafeMutablePointer<Int32>
    private let wantedAt: UnsafeMutablePointer<UInt32>
    private let foundAt: UnsafeMutablePointer<UInt32>
    private let memory: UnsafeMutableRawPointer
    /// All postings, where they are few; after `boundWindows`.
    private(set) var whole: ScoredList?
    /// No document of a window gets more.
    private(set) var windowBounds: [Int32] = []

    init(_ cursor: TermCursor, weight: Float, lengths: UnsafePointer<UInt8>, table: ScoreTable, field: Int) {
        self.cursor = cursor
        self.weight = weight
        self.lengths = lengths
        self.table = table
        let own = cursor.segment.statistics[field].averageLength
        ratio = own > 0 ? table.averageLength / own : 1
        memory = .allocate(byteCount: 136 * 12, alignment: 32)
        scores = memory.initializeMemory(as: Int32.self, repeating: 0, count: 136)
        wantedAt = (memory + 136 * 4).initializeMemory(as: UInt32.self, repeating: 0, count: 272)
        foundAt = wantedAt + 136
    }

    deinit { memory.deallocate() }

    // MARK: - Bounds

    @inline(__always)
    func bound(ofFraction fraction: UInt16) -> Int32 {
        let bound = UnitScore.bound(fraction, weight: weight, ratio: ratio, spread: table.spread)
        return Int32(truncatingIfNeeded: min(bound, Int64(Int32.max / 2)))
    }

    @inline(__always)
    func bound(ofBlock block: Int) -> Int32 { bound(ofFraction: cursor.largestFraction(ofBlock: block)) }

    /// The largest bound of the blocks that reach into a range of documents.
    func bound(_ first: UInt32, _ last: UInt32) -> Int32 {
        var block = cursor.blockIndex(for: first)
        var fraction: UInt16 = 0
        while block < cursor.blockCount {
            fraction = max(fraction, cursor.largestFraction(ofBlock: block))
            if cursor.last(ofBlock: block) >= last { break }
            block &+= 1
        }
        return fraction == 0 ? 0 : bound(ofFraction: fraction)
    }

    /// A score that at least `count` documents of the segment reach, deleted ones included; zero if not known.
    func scoreReached(by count: Int) -> Int64 {
        let fraction = cursor.fraction(ofBest: count)
        if fraction == 0 { return 0 }
        return UnitScore.leastScore(fraction, weight: weight, ratio: ratio, spread: table.spread)
    }

    /// Computes `windowBounds`.
    func boundWindows(_ count: Int) throws {
        windowBounds = [Int32](repeating: 0, count: count)
        if cursor.info.documentCount <= ScoredList.longest {
            whole = try ScoredList(self, windows: count, bounds: &windowBounds)
            return
        }
        var fractions = [UInt16](repeating: 0, count: count)
        fractions.withUnsafeMutableBufferPointer { fractions in
            for block in 0..<cursor.blockCount {
                let fraction = cursor.largestFraction(ofBlock: block)
                var window = Int(cursor.first(ofBlock: block) >> 12)
                let last = min(Int(cursor.last(ofBlock: block) >> 12), count - 1)
                while window <= last {
                    if fractions[window] < fraction { fractions[window] = fraction }
                    window &+= 1
                }
            }
        }
        for window in 0..<count where fractions[window] > 0 {
            windowBounds[window] = bound(ofFraction: fractions[window])
        }
    }

    // MARK: - Scores

    /// Decodes a block and scores all of it: `scores[i]` belongs to `cursor.documents[i]`.
    func scoreBlock(_ block: Int) throws {
        try cursor.load(block)
        try cursor.loadFrequencies()
        score(0, cursor.count)
    }

    /// Scores postings of the block at hand, whose documents and frequencies are loaded.
    @inline(__always)
    func score(_ from: Int, _ to: Int) {
        kp_score(
            cursor.documents + from, cursor.frequencies + from, to - from, lengths, table.inverses, weight,
            scores + from)
    }

    /// Adds the scores of the documents that the term has among the candidates.
    /// They lie in the window that begins at `start`.
    func addScores(to candidates: CandidateList, from start: UInt32) throws {
        if let whole {
            let slice = whole.slice(start)
            kp_add_parts(
                candidates.documents, candidates.count, whole.documents + slice.lowerBound,
                whole.scores + slice.lowerBound, slice.count, candidates.scores)
            return
        }
        try forEachMatch(candidates) { from, count in
            try cursor.loadFrequencies()
            kp_add_matched(
                candidates.documents + from, wantedAt, foundAt, count, cursor.frequencies, lengths, table.inverses,
                weight, candidates.scores + from)
        }
    }

    /// Keeps the candidates that the term has; adds their scores if `isScored`.
    func keepMatches(of candidates: CandidateList, isScored: Bool) throws {
        var kept = 0
        try forEachMatch(candidates) { from, count in
            if isScored {
                try cursor.loadFrequencies()
                kp_add_matched(
                    candidates.documents + from, wantedAt, foundAt, count, cursor.frequencies, lengths,
                    table.inverses, weight, candidates.scores + from)
            }
            // Nothing is overwritten that is still needed: as many at most are kept as have been looked at.
            for index in 0..<count {
                let at = from &+ Int(wantedAt[index])
                candidates.documents[kept] = candidates.documents[at]
                candidates.scores[kept] = candidates.scores[at]
                kept &+= 1
            }
        }
        candidates.count = kept
    }

    /// Keeps the candidates that the term has, remembering where their positions lie.
    func keepMatches(of candidates: CandidateList, places: PlaceList, term: Int) throws {
        var kept = 0
        let documents = candidates.documents
        let scores = candidates.scores
        try forEachMatch(candidates) { from, count in
            cursor.loadDocuments()
            let base = try cursor.preparePositions()
            for index in 0..<count {
                let at = from &+ Int(wantedAt[index])
                documents[kept] = documents[at]
                scores[kept] = scores[at]
                places.move(at, to: kept)
                places[kept, term] = cursor.positions(Int(foundAt[index]), base)
                kept &+= 1
            }
        }
        candidates.count = kept
    }

    /// Calls `body` for each block that has some of the candidates, with the index of the first candidate that was looked
    /// for in it and the number found: `wantedAt` counts from there, `foundAt` are indices in the block.
    @inline(__always)
    private func forEachMatch(_ candidates: CandidateList, _ body: (Int, Int) throws -> Void) throws {
        let documents = candidates.documents
        let total = candidates.count
        var from = 0
        while from < total {
            let block = cursor.blockIndex(for: documents[from])
            guard block < cursor.blockCount else { return }
            let last = cursor.last(ofBlock: block)
            var to = from &+ 1
            if to < total, documents[to] <= last {
                to &+=
                    documents[total &- 1] <= last
                    ? total &- to : kp_lower_bound(documents + to, total &- to, last &+ 1)
            }
            try cursor.open(block)
            let found =
                cursor.isBits
                ? kp_match_bits(
                    documents + from, to - from, cursor.words, cursor.wordCount, cursor.base, wantedAt, foundAt)
                : kp_match(documents + from, to - from, cursor.documents, cursor.count, wantedAt, foundAt)
            if found > 0 { try body(from, found) }
            from = to
        }
    }
}
