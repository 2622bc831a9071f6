import CPostings

/// Documents of one segment that may be among the best, ascending, and what they have scored so far.
///
/// Invariant: both arrays own room for a window and 136 more; the first `count` are in use. Used by one search.
final class CandidateList {
    static let capacity = Int(Window.size) + 136
    let documents: UnsafeMutablePointer<UInt32>
    let scores: UnsafeMutablePointer<Int32>
    var count = 0

    init() {
        documents = .allocate(capacity: Self.capacity)
        documents.initialize(repeating: 0, count: Self.capacity)
        scores = .allocate(capacity: Self.capacity)
        scores.initialize(repeating: 0, count: Self.capacity)
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
