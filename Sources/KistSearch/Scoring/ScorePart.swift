/// One addend of a score.
public struct ScorePart: Hashable, Sendable {
    /// What a part is for.
    public enum Kind: String, Hashable, Sendable {
        /// Occurrences of a term or phrase.
        case occurrences
        /// A word near the beginning of a field.
        case beginning
        /// Words of the query that stand side by side.
        case together
        /// Likeness to the best matches.
        case likeness
    }

    public var kind = Kind.occurrences
    public var field: String
    /// The term or phrase as it stands in the index.
    public var term: String
    /// True for a word as it was written, which is counted beside its stem.
    public var isAsWritten = false
    /// What it added to the score.
    public var score: Double
    /// Occurrences in the document, its words in the field, and documents that have the term; zero where a part is fixed.
    public var frequency: Int
    public var length: Int
    public var documentFrequency: Int
    /// Product of the field's weight, the query's boost and the term's own factor.
    public var weight: Double
    /// All documents of the collection, and the words that one has in the field on average.
    public var documentCount = 0
    public var averageLength = 0.0

    /// The part in numbers.
    public var text: String {
        switch kind {
        case .occurrences: break
        case .beginning: return "\(field): “\(term)” near the beginning, adds \(score)"
        case .together: return "\(field): “\(term)” side by side, adds \(score)"
        case .likeness: return "like the best matches, adds \(score)"
        }
        guard documentFrequency > 0 else { return "\(field): \(term), fixed part \(score)" }
        return "\(field): “\(term)” \(frequency)× in \(length) words, in \(documentFrequency) documents,"
            + " weight \(weight), adds \(score)"
    }

    /// A part of the second look, in score units.
    init(kind: Kind, score: Int64) {
        self.init(
            field: "", term: "", score: Double(score) / BM25.unit, frequency: 0, length: 0, documentFrequency: 0,
            weight: 0)
        self.kind = kind
    }

    init(
        field: String, term: String, score: Double, frequency: Int, length: Int, documentFrequency: Int, weight: Double
    ) {
        self.field = field
        self.term = term
        self.score = score
        self.frequency = frequency
        self.length = length
        self.documentFrequency = documentFrequency
        self.weight = weight
    }

    /// The part in words, for someone who wants to know why a document stands where it does.
    public var summary: String {
        let points = Self.rounded(score)
        switch kind {
        case .occurrences: break
        case .beginning: return "\(field) has “\(term)” near its beginning: \(points) points."
        case .together: return "\(field) has “\(term)” side by side: \(points) points."
        case .likeness: return "It is like the best matches in its words: \(points) points."
        }
        guard documentFrequency > 0 else {
            return "\(field) has \(term): \(points) points, the same for all that have it."
        }
        let isPhrase = term.contains(" ")
        var text = "\(field) has “\(term)” \(Self.times(frequency))"
        if documentCount > 0 {
            let share = max(1, Int((Double(documentCount) / Double(documentFrequency)).rounded()))
            let rarity =
                share >= 100
                ? "rare, so it counts for much"
                : share >= 5 ? "neither rare nor common" : "common, so it counts for little"
            text +=
                share > 1
                ? "; one document in \(share) has \(isPhrase ? "its rarest word" : "it")" : "; nearly all have it"
            text += " (\(rarity))"
        }
        if averageLength > 0, length > 0 {
            let ratio = Double(length) / averageLength
            text += "; the field has \(length) word\(length == 1 ? "" : "s")"
            if ratio < 0.67 { text += ", fewer than most, which raises it" }
            if ratio > 1.5 { text += ", more than most, which lowers it" }
        }
        if weight > 1 { text += "; this field counts \(Self.rounded(weight)) times" }
        return text + ": \(points) points."
    }

    private static func times(_ count: Int) -> String {
        switch count {
        case 1: "once"
        case 2: "twice"
        default: "\(count) times"
        }
    }

    /// With one digit behind the point, or two below one.
    private static func rounded(_ value: Double) -> String {
        let scale = value < 1 ? 100.0 : 10.0
        let number = (value * scale).rounded() / scale
        return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}
