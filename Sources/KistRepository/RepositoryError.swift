import KistSearch

/// Why a use case could not be carried out, in words for the person who asked, with what they can do about it.
public struct RepositoryError: Error, Hashable, Sendable {
    /// The kinds of failure. The raw text is stable.
    public enum Code: String, Sendable {
        /// There is no collection where one was looked for.
        case noCollection = "no-collection"
        case locked
        case damaged
        case tooNew = "too-new"
        /// No record has the id or the title.
        case unknownRecord = "unknown-record"
        case ambiguousID = "ambiguous-id"
        case unknownField = "unknown-field"
        case unknownValue = "unknown-value"
        case unknownType = "unknown-type"
        case badValue = "bad-value"
        case schema
        case notAllowed = "not-allowed"
        case unknownBatch = "unknown-batch"
        case nothingThere = "nothing-there"
        case sandbox
        case pack
        case io
        /// The search index cannot be used.
        case index
    }

    public var code: Code
    public var message: String
    public var hint: String?
    public var place: String?

    /// `hint`: what to do about it. `place`: the file, record or line concerned.
    public init(_ code: Code, _ message: String, hint: String? = nil, place: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.place = place
    }
}

extension RepositoryError {
    /// The same trouble in words for people, when it comes from a room that callers do not know; nil for any other.
    public static func explaining(_ error: any Error) -> RepositoryError? {
        guard let error = error as? SearchError else { return nil }
        return RepositoryError(
            .index, "The search index cannot be used: \(error.message)",
            hint: "Nothing is lost: kist reindex builds it again from the catalogue.",
            place: error.path.map { path in error.place.map { "\(path), \($0)" } ?? path })
    }
}
