public import KistModel

/// A worker's answer to HELLO. Shape on the pipe:
///
/// ```json
/// {"protocol": 1, "name": "office-document", "version": "1.0.0", "sandbox": {"noNewPrivileges": true, "seccomp": true}}
/// ```
public struct Ready: WireValue {
    public var version: Int
    public var name: String
    /// The plugin's own version.
    public var pluginVersion: String
    public var sandbox: SandboxReport

    public init(
        version: Int = ProtocolLimits.version, name: String, pluginVersion: String,
        sandbox: SandboxReport = SandboxReport()
    ) {
        self.version = version
        self.name = name
        self.pluginVersion = pluginVersion
        self.sandbox = sandbox
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.integer("protocol", Int64(version), &out)
        member.text("name", name, &out)
        member.text("version", pluginVersion, &out)
        member.name("sandbox", &out)
        sandbox.write(to: &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "ready")
        guard let version = try member.integer("protocol", 1...1_000_000) else {
            throw member.wrong("protocol", "given")
        }
        var sandbox = SandboxReport()
        if let value = member["sandbox"] { sandbox = try SandboxReport(json: value) }
        self.init(
            version: Int(version),
            name: try member.neededText("name", limit: ProtocolLimits.name),
            pluginVersion: try member.neededText("version", limit: ProtocolLimits.name),
            sandbox: sandbox)
    }
}
