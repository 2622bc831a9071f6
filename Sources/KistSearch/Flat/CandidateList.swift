import CPostings

/// Documents of one segment that may be among the best, ascending, and what they have scored so far.
///
/// Invariant: both arrays own room for `capacity` and eight more; the first `count` are in use. Used by one search.
final class CandidateList {
    let documents: UnsafeMutablePointer<UInt32>
    let scores: UnsafeMutablePointer<Int32>
    var count = 0

    /// A block needs a capacity of 128, a window one of 4,096 and a block.
    init(capacity: Int) {
        documents = .allocate(capacity: capacity + 8)
        documents.initialize(repeating: 0, count: capacity + 8)
        scores = .allocate(capacity: capacity + 8)
        scores.initialize(repeating: 0, count: capacity + 8)
    }

    deinit {
        documents.deallocate()
        scores.deallocate()
    }

    /// Drops what cannot get above `floor` with `more`.
    @inline(__always)
    func keep(above floor: Int32, with more: Int32) {
        let needed = floor &- more
        if needed > 0 { count = kp_keep_above(documents, scores, count, needed) }
    }

    func removeDeleted(_ deletions: Deletions) {
        guard deletions.count > 0 else { return }
        var kept = 0
        for index in 0..<count where !deletions.contains(documents[index]) {
            documents[kept] = documents[index]
            scores[kept] = scores[index]
            kept += 1
        }
        count = kept
    }

    /// Takes over postings of a block and their scores; room for them is needed.
    @inline(__always)
    func append(_ run: TermRun, _ from: Int, _ to: Int) {
        (documents + count).update(from: run.cursor.documents + from, count: to - from)
        (scores + count).update(from: run.scores + from, count: to - from)
        count &+= to - from
    }
}
