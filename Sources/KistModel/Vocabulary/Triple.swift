/// One statement of a Turtle text, with its place.
public struct Triple: Hashable, Sendable {
    public enum Object: Hashable, Sendable {
        case iri(String)
        case literal(LanguageText)
    }

    public var subject: String
    public var predicate: String
    public var object: Object
    /// Where the object stands, from 1.
    public var line: Int
    public var column: Int

    public init(subject: String, predicate: String, object: Object, line: Int = 0, column: Int = 0) {
        self.subject = subject
        self.predicate = predicate
        self.object = object
        self.line = line
        self.column = column
    }
}
