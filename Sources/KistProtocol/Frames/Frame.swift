/// One message on the pipe: `u32 little-endian length · u8 type · body`; the length counts the type and the body.
public struct Frame: Hashable, Sendable {
    public var type: MessageType
    public var body: [UInt8]

    /// Bytes before a body.
    public static let headerSize = 5
    /// The longest body.
    public static let maximumBody = ProtocolLimits.frame - 1

    public init(_ type: MessageType, _ body: [UInt8]) {
        self.type = type
        self.body = body
    }

    /// The frame's bytes. `body` is at most `maximumBody` long.
    public var bytes: [UInt8] {
        var out: [UInt8] = []
        Frame.append(type, body, to: &out)
        return out
    }

    public static func append(_ type: MessageType, _ body: some Collection<UInt8>, to out: inout [UInt8]) {
        out.reserveCapacity(out.count + headerSize + body.count)
        let start = open(type, in: &out)
        out.append(contentsOf: body)
        close(start, in: &out)
    }

    /// Begins a frame whose body the caller appends to `out` before it calls `close` with the result.
    public static func open(_ type: MessageType, in out: inout [UInt8]) -> Int {
        let start = out.count
        out.append(contentsOf: [0, 0, 0, 0, type.rawValue])
        return start
    }

    /// Fills in the length of the frame that begins at `start` and ends where `out` ends.
    public static func close(_ start: Int, in out: inout [UInt8]) {
        let length = UInt32(out.count - start - 4)
        precondition(length <= ProtocolLimits.frame, "a frame is longer than the protocol allows")
        for index in 0..<4 { out[start + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index))) }
    }
}
