/// The second look at the best documents of a query: what their words' positions add, then what likeness adds.
///
/// Nothing is taken away, so a document that was not looked at again can never pass one that was.
struct Rescoring {
    /// What a word within the first positions of its field adds, of its weight, if it stood there very often.
    static let beginningShare = 0.15
    static let beginning: UInt32 = 32
    /// What two words side by side add, of the smaller weight, if they stood so very often.
    static let pairShare = 0.25

    private let words: RankedWords
    private let searcher: Searcher
    private let explains: Bool
    /// What each candidate gained, by its place among the candidates; empty unless asked for.
    private var parts: [[ScorePart]] = []

    init(_ words: RankedWords, _ searcher: Searcher, explains: Bool = false) {
        self.words = words
        self.searcher = searcher
        self.explains = explains
    }

    /// Scores and orders anew the first `SearchRanking.candidateCount` of `entries`, which come best first. Returns what
    /// each of them gained, in the new order, when it was to explain.
    mutating func run(_ entries: inout [TopHits.Entry]) throws -> [[ScorePart]] {
        let count = min(entries.count, SearchRanking.candidateCount)
        guard count > 0 else { return [] }
        var candidates = Array(entries[0..<count])
        parts = explains ? Array(repeating: [], count: count) : []
        try addPositions(&candidates)
        var order = Array(0..<count)
        try sort(&order, candidates)
        let likeness = try Likeness(order.map { candidates[$0] }, searcher)
        for (rank, index) in order.enumerated() {
            let gain = likeness.gains[rank]
            candidates[index].score += gain
            if explains, gain > 0 { parts[index].append(ScorePart(kind: .likeness, score: gain)) }
        }
        try sort(&order, candidates)
        for (rank, index) in order.enumerated() { entries[rank] = candidates[index] }
        return explains ? order.map { parts[$0] } : []
    }

    private func sort(_ order: inout [Int], _ candidates: [TopHits.Entry]) throws {
        try order.sort { left, right in
            let (left, right) = (candidates[left], candidates[right])
            if left.score != right.score { return left.score > right.score }
            return try TieOrder.precedes(
                searcher.segments[left.segment].reader, left.document, searcher.segments[right.segment].reader,
                right.document)
        }
    }

    // MARK: - Positions

    private mutating func addPositions(_ candidates: inout [TopHits.Entry]) throws {
        guard !words.words.isEmpty else { return }
        let order = candidates.indices.sorted {
            let (left, right) = (candidates[$0], candidates[$1])
            return left.segment != right.segment ? left.segment < right.segment : left.document < right.document
        }
        var from = 0
        while from < order.count {
            let segment = candidates[order[from]].segment
            var to = from + 1
            while to < order.count, candidates[order[to]].segment == segment { to += 1 }
            try addPositions(order[from..<to], in: segment, &candidates)
            from = to
        }
    }

    /// `places` are indices of `candidates`, all of one segment, by ascending document.
    private mutating func addPositions(
        _ places: ArraySlice<Int>, in segment: Int, _ candidates: inout [TopHits.Entry]
    ) throws {
        let reader = searcher.segments[segment].reader
        let count = places.count
        var positions: [UInt32] = []
        var ranges = [Range<Int>](repeating: 0..<0, count: words.words.count * count)
        for (number, word) in words.words.enumerated() {
            guard let cursor = try reader.cursor(word.key) else { continue }
            for (row, place) in places.enumerated() {
                guard let index = try cursor.index(of: candidates[place].document) else { continue }
                let start = positions.count
                try cursor.appendPositions(index, to: &positions)
                ranges[number * count + row] = start..<positions.count
                var early = 0
                while start + early < positions.count, positions[start + early] < Self.beginning { early += 1 }
                guard early > 0 else { continue }
                let occurrences = Double(early)
                let gain = Int64(Self.beginningShare * Double(word.weight) * occurrences / (occurrences + 1))
                candidates[place].score += gain
                if explains { explain(.beginning, [word], gain, early, place) }
            }
        }
        for pair in words.pairs {
            let (first, second) = (words.words[pair.first], words.words[pair.second])
            let weight = Self.pairShare * Double(min(first.single, second.single))
            let inverses = searcher.tables(.default)[first.field].inverses
            guard let lengths = try reader.lengths(first.field) else { continue }
            for (row, place) in places.enumerated() {
                let (left, right) = (ranges[pair.first * count + row], ranges[pair.second * count + row])
                guard !left.isEmpty, !right.isEmpty else { continue }
                let together = Self.neighbours(positions[left], positions[right])
                guard together > 0 else { continue }
                let x = Double(together) * Double(inverses[Int(lengths[Int(candidates[place].document)])])
                let gain = Int64(weight * x / (1 + x))
                candidates[place].score += gain
                if explains { explain(.together, [first, second], gain, together, place) }
            }
        }
    }

    /// How many of the second positions directly follow one of the first.
    private static func neighbours(_ first: ArraySlice<UInt32>, _ second: ArraySlice<UInt32>) -> Int {
        var found = 0
        var at = first.startIndex
        for position in second {
            while at < first.endIndex, first[at] &+ 1 < position { at += 1 }
            if at == first.endIndex { break }
            if first[at] &+ 1 == position { found += 1 }
        }
        return found
    }

    private mutating func explain(
        _ kind: ScorePart.Kind, _ words: [RankedWords.Word], _ gain: Int64, _ frequency: Int, _ place: Int
    ) {
        guard gain > 0, let first = words.first else { return }
        var part = ScorePart(kind: kind, score: gain)
        part.field = searcher.schema.fields[first.field].name
        part.term = words.map { String(decoding: $0.key.dropFirst(2), as: UTF8.self) }.joined(separator: " ")
        part.frequency = frequency
        part.weight = first.factor
        parts[place].append(part)
    }
}
