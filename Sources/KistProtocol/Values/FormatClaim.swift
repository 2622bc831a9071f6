public import KistModel

/// One format that a plugin reads and how it is known. Any one rule is enough. Shape in `plugin.json`:
///
/// ```json
/// {"format": "docx", "label": "Word document", "mediaTypes": ["application/…"], "extensions": ["docx"],
///  "rules": [{"zipEntry": "word/document.xml"}], "confidence": 90}
/// ```
public struct FormatClaim: WireValue {
    /// The format's name, as `--as` takes it.
    public var format: String
    /// For people.
    public var label: String?
    public var mediaTypes: [String]
    /// Without the dot, in lower case.
    public var extensions: [String]
    public var rules: [ClaimRule]
    /// 0…100: how sure a rule that holds makes it. The highest wins.
    public var confidence: Int

    public init(
        format: String, label: String? = nil, mediaTypes: [String] = [], extensions: [String] = [],
        rules: [ClaimRule] = [], confidence: Int = 50
    ) {
        self.format = format
        self.label = label
        self.mediaTypes = mediaTypes
        self.extensions = extensions
        self.rules = rules
        self.confidence = confidence
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("format", format, &out)
        member.text("label", label, &out)
        member.texts("mediaTypes", mediaTypes, &out)
        member.texts("extensions", extensions, &out)
        member.list("rules", rules, &out) { $0.write(to: &$1) }
        member.integer("confidence", Int64(confidence), &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "format")
        self.init(
            format: try member.neededText("format", limit: ProtocolLimits.name),
            label: try member.text("label", limit: ProtocolLimits.label),
            mediaTypes: try member.texts("mediaTypes", limit: ProtocolLimits.name),
            extensions: try member.texts("extensions", limit: ProtocolLimits.name),
            rules: try member.list("rules", limit: ProtocolLimits.list) { (value) throws(ProtocolError) in
                try ClaimRule(json: value)
            },
            confidence: try member.integer("confidence", 0...100, normal: 50))
    }
}
