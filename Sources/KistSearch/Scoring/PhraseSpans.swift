/// Where the words of a phrase stand near their places.
///
/// A word's number is its position less its place in the phrase: words that stand as in the phrase have the same one.
enum PhraseSpans {
    /// A smallest span of numbers with one of each place, and the words it takes.
    struct Span: Equatable {
        /// Smallest and largest number.
        var low: Int
        var high: Int
        /// First and last position of a word of the span.
        var first: Int
        var last: Int
    }

    /// Spans at most `slop` wide in which no smaller one lies, ascending. `positions` are ascending, by place;
    /// `twins` names for each place the one before it that has the same words, which then take different positions.
    static func forEach(_ positions: [[UInt32]], twins: [Int?], slop: Int, _ body: (Span) -> Void) {
        var at = [Int](repeating: 0, count: positions.count)
        var low = Int.min
        var pending: Span?
        while true {
            // The next number at which a span may begin.
            var next = Int.max
            for place in positions.indices {
                var index = at[place]
                while index < positions[place].count, Int(positions[place][index]) - place < low { index += 1 }
                guard index < positions[place].count else {
                    if let pending { body(pending) }
                    return
                }
                at[place] = index
                next = min(next, Int(positions[place][index]) - place)
            }
            low = next
            guard let span = span(from: low, positions, at, twins) else {
                if let pending { body(pending) }
                return
            }
            if let earlier = pending, earlier.high < span.high { body(earlier) }
            pending = span.high - span.low <= slop ? span : nil
            low += 1
        }
    }

    /// The span from `low` that ends first. Words that are asked for twice are given their first free positions in
    /// turn: crossing over would not end sooner.
    private static func span(from low: Int, _ positions: [[UInt32]], _ at: [Int], _ twins: [Int?]) -> Span? {
        var taken = at
        var span = Span(low: low, high: low, first: .max, last: .min)
        for place in positions.indices {
            var index = at[place]
            if let twin = twins[place] { index = max(index, taken[twin] + 1) }
            guard index < positions[place].count else { return nil }
            taken[place] = index
            let position = Int(positions[place][index])
            span.high = max(span.high, position - place)
            span.first = min(span.first, position)
            span.last = max(span.last, position)
        }
        return span
    }

    /// Occurrences, one of width w counted as 1 / (1 + w).
    static func frequency(_ positions: [[UInt32]], twins: [Int?], slop: Int) -> Float {
        var sum: Float = 0
        forEach(positions, twins: twins, slop: slop) { sum += 1 / Float(1 + $0.high - $0.low) }
        return sum
    }
}
