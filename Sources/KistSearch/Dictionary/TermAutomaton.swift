/// Reads a word letter by letter and says whether, and how nearly, it is one that is looked for.
///
/// Letters are folded scalars: lower case, without accents.
protocol TermAutomaton: Sendable {
    associatedtype State
    var start: State { get }
    func next(_ state: State, _ letter: UInt32) -> State
    /// Whether no continuation can be accepted any more.
    func isDead(_ state: State) -> Bool
    /// How many changes the word read so far is away; nil if it is not looked for.
    func distance(_ state: State) -> Int?
    /// The smallest letter of ASCII above `letter` that does not lead to a dead state at once; nil if there is none.
    func asciiLetter(_ state: State, above letter: UInt32) -> UInt32?
}

/// The letters of a pattern of at most 62 places as bits: which places a letter may stand at.
struct LetterPlaces: Sendable {
    private var ascii = [UInt64](repeating: 0, count: 128)
    private var others: [(letter: UInt32, places: UInt64)] = []
    /// Letters of ASCII in the pattern, ascending.
    private(set) var asciiLetters: [UInt32] = []

    static let most = 62

    mutating func add(_ letter: UInt32, at place: Int) {
        let bit = UInt64(1) << UInt64(place)
        if letter < 128 {
            if ascii[Int(letter)] == 0 {
                asciiLetters.append(letter)
                asciiLetters.sort()
            }
            ascii[Int(letter)] |= bit
        } else if let index = others.firstIndex(where: { $0.letter == letter }) {
            others[index].places |= bit
        } else {
            others.append((letter, bit))
        }
    }

    @inline(__always)
    func places(_ letter: UInt32) -> UInt64 {
        if letter < 128 { return ascii[Int(letter)] }
        for entry in others where entry.letter == letter { return entry.places }
        return 0
    }
}
