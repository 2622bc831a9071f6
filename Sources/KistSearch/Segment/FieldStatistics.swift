/// Sums over the documents of a segment or of a collection, for one text field.
struct FieldStatistics: Hashable, Sendable {
    /// Documents that have at least one word in the field.
    var documentCount = 0
    /// Words in all of them.
    var wordCount = 0

    /// Words in a document that has some.
    var averageLength: Double { documentCount > 0 ? Double(wordCount) / Double(documentCount) : 0 }

    static func + (left: Self, right: Self) -> Self {
        Self(documentCount: left.documentCount + right.documentCount, wordCount: left.wordCount + right.wordCount)
    }

    static func - (left: Self, right: Self) -> Self {
        Self(documentCount: left.documentCount - right.documentCount, wordCount: left.wordCount - right.wordCount)
    }
}
