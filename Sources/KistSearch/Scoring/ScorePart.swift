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
    /// What it added to the score.
    public var score: Double
    /// Occurrences in the document, its words in the field, and documents that have the term; zero where a part is fixed.
    public var frequency: Int
    public var length: Int
    public var documentFrequency: Int
    /// Product of the field's weight, the query's boost and the term's own factor.
    public var weight: Double

    /// The part in words.
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
            field: "", term: "", score: Double(score) / BM25.unit, frequency: 0, length: 0, documentFrequency: 0, weight: 0)
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
}
