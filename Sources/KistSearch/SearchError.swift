/// What went wrong in the search engine, and where.
public struct SearchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure. The raw text is stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is no index in the folder.
        case missing
        /// Creating an index where there is one already.
        case exists
        /// Bytes that do not agree with their checksum or with themselves.
        case corrupt
        /// Written by a newer version of the format.
        case tooNew
        /// Not a file of this engine at all.
        case foreign
        /// Another writer holds the index.
        case locked
        /// The system refused to read or write.
        case io
        /// A schema that cannot be used.
        case invalidSchema
        /// A document that does not fit the schema.
        case invalidDocument
        /// A query that names a field that the schema does not have, or has in another kind.
        case unknownField
        /// A request outside the limits.
        case invalidRequest
        /// A writer that was closed or gave up after an error.
        case closed
    }

    public var code: Code
    /// What happened and what can be done, in plain words.
    public var message: String
    /// The file concerned, if any.
    public var path: String?
    /// The part of the file and the byte where it was noticed, if any.
    public var place: String?

    public init(_ code: Code, _ message: String, path: String? = nil, place: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.place = place
    }

    public var description: String {
        var text = message
        if let path { text += " (\(path)" + (place.map { ", \($0)" } ?? "") + ")" }
        return text
    }
}
