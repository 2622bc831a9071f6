public import KistModel

/// A worker's wish for bytes of its job's file, answered by one BYTES frame that is shorter only at the file's end.
/// Shape on the pipe:
///
/// ```json
/// {"offset": 262144, "length": 524288}
/// ```
public struct ReadRequest: WireValue {
    public var offset: Int64
    /// 1…`ProtocolLimits.read`.
    public var length: Int

    public init(offset: Int64, length: Int) {
        self.offset = offset
        self.length = length
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.integer("offset", offset, &out)
        member.integer("length", Int64(length), &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "read")
        guard let length = try member.integer("length", 1...Int64(ProtocolLimits.read)) else {
            throw member.wrong("length", "given")
        }
        self.init(offset: try member.neededSize("offset"), length: Int(length))
    }
}
