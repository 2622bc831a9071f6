/// One word of a query.
public struct QueryWord: Hashable, Sendable {
    public var text: String
    /// Between quotation marks: searched as it stands.
    public var isQuoted: Bool

    public init(_ text: String, isQuoted: Bool = false) {
        self.text = text
        self.isQuoted = isQuoted
    }

    /// The words of a query as typed; double quotation marks of any shape open and close a quoted part.
    public static func words(of query: String) -> [QueryWord] {
        var words: [QueryWord] = []
        var current = ""
        var isQuoted = false
        func close() {
            if !current.isEmpty { words.append(QueryWord(current, isQuoted: isQuoted)) }
            current = ""
        }
        for character in query.prefix(4_000) {
            if "\"“”„«»".contains(character) {
                close()
                isQuoted.toggle()
            } else if character.isWhitespace {
                close()
            } else {
                current.append(character)
            }
        }
        close()
        return words
    }
}
