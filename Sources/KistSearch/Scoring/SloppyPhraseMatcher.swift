/// Documents in which the words of a phrase stand near their places; see `Query.phrase`.
///
/// Takes for each word its positions less its place in the phrase. A match is a smallest span of such numbers with one
/// of each word, at most `slop` wide; one of width w counts as 1 / (1 + w) of an occurrence, so that closer ones
/// weigh more (as in Lucene's SloppyPhraseScorer). Scored like a term that occurs as often as these add up to.
final class SloppyPhraseMatcher: Matcher {
    private let places: [[TermCursor]]
    /// For each place the one before it that asks for the same words: they must stand twice.
    private let twins: [Int?]
    private let order: [Int]
    private let phrase: QueryPlan.Phrase
    private let table: ScoreTable
    private let lengths: UnsafePointer<UInt8>
    private let cached = WindowBits()
    private var cachedStart = UInt32.max
    private var found: [(local: Int, frequency: Float)] = []
    private let placeBits = WindowBits()
    private let termBits = WindowBits()
    private let candidates = WindowBits()
    private var positions: [[UInt32]]

    /// `lengths` belongs to the segment that the cursors hold.
    init(
        _ places: [[TermCursor]], _ phrase: QueryPlan.Phrase, _ table: ScoreTable, _ lengths: UnsafePointer<UInt8>
    ) {
        self.places = places
        self.phrase = phrase
        self.table = table
        self.lengths = lengths
        order = places.indices.sorted { Self.cost(places[$0]) < Self.cost(places[$1]) }
        twins = phrase.places.indices.map { place in
            phrase.places[..<place].lastIndex { $0 == phrase.places[place] }
        }
        positions = places.map { _ in [] }
    }

    private static func cost(_ place: [TermCursor]) -> Int { place.reduce(0) { $0 + $1.info.documentCount } }

    override var cost: Int { order.first.map { Self.cost(places[$0]) } ?? 0 }
    override var isScoring: Bool { true }

    override func next(from document: UInt32) throws -> UInt32 {
        var result = document
        for place in order {
            var first = UInt32.max
            for cursor in places[place] { first = min(first, try cursor.next(from: result)) }
            result = max(result, first)
        }
        return result
    }

    override func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        cachedStart = start
        cached.copy(mask)
        found.removeAll(keepingCapacity: true)
        candidates.copy(mask)
        result.clear()
        for place in order {
            placeBits.clear()
            for cursor in places[place] {
                try cursor.fill(start, candidates.words, termBits)
                for index in 0..<Window.wordCount { placeBits.words[index] |= termBits.words[index] }
            }
            candidates.copy(placeBits.words)
            if candidates.isEmpty { return }
        }
        try candidates.forEach { local in
            let frequency = try frequency(in: start + UInt32(local))
            if frequency > 0 {
                found.append((local, frequency))
                result.set(local)
            }
        }
    }

    // MARK: - Positions

    private func frequency(in document: UInt32) throws -> Float {
        for place in places.indices {
            if let twin = twins[place] {
                positions[place] = positions[twin]
            } else {
                try readPositions(place, document)
            }
        }
        return PhraseSpans.frequency(positions, twins: twins, slop: phrase.slop)
    }

    /// The positions of any term of a place, ascending, each once.
    private func readPositions(_ place: Int, _ document: UInt32) throws {
        positions[place].removeAll(keepingCapacity: true)
        for cursor in places[place] {
            if let index = try cursor.index(of: document) {
                try cursor.appendPositions(index, to: &positions[place])
            }
        }
        guard places[place].count > 1 else { return }
        positions[place].sort()
        var last: UInt32?
        positions[place].removeAll { position in
            defer { last = position }
            return position == last
        }
    }

    // MARK: - Scores

    override func score(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, isMatched: Bool, _ scores: UnsafeMutablePointer<Int64>
    ) throws {
        var isCached = cachedStart == start
        if isCached {
            for index in 0..<Window.wordCount where mask[index] & ~cached.words[index] != 0 { isCached = false }
        }
        if !isCached { try fill(start, mask, scratch) }
        for (local, frequency) in found where mask[local >> 6] & (1 &<< UInt64(local & 63)) != 0 {
            scores[local] &+= score(start + UInt32(local), frequency)
        }
    }

    /// BM25 with a frequency that is no whole number.
    private func score(_ document: UInt32, _ frequency: Float) -> Int64 {
        let inverse = table.inverses[Int(lengths[Int(document)])]
        return max(Int64(phrase.weight - phrase.weight / (1 + frequency * inverse)), 1)
    }

    override func bound(_ start: UInt32) throws -> Int64 { max(Int64(phrase.weight), 1) }

    override func report(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport) throws {
        try fill(start, mask, scratch)
        guard let (local, frequency) = found.first else { return }
        report.fields.insert(phrase.field)
        let words = phrase.places.map { String(decoding: ($0.first ?? []).dropFirst(2), as: UTF8.self) }
        report.parts.append(
            (
                phrase.field,
                ScorePart(
                    field: "", term: words.joined(separator: " ") + "~\(phrase.slop)",
                    score: Double(score(start + UInt32(local), frequency)) / BM25.unit,
                    frequency: max(1, Int(frequency.rounded())),
                    length: LengthByte.decode(lengths[Int(report.document)]),
                    documentFrequency: phrase.documentFrequency, weight: phrase.factor)
            ))
    }
}
