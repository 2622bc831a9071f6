import CPostings

/// The best documents of one term: only blocks that can have some are read.
struct TermSearch {
    let run: TermRun
    let live: LiveSegment
    let number: Int

    func search(_ top: inout TopHits) throws {
        guard top.limit > 0 else { return }
        var least: Int64 = 0
        if live.deletions.count == 0 { least = max(run.scoreReached(by: top.limit), 1) - 1 }
        var floor = max(least, top.floor(segment: number))
        let cursor = run.cursor
        var block = 0
        var needed = 0
        var known: Int64 = -2
        while true {
            if let fractions = cursor.largestFractions {
                if floor != known {
                    // A floor only ever rises.
                    needed = fraction(above: floor, from: needed)
                    known = floor
                }
                guard needed <= Int(UInt16.max) else { return }
                block = kp_next_at_least(
                    fractions.assumingMemoryBound(to: UInt8.self), block, cursor.blockCount, UInt16(needed))
            }
            if block >= cursor.blockCount { return }
            try run.scoreBlock(block)
            for index in 0..<cursor.count where Int64(run.scores[index]) > floor {
                let document = cursor.documents[index]
                if live.deletions.count > 0, live.deletions.contains(document) { continue }
                try top.insert(
                    TopHits.Entry(score: Int64(run.scores[index]), segment: number, document: document))
                floor = max(least, top.floor(segment: number))
            }
            block += 1
        }
    }

    /// The smallest fraction whose bound is above a score.
    private func fraction(above floor: Int64, from least: Int) -> Int {
        var low = least
        var high = Int(UInt16.max) + 1
        while low < high {
            let middle = (low + high) / 2
            let bound = Int64(run.bound(ofFraction: UInt16(truncatingIfNeeded: middle)))
            if bound > floor { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
