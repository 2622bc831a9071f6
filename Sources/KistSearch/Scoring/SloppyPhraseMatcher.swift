/// Documents in which the words of a phrase stand near their places; see `Query.phrase`.
///
/// Takes for each word its positions less its place in the phrase. A match is a smallest span of such numbers with one
/// of each word, at most `slop` wide; one of width w counts as 1 / (1 + w) of an occurrence, so that closer ones
/// weigh more (as in Lucene's SloppyPhraseScorer). The phrase occurs as often as these add up to.
final class SloppyPhraseMatcher: PhraseMatcher {
    /// For each place the one before it that asks for the same words: they must stand twice.
    private let twins: [Int?]
    private var positions: [[UInt32]]

    override init(
        _ places: [[TermCursor]], _ phrase: QueryPlan.Phrase, _ table: ScoreTable, _ lengths: UnsafePointer<UInt8>
    ) {
        twins = phrase.places.indices.map { place in
            phrase.places[..<place].lastIndex { $0 == phrase.places[place] }
        }
        positions = places.map { _ in [] }
        super.init(places, phrase, table, lengths)
    }

    override func frequency(in document: UInt32) throws -> Float {
        for place in places.indices {
            if let twin = twins[place] {
                positions[place] = positions[twin]
            } else {
                try readPositions(place: place, document, into: &positions[place])
            }
        }
        return PhraseSpans.frequency(positions, twins: twins, slop: phrase.slop)
    }

    override var name: String { super.name + "~\(phrase.slop)" }
}
