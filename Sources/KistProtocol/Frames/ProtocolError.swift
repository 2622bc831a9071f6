/// What one side says does not follow the protocol. Nothing of the frame is used.
public struct ProtocolError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The frame is longer than the limit or has no type.
        case frame = "protocol-frame"
        /// The type is unknown or not one that this side may send.
        case type = "protocol-type"
        /// The body is not the JSON that it must be.
        case json = "protocol-json"
        /// A member is missing or of the wrong kind.
        case shape = "protocol-shape"
        /// A count, length, level or offset is out of bounds.
        case bounds = "protocol-bounds"
        /// The message may not come at this point.
        case order = "protocol-order"
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
