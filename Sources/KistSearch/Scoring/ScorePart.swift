/// One addend of a score.
public struct ScorePart: Hashable, Sendable {
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
        guard documentFrequency > 0 else { return "\(field): \(term), fixed part \(score)" }
        return "\(field): “\(term)” \(frequency)× in \(length) words, in \(documentFrequency) documents,"
            + " weight \(weight), adds \(score)"
    }
}
