/// Cuts a stream of bytes, however it arrives, into frames. Holds at most one frame and what was given last.
public struct FrameReader: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0

    public init() {}

    /// Bytes that are waiting for the rest of their frame.
    public var pending: Int { buffer.count - start }

    public mutating func append(_ bytes: some Sequence<UInt8>) { append(Array(bytes)[...]) }

    /// The same without a copy on the way.
    public mutating func append(_ bytes: ArraySlice<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 2 * ProtocolLimits.frame)
            start = 0
        } else if start > ProtocolLimits.frame / 4 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame; nil when more bytes are needed. After an error the stream is of no more use.
    public mutating func next() throws(ProtocolError) -> Frame? {
        guard pending >= 4 else { return nil }
        var length = 0
        for index in 0..<4 { length |= Int(buffer[start + index]) << (8 * index) }
        guard length >= 1, length <= ProtocolLimits.frame else {
            throw ProtocolError(
                .frame, "a frame says that it is \(length) bytes long; 1 to \(ProtocolLimits.frame) are allowed")
        }
        guard pending >= 5 else { return nil }
        guard let type = MessageType(rawValue: buffer[start + 4]) else {
            throw ProtocolError(.type, "there is no message number \(buffer[start + 4])")
        }
        guard pending >= 4 + length else { return nil }
        let frame = Frame(type, Array(buffer[start + Frame.headerSize..<start + 4 + length]))
        start += 4 + length
        return frame
    }
}
