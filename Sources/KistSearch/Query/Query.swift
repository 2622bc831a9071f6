/// What to look for. Words are analysed by each field's own analyser, so one query fits fields of several languages.
public indirect enum Query: Hashable, Sendable {
    /// All words of the text, each in any of the fields; nil means the fields searched by default.
    case words(String, fields: [String]?)
    /// The words of the text directly after one another, within one passage of one field.
    ///
    /// With a slop of N they may be up to N places out of place, in any order: take for each word of the phrase a word
    /// of the text, each one once; how far it stands from where the phrase would have it, given where the phrase
    /// begins, may differ by at most N from word to word. A word in between costs 1, two neighbours swapped cost 2.
    /// At most `Query.largestSlop`; more counts as that.
    case phrase(String, slop: Int = 0, fields: [String]?)
    /// Words that begin with the text.
    case prefix(String, fields: [String]?)
    /// Words of the pattern's shape: `?` stands for any one letter or digit, `*` for any number of them, none included.
    case wildcard(String, fields: [String]?)
    /// Words that are spelt much like the text: at most `distance` letters changed, added, dropped or swapped with a
    /// neighbour (0 to 2; nil: 0 for one or two letters, 1 for up to five, else 2). Accents do not count.
    /// Each change halves what a word adds to a score.
    case fuzzy(String, distance: Int? = nil, fields: [String]?)
    /// Documents that have exactly this value in a keyword field.
    case keyword(field: String, value: String)
    /// Documents whose number lies between the ends, both included; nil leaves an end open.
    case range(field: String, from: Double?, to: Double?)
    /// Documents that are about the same as the one with the key, itself left out: any of the words that set its kept
    /// text apart from the rest of the collection, in these fields (nil: all that keep their text).
    case like(key: String, fields: [String]? = nil)
    case and([Query])
    case or([Query])
    case not(Query)
    /// Multiplies the score of what is inside.
    case boost(Float, Query)
    /// Matches as what is inside, and adds nothing to a score.
    case constant(Query)
    case all
    case none

    /// With more, a phrase could reach from one passage into the next.
    public static let largestSlop = Int(SegmentLayout.passageGap) - 1
    /// As many letters as a fuzzy word can differ in.
    public static let largestDistance = 2
}
