public import KistModel

/// A value that crosses the pipe as a JSON object. Reading checks everything, for what comes may be hostile: members of
/// the wrong kind, lengths and counts beyond `ProtocolLimits`, offsets outside their text. Unknown members are ignored.
public protocol WireValue: Hashable, Sendable {
    /// Appends the value as compact JSON. Members that hold their default are left out.
    func write(to out: inout [UInt8])

    init(json: JSONValue) throws(ProtocolError)

    /// Makes the value one that the other side takes: cuts texts that are too long, drops what lies outside its text.
    /// Returns whether something was lost.
    @discardableResult mutating func fit() -> Bool
}

extension WireValue {
    @discardableResult public mutating func fit() -> Bool { false }

    /// The value as JSON data, members in the order in which they are written.
    public var json: JSONValue {
        var out: [UInt8] = []
        write(to: &out)
        // What `write` appends is valid JSON; only nesting could stop the parser, and the value exists at that depth.
        return (try? JSONParser.parse(out, maximumDepth: 10_000)) ?? .null
    }

    /// Reads the one JSON value that `bytes` hold.
    public init(bytes: [UInt8]) throws(ProtocolError) {
        try self.init(json: parseBody(bytes))
    }
}

/// The JSON value of a frame's body.
func parseBody(_ bytes: [UInt8]) throws(ProtocolError) -> JSONValue {
    do {
        return try JSONParser.parse(bytes, maximumDepth: ProtocolLimits.depth)
    } catch {
        throw ProtocolError(.json, "a message is not valid JSON: \(error)")
    }
}
