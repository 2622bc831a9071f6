/// A run of text, such as a paragraph or a table cell, and where it stands.
public struct TextPassage: Hashable, Sendable {
    public var text: String
    /// Whatever the caller calls the place: "page 3", "table 2, row 4". Comes back with a snippet.
    public var place: String?

    public init(text: String, place: String? = nil) {
        self.text = text
        self.place = place
    }
}
