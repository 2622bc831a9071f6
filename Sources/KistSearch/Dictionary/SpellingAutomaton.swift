/// Accepts words at most two changes away from one word: letters changed, added, dropped, or swapped with a neighbour
/// (the optimal string alignment distance of `SpellingDistance`).
///
/// A non-deterministic automaton run as bits, after Wu and Manber, "Fast text searching allowing errors" (1992): bit i
/// of row e says that the first i letters of the word can be had from what was read with e changes. The swapped rows
/// remember where the first letter of a swapped pair was read.
struct SpellingAutomaton: TermAutomaton {
    struct State {
        var exact: UInt64
        var one: UInt64
        var two: UInt64
        /// Places from which a swapped pair was begun with no change before it, and with one.
        var swapOne: UInt64 = 0
        var swapTwo: UInt64 = 0
    }

    private let places: LetterPlaces
    private let end: UInt64
    private let all: UInt64
    private let reach: Int

    /// Nil for a word of more than 60 letters or none. `reach` is 0 to 2.
    init?(_ word: [UInt32], reach: Int) {
        guard !word.isEmpty, word.count <= LetterPlaces.most - 2 else { return nil }
        var places = LetterPlaces()
        for (place, letter) in word.enumerated() { places.add(letter, at: place) }
        self.places = places
        end = 1 << UInt64(word.count)
        all = (end << 1) - 1
        self.reach = min(max(reach, 0), 2)
    }

    var start: State {
        State(exact: 1, one: reach > 0 ? 0b11 & all : 0, two: reach > 1 ? 0b111 & all : 0)
    }

    @inline(__always)
    func next(_ state: State, _ letter: UInt32) -> State {
        let fits = places.places(letter)
        let exact = (state.exact & fits) << 1
        if reach == 0 { return State(exact: exact, one: 0, two: 0) }
        let one =
            ((state.one & fits) << 1 | state.exact | (state.exact | exact) << 1 | (state.swapOne & fits) << 2) & all
        let swapOne = state.exact & (fits >> 1)
        if reach == 1 { return State(exact: exact, one: one, two: 0, swapOne: swapOne) }
        let two = ((state.two & fits) << 1 | state.one | (state.one | one) << 1 | (state.swapTwo & fits) << 2) & all
        return State(exact: exact, one: one, two: two, swapOne: swapOne, swapTwo: state.one & (fits >> 1))
    }

    @inline(__always)
    func isDead(_ state: State) -> Bool {
        switch reach {
        case 0: state.exact == 0
        case 1: state.one == 0
        default: state.two == 0
        }
    }

    @inline(__always)
    func distance(_ state: State) -> Int? {
        if state.exact & end != 0 { return 0 }
        if state.one & end != 0 { return 1 }
        return state.two & end != 0 ? 2 : nil
    }

    func asciiLetter(_ state: State, above letter: UInt32) -> UInt32? {
        let (spare, last, swap) =
            switch reach {
            case 0: (UInt64(0), state.exact, UInt64(0))
            case 1: (state.exact, state.one, state.swapOne)
            default: (state.one, state.two, state.swapTwo)
            }
        if spare != 0 { return letter < 127 ? letter + 1 : nil }
        // No change is left: only the letters that stand where the word has come to.
        return places.asciiLetters.first { $0 > letter && places.places($0) & (last | swap) != 0 }
    }
}
