/// What is wrong with a value that a record holds.
public struct FieldProblem: Hashable, Sendable {
    public enum Code: String, Sendable {
        case wrongKind = "wrong-kind"
        case tooMany = "too-many-values"
        case unknownTerm = "unknown-term"
        case badDate = "bad-date"
        case badDuration = "bad-duration"
        case badCode = "bad-code"
        case badAddress = "bad-address"
        case tooLong = "too-long"
        /// A member that an object cannot do without, for example the edition of a rating.
        case incomplete = "incomplete"
        case unknownType = "unknown-type"
    }

    public var code: Code
    public var field: String
    /// The way to the value inside the field, for example `ratings[0].edition`.
    public var path: String
    /// Plain English: what is wrong and what to write instead.
    public var message: String
}
