import KistProtocol

/// What stands in a text for a note, and in front of the note: `[1]` for footnotes, `[i]` for endnotes.
public struct NoteLabel: Hashable, Sendable {
    /// The place of the note's blocks as far as it names the note: “note 3”.
    public let place: String
    /// The number in brackets.
    public let text: String

    /// The label of a block that belongs to a note; nil for a block that stands elsewhere.
    public init?(place: String) {
        let note = String(place.prefix { $0 != "," })
        let words = note.split(separator: " ")
        guard words.count == 2, let number = Int(words[1]), number > 0 else { return nil }
        switch words[0] {
        case "note": text = "[\(number)]"
        case "endnote": text = "[\(Self.roman(number))]"
        default: return nil
        }
        self.place = note
    }

    /// The label that stands where a link of no length leads to `target`; nil for any other target.
    public init?(target: String) {
        guard let place = TextLink(start: 0, end: 0, target: target).notePlace else { return nil }
        self.init(place: place)
    }

    private static func roman(_ number: Int) -> String {
        guard number < 4_000 else { return String(number) }
        let digits = [
            (1_000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
            (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ]
        var rest = number
        var result = ""
        for (value, letters) in digits {
            while rest >= value {
                result += letters
                rest -= value
            }
        }
        return result
    }
}
