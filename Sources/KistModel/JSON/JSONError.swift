/// Why a text is not the JSON that it should be, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case syntax = "json-syntax"
        case encoding = "json-encoding"
        case tooDeep = "json-too-deep"
        case trailing = "json-trailing"
        case duplicate = "json-duplicate-name"
    }

    public var code: Code
    public var message: String
    /// Offset of the byte at which reading stopped.
    public var offset: Int

    public init(_ code: Code, _ message: String, offset: Int) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    public var description: String { "\(message) (at byte \(offset))" }
}
