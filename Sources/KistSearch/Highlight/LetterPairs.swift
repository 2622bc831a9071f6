/// The first two letters of words that may be among those to mark: most words of a text are passed over by these alone.
///
/// A stemmer leaves the first two letters of a word as they are, but that it may take y for i; the words that analysis
/// replaces whole are in `SpellingPairs`.
struct LetterPairs {
    /// One bit for each pair; a word of one letter has zero behind it.
    private var bits = [UInt64](repeating: 0, count: 1024)

    init(_ field: Highlights.Field) {
        for term in field.terms.keys { add(Array(term.dropFirst())) }
        for phrase in field.phrases { for place in phrase.places { for term in place { add(Array(term.dropFirst())) } } }
        for prefix in field.prefixes { add(Array(prefix.term.dropFirst()), isBeginning: true) }
        // Nobody knows where the words of a pattern begin.
        if !field.patterns.isEmpty { bits = [UInt64](repeating: .max, count: 1024) }
    }

    /// Both in lower case.
    @inline(__always)
    func contains(_ first: UInt8, _ second: UInt8) -> Bool {
        let index = Int(first) &<< 8 | Int(second)
        return bits[index &>> 6] & 1 &<< UInt64(index & 63) != 0
    }

    private mutating func add(_ term: [UInt8], isBeginning: Bool = false) {
        guard let first = term.first else { return }
        if term.count == 1 {
            // A beginning of one letter; or a stem, of which nothing is known.
            for second in UInt8.min...UInt8.max { insert(first, second) }
            return
        }
        insert(first, term[1])
        if term[1] == UInt8(ascii: "i") { insert(first, UInt8(ascii: "y")) }
        if term[1] == UInt8(ascii: "y") { insert(first, UInt8(ascii: "i")) }
        for (british, american) in Array(SpellingPairs.whole) {
            replace(term, british, american)
        }
        for pair in SpellingPairs.heads { replace(term, pair.British, pair.American) }
    }

    private mutating func replace(_ term: [UInt8], _ british: String, _ american: String) {
        let typed = Array(british.utf8.prefix(2))
        if typed.count == 2, american.utf8.prefix(2).elementsEqual(term.prefix(2)) { insert(typed[0], typed[1]) }
    }

    private mutating func insert(_ first: UInt8, _ second: UInt8) {
        let index = Int(first) << 8 | Int(second)
        bits[index >> 6] |= 1 << UInt64(index & 63)
    }
}
