/// Why a document could not be read to its end. What came before was handed out.
public struct XMLFailure: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable {
        case malformed = "xml-malformed"
        case depth = "limit-depth"
        case attributes = "limit-attributes"
        case namespaces = "limit-namespaces"
        /// The document declares entities or attributes of its own, which is how XML bombs are built.
        case declaration = "xml-declaration"
        case encoding = "xml-encoding"
        case memory = "limit-memory"
        /// `XMLPushParser.stop` was called.
        case stopped = "stopped"
        case size = "limit-xml"
    }

    public var code: Code
    /// Plain English, without a full stop.
    public var message: String
    /// From 1; 0 when it is not known.
    public var line: Int
}
