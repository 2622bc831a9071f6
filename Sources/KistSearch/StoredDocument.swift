/// What the index keeps of a document.
public struct StoredDocument: Hashable, Sendable {
    public var key: String
    public var order: Int64
    /// Bytes of stored fields.
    public var stored: [String: [UInt8]]
    /// Passages of text fields that keep their text.
    public var texts: [String: [TextPassage]]
    /// Values of keyword fields, ascending.
    public var keywords: [String: [String]]
    public var numbers: [String: Double]
}
