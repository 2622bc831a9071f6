/// Words that a scanner found in a text, reused from text to text.
struct WordList {
    enum Kind: UInt8 {
        /// A word, or one part of a compound, at a position of its own.
        case word
        /// A compound written as one, at the position of its first part.
        case joined
        /// Another way to find the word at the same position; never asked for by a query.
        case extra
    }

    struct Word {
        /// Where the surface lies in `bytes`: lower-case and composed (Gaelic: composed, case kept).
        var start: Int
        var count: Int
        /// Where the word stands in the text, in bytes of UTF-8.
        var textStart: Int
        var textEnd: Int
        var position: UInt32
        var kind: Kind
    }

    /// Longer words are cut, in documents and in queries alike.
    static let maximumByteCount = 128

    private(set) var bytes: [UInt8] = []
    private(set) var words: [Word] = []
    /// Position of the next word.
    var position: UInt32 = 0

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        position = 0
    }

    /// Forgets the words; the position stays.
    mutating func removeWords() {
        bytes.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
    }

    func surface(_ word: Word) -> [UInt8] {
        Array(bytes[word.start..<word.start + word.count])
    }

    /// The surfaces of all words.
    func bytesPointer<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer(body)
    }

    /// Positions never go back from one word to the next: builders count on it.
    mutating func sortByPosition() {
        words = words.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element)
    }

    /// Adds a word at `position`, which does not move.
    mutating func add(_ surface: ArraySlice<UInt8>, _ textStart: Int, _ textEnd: Int, _ position: UInt32, _ kind: Kind)
    {
        var surface = surface
        if surface.count > Self.maximumByteCount {
            surface = surface.prefix(Self.maximumByteCount)
            // Not in the middle of a character: first the continuation bytes, then the lead byte they belonged to.
            while let last = surface.last, last & 0xC0 == 0x80 { surface.removeLast() }
            if let last = surface.last, last >= 0xC0 { surface.removeLast() }
        }
        guard !surface.isEmpty else { return }
        let start = bytes.count
        bytes.append(contentsOf: surface)
        words.append(
            Word(
                start: start, count: surface.count, textStart: textStart, textEnd: textEnd, position: position,
                kind: kind))
    }
}
