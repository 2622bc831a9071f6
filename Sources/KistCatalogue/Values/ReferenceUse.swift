public import KistModel

/// A place in a record that names another record.
public struct ReferenceUse: Hashable, Sendable {
    /// The record that holds the reference.
    public var id: RecordID
    /// JSON Pointer (RFC 6901) into its fields, for example `/supports/0`.
    public var path: String
    /// The record that is meant; nil while it is not known.
    public var target: RecordID?
    /// The words by which the source named it.
    public var words: String?

    public init(id: RecordID, path: String, target: RecordID? = nil, words: String? = nil) {
        self.id = id
        self.path = path
        self.target = target
        self.words = words
    }
}
