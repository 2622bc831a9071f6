public import KistModel

/// The first message to a worker. Shape on the pipe:
///
/// ```json
/// {"protocol": 1, "host": "kist 0.1.0"}
/// ```
public struct Hello: WireValue {
    public var version: Int
    public var host: String

    public init(version: Int = ProtocolLimits.version, host: String) {
        self.version = version
        self.host = host
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.integer("protocol", Int64(version), &out)
        member.text("host", host, &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "hello")
        guard let version = try member.integer("protocol", 1...1_000_000) else {
            throw member.wrong("protocol", "given")
        }
        self.init(version: Int(version), host: try member.text("host", limit: ProtocolLimits.label) ?? "")
    }
}
