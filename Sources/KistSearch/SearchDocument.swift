/// A document as it is handed to a writer. One document per key: adding replaces an older one with the same key.
public struct SearchDocument: Hashable, Sendable {
    /// The caller's name for the document: 1 to 1,024 bytes of UTF-8.
    public var key: String
    /// Order among equal scores and in `SearchOrder.newest`: larger first, then by key, ascending by UTF-8 bytes.
    public var order: Int64
    /// Values by field name. A field may be left out.
    public var values: [String: SearchValue]

    public init(key: String, order: Int64, values: [String: SearchValue]) {
        self.key = key
        self.order = order
        self.values = values
    }
}
