/// All postings of a term with their scores, for terms that are rare enough.
///
/// Invariant: `documents` and `scores` own `count` numbers each; documents ascend. `starts` has the index of the first
/// posting of each window, and the count behind the last.
final class ScoredList {
    /// Longer lists are read block by block, as they are wanted.
    static let longest = 16_384

    let documents: UnsafeMutablePointer<UInt32>
    let scores: UnsafeMutablePointer<Int32>
    private(set) var starts: [Int] = []

    init(_ run: TermRun, windows: Int, bounds: inout [Int32]) throws {
        let cursor = run.cursor
        let count = cursor.info.documentCount
        documents = .allocate(capacity: count)
        documents.initialize(repeating: 0, count: count)
        scores = .allocate(capacity: count)
        scores.initialize(repeating: 0, count: count)
        var at = 0
        for block in 0..<cursor.blockCount {
            try run.scoreBlock(block)
            (documents + at).update(from: cursor.documents, count: cursor.count)
            (scores + at).update(from: run.scores, count: cursor.count)
            at += cursor.count
        }
        starts.reserveCapacity(windows + 1)
        var window = 0
        starts.append(0)
        var best: Int32 = 0
        for index in 0..<count {
            let own = Int(documents[index] >> 12)
            while window < own {
                bounds[window] = best
                best = 0
                window += 1
                starts.append(index)
            }
            best = max(best, scores[index])
        }
        bounds[window] = best
        while starts.count <= windows { starts.append(count) }
    }

    deinit {
        documents.deallocate()
        scores.deallocate()
    }

    /// The postings of the window that begins at a document.
    @inline(__always)
    func slice(_ start: UInt32) -> Range<Int> {
        let window = Int(start >> 12)
        return starts[window]..<starts[window + 1]
    }
}
