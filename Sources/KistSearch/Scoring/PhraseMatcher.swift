/// Documents in which the words of a phrase stand; scored like a term that occurs as often. How the words must stand, and
/// how often they then do, is a subclass's to say.
class PhraseMatcher: Matcher {
    /// The terms of each word of the phrase: a pattern stands for several.
    let places: [[TermCursor]]
    let phrase: QueryPlan.Phrase
    /// Rarest first.
    private let order: [Int]
    private let table: ScoreTable
    private let lengths: UnsafePointer<UInt8>
    private let cached = WindowBits()
    private var cachedStart = UInt32.max
    private var found: [(local: Int, frequency: Float)] = []
    private let placeBits = WindowBits()
    private let termBits = WindowBits()
    private let candidates = WindowBits()

    /// `lengths` belongs to the segment that the cursors hold.
    init(
        _ places: [[TermCursor]], _ phrase: QueryPlan.Phrase, _ table: ScoreTable, _ lengths: UnsafePointer<UInt8>
    ) {
        self.places = places
        self.phrase = phrase
        self.table = table
        self.lengths = lengths
        order = places.indices.sorted { Self.cost(places[$0]) < Self.cost(places[$1]) }
    }

    // MARK: - A subclass's

    /// How often the phrase stands in a document that has all its words; 0 when it does not.
    func frequency(in document: UInt32) throws -> Float { 0 }

    /// The phrase as reasons name it.
    var name: String {
        phrase.places.map { String(decoding: ($0.first ?? []).dropFirst(2), as: UTF8.self) }.joined(separator: " ")
    }

    /// The positions of any term of a place, ascending, each once.
    final func readPositions(place: Int, _ document: UInt32, into list: inout [UInt32]) throws {
        list.removeAll(keepingCapacity: true)
        for cursor in places[place] {
            if let index = try cursor.index(of: document) { try cursor.appendPositions(index, to: &list) }
        }
        guard places[place].count > 1, list.count > 1 else { return }
        list.sort()
        var kept = 1
        for index in 1..<list.count where list[index] != list[kept - 1] {
            list[kept] = list[index]
            kept += 1
        }
        list.removeSubrange(kept...)
    }

    // MARK: - Documents

    private static func cost(_ place: [TermCursor]) -> Int { place.reduce(0) { $0 + $1.info.documentCount } }

    override final var cost: Int { order.first.map { Self.cost(places[$0]) } ?? 0 }
    override final var isScoring: Bool { true }

    override final func next(from document: UInt32) throws -> UInt32 {
        var result = document
        for place in order {
            var first = UInt32.max
            for cursor in places[place] { first = min(first, try cursor.next(from: result)) }
            result = max(result, first)
        }
        return result
    }

    override final func fill(_ start: UInt32, _ mask: UnsafePointer<UInt64>, _ result: WindowBits) throws {
        cachedStart = start
        cached.copy(mask)
        found.removeAll(keepingCapacity: true)
        candidates.copy(mask)
        result.clear()
        for place in order {
            if places[place].count == 1 {
                try places[place][0].fill(start, candidates.words, placeBits)
            } else {
                placeBits.clear()
                for cursor in places[place] {
                    try cursor.fill(start, candidates.words, termBits)
                    for index in 0..<Window.wordCount { placeBits.words[index] |= termBits.words[index] }
                }
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

    // MARK: - Scores

    override final func score(
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

    private func score(_ document: UInt32, _ frequency: Float) -> Int64 {
        BM25.score(phrase.weight, frequency, table.inverses[Int(lengths[Int(document)])])
    }

    override final func bound(_ start: UInt32) throws -> Int64 { max(Int64(phrase.weight), 1) }

    override final func report(
        _ start: UInt32, _ mask: UnsafePointer<UInt64>, _ report: inout MatchReport
    ) throws {
        try fill(start, mask, scratch)
        guard let (local, frequency) = found.first else { return }
        report.fields.insert(phrase.field)
        report.parts.append(
            (
                phrase.field,
                ScorePart(
                    field: "", term: name, score: Double(score(start + UInt32(local), frequency)) / BM25.unit,
                    frequency: max(1, Int(frequency.rounded())),
                    length: LengthByte.decode(lengths[Int(report.document)]),
                    documentFrequency: phrase.documentFrequency, weight: phrase.factor)
            ))
    }
}
