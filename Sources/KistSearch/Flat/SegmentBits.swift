import CPostings

/// One bit for each document of a segment.
///
/// Invariant: `words` owns `wordCount` words, enough for every document.
final class SegmentBits {
    let words: UnsafeMutablePointer<UInt64>
    let wordCount: Int

    init(documentCount: Int) {
        wordCount = (documentCount + 63) / 64 + SegmentLayout.largestBitWords
        words = .allocate(capacity: wordCount)
        words.initialize(repeating: 0, count: wordCount)
    }

    deinit { words.deallocate() }

    /// Sets the documents of a term.
    func set(_ cursor: TermCursor) throws {
        for block in 0..<cursor.blockCount {
            try cursor.open(block)
            if cursor.isBits {
                let first = Int(cursor.base >> 6)
                for index in 0..<cursor.wordCount { words[first &+ index] |= cursor.words[index] }
            } else {
                kp_set(cursor.documents, cursor.count, 0, .max, words)
            }
        }
    }

    func removeDeleted(_ deletions: Deletions) {
        guard deletions.count > 0 else { return }
        for (index, word) in deletions.words.enumerated() { words[index] &= ~word }
    }

    var count: Int { kp_count(words, wordCount) }
}
