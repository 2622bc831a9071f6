import CPostings

/// Documents that have all of some terms: led by the rarest, a block of it at a time.
struct AllSearch {
    /// Rarest first.
    private let runs: [TermRun]
    private let live: LiveSegment
    private let number: Int

    init(_ runs: [TermRun], _ live: LiveSegment, number: Int) {
        self.runs = runs.sorted { $0.cursor.info.documentCount < $1.cursor.info.documentCount }
        self.live = live
        self.number = number
    }

    func run(_ top: inout TopHits) throws {
        guard let lead = runs.first, top.limit > 0 else { return }
        let cursor = lead.cursor
        let candidates = CandidateList(capacity: 128)
        var bounds = [Int32](repeating: 0, count: runs.count)
        for block in 0..<cursor.blockCount {
            let floor = Int32(truncatingIfNeeded: max(top.floor(segment: number), 0))
            bounds[0] = lead.bound(ofBlock: block)
            var rest: Int32 = 0
            if floor > 0 {
                let first = cursor.first(ofBlock: block)
                let last = min(cursor.last(ofBlock: block), UInt32(live.reader.documentCount))
                for index in runs.indices.dropFirst() {
                    bounds[index] = runs[index].bound(first, last)
                    rest &+= bounds[index]
                }
                if bounds[0] &+ rest <= floor { continue }
            }
            try lead.scoreBlock(block)
            candidates.count = 0
            candidates.append(lead, 0, cursor.count)
            candidates.keep(above: floor, with: rest)
            for index in runs.indices.dropFirst() {
                if candidates.count == 0 { break }
                try runs[index].keepMatches(of: candidates, isScored: true)
                rest &-= bounds[index]
                candidates.keep(above: floor, with: rest)
            }
            candidates.removeDeleted(live.deletions)
            for index in 0..<candidates.count where Int64(candidates.scores[index]) > top.floor(segment: number) {
                try top.insert(
                    TopHits.Entry(
                        score: Int64(candidates.scores[index]), segment: number, document: candidates.documents[index]))
            }
        }
    }

    // MARK: - Counting

    /// Lists with more than one document in this many are counted as bits.
    private static let sparseness = 40

    func count() throws -> Int {
        guard let lead = runs.first else { return 0 }
        if runs.count == 1, live.deletions.count == 0 { return lead.cursor.info.documentCount }
        if lead.cursor.info.documentCount > live.reader.documentCount / Self.sparseness { return try countBits() }
        let candidates = CandidateList(capacity: 128)
        var total = 0
        for block in 0..<lead.cursor.blockCount {
            try lead.cursor.load(block)
            candidates.documents.update(from: lead.cursor.documents, count: lead.cursor.count)
            candidates.count = lead.cursor.count
            for run in runs.dropFirst() where candidates.count > 0 {
                try run.keepMatches(of: candidates, isScored: false)
            }
            candidates.removeDeleted(live.deletions)
            total += candidates.count
        }
        return total
    }

    private func countBits() throws -> Int {
        let bits = WindowBits()
        let others = WindowBits()
        var total = 0
        var start: UInt32 = 0
        while start < UInt32(live.reader.documentCount) {
            live.fillLive(start, bits)
            var left = 1
            for run in runs where left > 0 {
                others.clear()
                try run.cursor.setAll(start, others.words)
                left = kp_and_count(bits.words, others.words, Window.wordCount)
            }
            total += left
            start += Window.size
        }
        return total
    }
}
