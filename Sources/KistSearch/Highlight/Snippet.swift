/// A piece of a document's own text, word for word.
public struct Snippet: Hashable, Sendable {
    public var field: String
    public var text: String
    /// What matched, in UTF-16 code units of `text`, ascending. A phrase is one mark.
    public var marks: [Range<Int>]
    /// The place that the caller gave the passage.
    public var place: String?
    /// Whether text of the passage was left out before and after.
    public var isCutAtStart: Bool
    public var isCutAtEnd: Bool
}
