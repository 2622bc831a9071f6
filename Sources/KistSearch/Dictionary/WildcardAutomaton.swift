/// Accepts words of a pattern: `?` is any one letter, `*` any number of them.
///
/// Bits say at which places of the pattern what was read may have ended (Baeza-Yates and Gonnet, "A new approach to
/// text searching", 1992).
struct WildcardAutomaton: TermAutomaton {
    private let places: LetterPlaces
    private let any: UInt64
    private let stars: UInt64
    private let end: UInt64

    /// Nil for a pattern of more than 62 signs, or without a letter.
    init?(_ pattern: [UInt32]) {
        var places = LetterPlaces()
        var any: UInt64 = 0
        var stars: UInt64 = 0
        var count = 0
        var hasLetter = false
        for sign in pattern {
            // Two stars are one.
            if sign == 0x2A, count > 0, stars & (1 << UInt64(count - 1)) != 0 { continue }
            guard count < LetterPlaces.most else { return nil }
            switch sign {
            case 0x2A: stars |= 1 << UInt64(count)
            case 0x3F: any |= 1 << UInt64(count)
            default:
                places.add(sign, at: count)
                hasLetter = true
            }
            count += 1
        }
        guard hasLetter else { return nil }
        self.places = places
        self.any = any
        self.stars = stars
        end = 1 << UInt64(count)
    }

    var start: UInt64 { skipped(1) }

    /// A star may stand for nothing.
    @inline(__always)
    private func skipped(_ state: UInt64) -> UInt64 { state | (state & stars) << 1 }

    @inline(__always)
    func next(_ state: UInt64, _ letter: UInt32) -> UInt64 {
        skipped((state & (places.places(letter) | any)) << 1 | (state & stars))
    }

    @inline(__always)
    func isDead(_ state: UInt64) -> Bool { state == 0 }

    @inline(__always)
    func distance(_ state: UInt64) -> Int? { state & end != 0 ? 0 : nil }

    func asciiLetter(_ state: UInt64, above letter: UInt32) -> UInt32? {
        if state & (any | stars) != 0 { return letter < 127 ? letter + 1 : nil }
        return places.asciiLetters.first { $0 > letter && next(state, $0) != 0 }
    }
}
