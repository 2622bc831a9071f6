/// Finds the page far down a result without keeping what stands before it.
///
/// A heap would have to hold all of `offset + limit`. Instead the search runs a few times. Each time every match is
/// put before, into or behind an interval; of those inside as many as fit are kept, evenly spread over the matches as
/// they come. If all of them fit, the page is among them; if not, those kept say roughly where the page must lie, and
/// the interval shrinks to that. Which documents come before the interval is counted each time, so the page is exact
/// whatever the guess: selection with little memory, after Munro and Paterson, "Selection and sorting with limited
/// storage" (1980).
final class DeepPage {
    /// From where on it pays, and how many entries are kept.
    struct Limits {
        var leastOffset = 10_000
        var capacity = 16_384

        func applies(offset: Int, limit: Int) -> Bool {
            limit > 0 && offset >= leastOffset && limit <= capacity / 2
        }
    }

    typealias Entry = TopHits.Entry

    private let offset: Int
    private let limit: Int
    private let capacity: Int
    /// Entries at or before `lower`, or at or after `upper`, are outside.
    private var lower: Entry?
    private(set) var upper: Entry?
    private var before = 0
    private var inside = 0
    /// Every so many-th of those inside is kept.
    private var stride = 1
    private var kept: [Entry] = []
    private var passes = 0

    private static let mostPasses = 8

    enum Outcome {
        case page([Entry])
        /// Search once more.
        case again
        /// Nothing more can be told apart: a heap must do it.
        case givenUp
    }

    init(offset: Int, limit: Int, capacity: Int) {
        self.offset = offset
        self.limit = limit
        self.capacity = max(capacity & ~1, 2)
    }

    func insert(_ entry: Entry, _ precedes: (Entry, Entry) throws -> Bool) throws {
        if let lower, try !precedes(lower, entry) {
            before += 1
            return
        }
        if let upper, try !precedes(entry, upper) { return }
        if inside % stride == 0 {
            if kept.count == capacity {
                for index in 0..<capacity / 2 { kept[index] = kept[2 * index] }
                kept.removeSubrange((capacity / 2)...)
                stride *= 2
            }
            if inside % stride == 0 { kept.append(entry) }
        }
        inside += 1
    }

    /// Ends a pass over all matches.
    func finish(_ precedes: (Entry, Entry) throws -> Bool) throws -> Outcome {
        passes += 1
        let first = offset - before
        let isWhole = stride == 1
        let last = first + limit
        if first >= 0, upper == nil, first >= inside { return .page([]) }
        if first >= 0, isWhole, last <= inside || upper == nil {
            try kept.sort(by: precedes)
            return .page(Array(kept[first..<min(last, kept.count)]))
        }
        guard passes < Self.mostPasses, first >= 0, last <= inside || upper == nil else { return .givenUp }
        try kept.sort(by: precedes)
        // Three standard deviations of the rank of one in a sample of so many; at least a few.
        let margin = Int(1.5 * Double(kept.count).squareRoot()) + 2
        let low = first / stride - margin
        let high = last / stride + margin + 1
        guard low > 0 || high < kept.count else { return .givenUp }
        if low > 0 { lower = kept[low] }
        if high < kept.count { upper = kept[high] }
        before = 0
        inside = 0
        stride = 1
        kept.removeAll(keepingCapacity: true)
        return .again
    }
}
