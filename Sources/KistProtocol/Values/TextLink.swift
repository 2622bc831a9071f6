import KistModel

/// A stretch of a text that points somewhere. The target is data: a web address, `#anchor`, a path. On the pipe:
/// `[start, end, "https://…"]`.
public struct TextLink: Hashable, Sendable {
    public var start: Int
    public var end: Int
    public var target: String

    public init(start: Int, end: Int, target: String) {
        self.start = start
        self.end = end
        self.target = target
    }

    func write(to out: inout [UInt8]) {
        out.append(UInt8(ascii: "["))
        ByteSpan(start: start, end: end).writeOffsets(to: &out)
        out.append(UInt8(ascii: ","))
        JSONWriter.writeString(target, to: &out)
        out.append(UInt8(ascii: "]"))
    }

    init(_ value: JSONValue, in text: String) throws(ProtocolError) {
        let span = try ByteSpan(value, count: 3, in: text, "links")
        guard let target = value.items[2].string, target.utf8.count <= ProtocolLimits.line else {
            throw ProtocolError(.shape, "links: the third item must be a target of up to \(ProtocolLimits.line) bytes")
        }
        self.init(start: span.start, end: span.end, target: target)
    }
}
