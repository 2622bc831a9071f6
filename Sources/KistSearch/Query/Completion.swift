/// How a query could go on, given what was typed so far.
public struct Completion: Hashable, Sendable {
    /// The whole query, its last word completed.
    public var text: String
    /// The completed word, as it is written in the documents, in lower case.
    public var word: String
    /// Documents that have the word; where other words were typed before it, those that match them too.
    public var documentCount: Int

    public init(text: String, word: String, documentCount: Int) {
        self.text = text
        self.word = word
        self.documentCount = documentCount
    }
}
