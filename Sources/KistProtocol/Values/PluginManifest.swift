public import KistModel

/// A plugin's `plugin.json`. Shape:
///
/// ```json
/// {"name": "office-document", "version": "1.0.0", "protocol": 1, "executable": "kist-import-office",
///  "summary": "Word and OpenDocument texts", "makes": ["blocks", "items"], "formats": [{"format": "docx"}]}
/// ```
public struct PluginManifest: WireValue {
    /// Lower-case letters, digits and hyphens.
    public var name: String
    public var version: String
    /// The number of the protocol that the plugin speaks.
    public var protocolVersion: Int
    /// The name of the program: no folder.
    public var executable: String
    /// One line for people.
    public var summary: String?
    /// What comes out of it: "blocks", "entries", "items".
    public var makes: [String]
    public var formats: [FormatClaim]

    public init(
        name: String, version: String, protocolVersion: Int = ProtocolLimits.version, executable: String,
        summary: String? = nil, makes: [String] = [], formats: [FormatClaim] = []
    ) {
        self.name = name
        self.version = version
        self.protocolVersion = protocolVersion
        self.executable = executable
        self.summary = summary
        self.makes = makes
        self.formats = formats
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("name", name, &out)
        member.text("version", version, &out)
        member.integer("protocol", Int64(protocolVersion), &out)
        member.text("executable", executable, &out)
        member.text("summary", summary, &out)
        member.texts("makes", makes, &out)
        member.list("formats", formats, &out) { $0.write(to: &$1) }
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "plugin")
        let name = try member.neededText("name", limit: ProtocolLimits.name)
        guard !name.isEmpty, name.utf8.allSatisfy(Diagnostic.isCodeByte) else {
            throw member.wrong("name", "lower-case letters, digits and hyphens")
        }
        let executable = try member.neededText("executable", limit: ProtocolLimits.name)
        guard !executable.isEmpty, executable != ".", executable != "..", !executable.utf8.contains(UInt8(ascii: "/")),
            !executable.utf8.contains(0)
        else { throw member.wrong("executable", "the name of a program, without a folder") }
        self.init(
            name: name,
            version: try member.neededText("version", limit: ProtocolLimits.name),
            protocolVersion: try member.integer("protocol", 1...1_000_000, normal: ProtocolLimits.version),
            executable: executable,
            summary: try member.text("summary", limit: ProtocolLimits.line),
            makes: try member.texts("makes", limit: ProtocolLimits.name),
            formats: try member.list("formats", limit: ProtocolLimits.list) { (value) throws(ProtocolError) in
                try FormatClaim(json: value)
            })
    }
}
