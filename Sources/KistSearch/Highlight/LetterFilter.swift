/// The first three letters of words that may be among those to mark: most words of a text are passed over by these alone.
///
/// A stemmer leaves the first three letters of a word with a stem of four and more as they are, and the first two of
/// any, but that it may take y for i; the words that analysis replaces whole are in `SpellingPairs`.
struct LetterFilter {
    /// One bit for each three letters, five bits each; zero where a word has ended.
    private var bits = [UInt64](repeating: 0, count: 512)
    private static let all = Array(UInt8(0)..<32)

    init(_ field: Highlights.Field) {
        for term in field.terms.keys { add(Array(term.dropFirst())) }
        for phrase in field.phrases {
            for place in phrase.places { for term in place { add(Array(term.dropFirst())) } }
        }
        for prefix in field.prefixes { add(Array(prefix.term.dropFirst())) }
        // Nobody knows how the words of a pattern begin.
        if !field.patterns.isEmpty { bits = [UInt64](repeating: .max, count: 512) }
    }

    /// Letters of ASCII in either case, or digits; zero where the word has ended.
    @inline(__always)
    func contains(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        let index = Int(first & 31) &<< 10 | Int(second & 31) &<< 5 | Int(third & 31)
        return bits[index &>> 6] & 1 &<< UInt64(index & 63) != 0
    }

    private mutating func add(_ term: [UInt8]) {
        guard let first = term.first else { return }
        // Of a short stem, or a short beginning, less is known.
        let seconds = term.count > 1 ? Self.alike(term[1]) : Self.all
        let thirds = term.count > 3 ? Self.alike(term[2]) : Self.all
        for second in seconds { for third in thirds { insert(first, second, third) } }
        for (british, american) in SpellingPairs.whole.sorted(by: { $0.key < $1.key }) {
            replace(term, Array(british.utf8), american)
        }
        for pair in SpellingPairs.heads { replace(term, Array(pair.British.utf8), pair.American) }
    }

    private static func alike(_ letter: UInt8) -> [UInt8] {
        let i = UInt8(ascii: "i")
        let y = UInt8(ascii: "y")
        return letter == i || letter == y ? [i, y] : [letter]
    }

    private mutating func replace(_ term: [UInt8], _ british: [UInt8], _ american: String) {
        let count = min(3, term.count)
        if american.utf8.prefix(count).elementsEqual(term.prefix(count)) { insert(british[0], british[1], british[2]) }
    }

    private mutating func insert(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        let index = Int(first & 31) << 10 | Int(second & 31) << 5 | Int(third & 31)
        bits[index >> 6] |= 1 << UInt64(index & 63)
    }
}
