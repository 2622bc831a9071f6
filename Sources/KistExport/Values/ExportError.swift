/// Why something could not be written, in words for the person who asked.
public struct ExportError: Error, Hashable, Sendable {
    public enum Code: String, Sendable {
        /// The file could not be written.
        case cannotWrite = "cannot-write"
        /// A file that a record names is not there or is not what it was.
        case missingFile = "missing-file"
        /// A record cannot be written in the form that was asked for.
        case unsuitable
        /// Nothing of what was chosen may leave the collection.
        case nothingToExport = "nothing-to-export"
        case tooLarge = "too-large"
    }

    public var code: Code
    /// What happened, in plain English.
    public var message: String
    /// What the user can do about it.
    public var hint: String?
    /// The file or record in question.
    public var place: String?

    public init(_ code: Code, _ message: String, hint: String? = nil, place: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.place = place
    }
}
