/// What matches a part of a query in one segment, asked window by window. `start` is always a multiple of 4,096.
class Matcher {
    /// How many documents it may have, to ask the rarest first.
    var cost: Int { 0 }
    /// Whether it ever adds to a score.
    var isScoring: Bool { false }

    /// No match lies in `document..<result`; `UInt32.max` when there is none any more.
    func next(from document: UInt32) throws -> UInt32 { .max }

    /// Sets `result` to the matches among `mask`.
    func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws { result.clear() }

    /// Adds the scores of the matches among `mask`. `isMatched` says that all of `mask` match.
    func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {}

    /// No document of the window gets more.
    func bound(_ start: UInt32) throws -> Int64 { 0 }

    /// Adds the scores of the matches among `mask` and sets their bits in `found`. Documents whose score from here is at
    /// most `floor` may be left out.
    func scoreAll(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, floor: Int64, _ scores: UnsafeMutablePointer<Int64>,
        _ found: WindowBits
    ) throws {
        try fill(start, mask, scratch)
        for index in 0..<Window.wordCount { found.words[index] |= scratch.words[index] }
        try score(start, scratch.words, isMatched: true, scores)
    }

    /// Tells what of it matches the one document of `mask`.
    func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {}

    private(set) lazy var scratch = WindowBits()
}

/// What a document matched, gathered for one hit.
struct MatchReport {
    let document: UInt32
    var fields: Set<Int> = []
    var parts: [(field: Int, part: ScorePart)] = []
}
