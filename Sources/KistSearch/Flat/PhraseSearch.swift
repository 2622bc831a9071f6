import CPostings

/// Documents in which terms stand directly after one another: documents with all terms first, positions last.
struct PhraseSearch {
    /// Longer phrases are left to matchers.
    static let mostTerms = 16

    /// Rarest first.
    private let runs: [TermRun]
    /// The place in the phrase of each of `runs`.
    private let offsets: [UInt32]
    private let live: LiveSegment
    private let number: Int
    private let weight: Float

    init(_ runs: [TermRun], weight: Float, _ live: LiveSegment, number: Int) {
        let order = runs.indices.sorted {
            let left = runs[$0].cursor.info.documentCount
            let right = runs[$1].cursor.info.documentCount
            return left != right ? left < right : $0 < $1
        }
        self.runs = order.map { runs[$0] }
        offsets = order.map { UInt32($0) }
        self.weight = weight
        self.live = live
        self.number = number
    }

    func run(_ top: inout TopHits) throws {
        guard top.limit > 0 else { return }
        try forEachCandidate { candidates, places in
            for index in 0..<candidates.count {
                let floor = top.floor(segment: number)
                let document = candidates.documents[index]
                // At best every occurrence of the rarest term there is part of the phrase.
                if floor > 0, score(document, leastFrequency(places, index)) <= floor { continue }
                let frequency = kp_phrase(places.all(index), offsets, runs.count, .max)
                guard frequency > 0 else { continue }
                let score = score(document, frequency)
                guard score > floor else { continue }
                try top.insert(TopHits.Entry(score: score, segment: number, document: document))
            }
        }
    }

    func count() throws -> Int {
        var total = 0
        try forEachCandidate { candidates, places in
            for index in 0..<candidates.count where kp_phrase(places.all(index), offsets, runs.count, 1) > 0 {
                total += 1
            }
        }
        return total
    }

    /// Calls `body` with documents that have all terms, some at a time.
    @inline(__always)
    private func forEachCandidate(_ body: (CandidateList, PlaceList) throws -> Void) throws {
        let candidates = CandidateList(capacity: 128)
        let places = PlaceList(terms: runs.count)
        let lead = runs[0].cursor
        for block in 0..<lead.blockCount {
            try lead.load(block)
            candidates.documents.update(from: lead.documents, count: lead.count)
            // Scores are not needed yet: they remember where in its block a candidate was.
            for index in 0..<lead.count { candidates.scores[index] = Int32(truncatingIfNeeded: index) }
            candidates.count = lead.count
            candidates.removeDeleted(live.deletions)
            for term in runs.indices.dropFirst() where candidates.count > 0 {
                try runs[term].keepMatches(of: candidates, places: places, term: term)
            }
            guard candidates.count > 0 else { continue }
            let base = try lead.preparePositions()
            for index in 0..<candidates.count {
                places[index, 0] = lead.positions(Int(candidates.scores[index]), base)
            }
            try body(candidates, places)
        }
    }

    @inline(__always)
    private func leastFrequency(_ places: PlaceList, _ index: Int) -> UInt32 {
        var least = UInt32.max
        for term in 0..<runs.count { least = min(least, places[index, term].count) }
        return least
    }

    @inline(__always)
    private func score(_ document: UInt32, _ frequency: UInt32) -> Int64 {
        BM25.score(weight, frequency, runs[0].table.inverses[Int(runs[0].lengths[Int(document)])])
    }
}
