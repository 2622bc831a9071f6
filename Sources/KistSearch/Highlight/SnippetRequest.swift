/// Asks for a piece of text that shows why a document matched.
public struct SnippetRequest: Hashable, Sendable {
    /// Text fields to take it from; among equally good ones the first wins.
    public var fields: [String]
    /// At most so many UTF-16 code units.
    public var maximumLength: Int

    public init(fields: [String], maximumLength: Int = 160) {
        self.fields = fields
        self.maximumLength = maximumLength
    }
}
