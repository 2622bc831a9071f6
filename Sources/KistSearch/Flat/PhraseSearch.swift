import CPostings

/// Documents in which terms stand directly after one another: documents with all terms first, positions last.
struct PhraseSearch {
    /// Rarest first, each with its place in the phrase.
    private let runs: [(run: TermRun, place: UInt32)]
    private let live: LiveSegment
    private let number: Int
    private let weight: Float
    private let scorer: TermRun

    init(_ runs: [TermRun], weight: Float, _ live: LiveSegment, number: Int) {
        self.runs = runs.enumerated().map { (run: $1, place: UInt32($0)) }.sorted {
            $0.run.cursor.info.documentCount < $1.run.cursor.info.documentCount
        }
        scorer = runs[0]
        self.weight = weight
        self.live = live
        self.number = number
    }

    func run(_ top: inout TopHits) throws {
        guard top.limit > 0 else { return }
        let number = number
        try forEachCandidate { candidates, places in
            let floor = top.floor(segment: number)
            if floor > 0 { keepPromising(candidates, places, floor) }
            for index in 0..<candidates.count {
                let frequency = frequency(places, index)
                guard frequency > 0 else { continue }
                let document = candidates.documents[index]
                let score = score(document, frequency)
                guard score > top.floor(segment: number) else { continue }
                try top.insert(TopHits.Entry(score: score, segment: number, document: document))
            }
        }
    }

    func count() throws -> Int {
        var total = 0
        try forEachCandidate { candidates, places in
            for index in 0..<candidates.count where has(places, index) { total += 1 }
        }
        return total
    }

    // MARK: - Candidates

    /// Calls `body` with documents that have all terms, some at a time.
    @inline(__always)
    private func forEachCandidate(_ body: (CandidateList, PlaceList) throws -> Void) throws {
        let candidates = CandidateList()
        let places = PlaceList(terms: runs.count)
        let lead = runs[0].run.cursor
        for block in 0..<lead.blockCount {
            try lead.load(block)
            candidates.documents.update(from: lead.documents, count: lead.count)
            for index in 0..<lead.count { candidates.scores[index] = Int32(index) }
            candidates.count = lead.count
            candidates.removeDeleted(live.deletions)
            // The scores remember where in its block a candidate of the first term was.
            if runs.count > 1 { try runs[1].run.keepMatches(of: candidates, places: places, term: 0) }
            for term in runs.indices.dropFirst(2) where candidates.count > 0 {
                try runs[term].run.keepMatches(of: candidates, places: places, term: term - 1)
            }
            for index in 0..<candidates.count {
                places.set(
                    try lead.positionRun(Int(candidates.scores[index])), term: runs.count - 1, at: index)
            }
            if candidates.count > 0 { try body(candidates, places) }
        }
    }

    /// Which term of `places` belongs to which of `runs`: the first one is looked up last.
    @inline(__always)
    private func term(of run: Int) -> Int { run == 0 ? runs.count - 1 : run - 1 }

    /// Drops documents that are not good enough even if every occurrence of their rarest term is part of the phrase.
    private func keepPromising(_ candidates: CandidateList, _ places: PlaceList, _ floor: Int64) {
        var kept = 0
        for index in 0..<candidates.count {
            var least = Int.max
            for term in runs.indices { least = min(least, places.run(term: term, at: index).count) }
            let document = candidates.documents[index]
            guard score(document, UInt32(truncatingIfNeeded: least)) > floor else { continue }
            candidates.documents[kept] = document
            places.move(index, to: kept, terms: runs.count)
            kept += 1
        }
        candidates.count = kept
    }

    private func score(_ document: UInt32, _ frequency: UInt32) -> Int64 {
        BM25.score(weight, frequency, scorer.table.inverses[Int(scorer.lengths[Int(document)])])
    }

    // MARK: - Positions

    private func has(_ places: PlaceList, _ index: Int) -> Bool { frequency(places, index, isEnough: 1) > 0 }

    /// How often the phrase stands in a candidate; may stop counting at `isEnough`.
    private func frequency(_ places: PlaceList, _ index: Int, isEnough: UInt32 = .max) -> UInt32 {
        let first = places.run(term: term(of: 0), at: index)
        var found: UInt32 = 0
        var bit = first.bit
        for _ in 0..<first.count {
            let position = PackedRun.value(first.base, bit: bit, width: first.width)
            bit &+= first.width
            // Where the phrase would begin; below zero is far behind any position.
            let start = position &- runs[0].place
            var isHere = true
            for other in 1..<runs.count where isHere {
                isHere = Self.contains(places.run(term: term(of: other), at: index), start &+ runs[other].place)
            }
            if isHere {
                found &+= 1
                if found == isEnough { return found }
            }
        }
        return found
    }

    /// Whether a position is among those of a run, which ascend.
    @inline(__always)
    private static func contains(_ run: TermCursor.PositionRun, _ wanted: UInt32) -> Bool {
        var bit = run.bit
        for _ in 0..<run.count {
            let position = PackedRun.value(run.base, bit: bit, width: run.width)
            if position >= wanted { return position == wanted }
            bit &+= run.width
        }
        return false
    }
}
