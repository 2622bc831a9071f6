public import KistModel

/// What a file says about itself. Dates are as the file has them. Shape on the pipe; what is unknown is left out:
///
/// ```json
/// {"title": "…", "creators": ["…"], "contributors": ["…"], "subject": "…", "description": "…", "keywords": ["…"],
///  "language": "en-GB", "created": "2026-05-01T10:00:00Z", "modified": "…", "publisher": "…", "rights": "…",
///  "identifier": "…", "generator": "LibreOffice/7.4", "custom": {"kist:type": "strategy"}}
/// ```
public struct DocumentMetadata: WireValue {
    public var title: String?
    public var creators: [String] = []
    public var contributors: [String] = []
    public var subject: String?
    public var description: String?
    public var keywords: [String] = []
    public var language: String?
    public var created: String?
    public var modified: String?
    public var publisher: String?
    public var rights: String?
    public var identifier: String?
    /// The program that wrote the file.
    public var generator: String?
    /// Custom document properties in order: name → text.
    public var custom = JSONObject()

    public init() {}

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("title", title, &out)
        member.texts("creators", creators, &out)
        member.texts("contributors", contributors, &out)
        member.text("subject", subject, &out)
        member.text("description", description, &out)
        member.texts("keywords", keywords, &out)
        member.text("language", language, &out)
        member.text("created", created, &out)
        member.text("modified", modified, &out)
        member.text("publisher", publisher, &out)
        member.text("rights", rights, &out)
        member.text("identifier", identifier, &out)
        member.text("generator", generator, &out)
        member.object("custom", custom, &out)
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        any(
            title.fit(ProtocolLimits.property), creators.fit(ProtocolLimits.label),
            contributors.fit(ProtocolLimits.label), subject.fit(ProtocolLimits.property),
            description.fit(ProtocolLimits.property), keywords.fit(ProtocolLimits.label),
            language.fit(ProtocolLimits.name), created.fit(ProtocolLimits.label), modified.fit(ProtocolLimits.label),
            publisher.fit(ProtocolLimits.property), rights.fit(ProtocolLimits.property),
            identifier.fit(ProtocolLimits.property), generator.fit(ProtocolLimits.label),
            custom.fit { value in
                guard var text = value.string else { return nil }
                return text.fit(ProtocolLimits.property) ? .string(text) : value
            })
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "metadata")
        title = try member.text("title", limit: ProtocolLimits.property)
        creators = try member.texts("creators", limit: ProtocolLimits.label)
        contributors = try member.texts("contributors", limit: ProtocolLimits.label)
        subject = try member.text("subject", limit: ProtocolLimits.property)
        description = try member.text("description", limit: ProtocolLimits.property)
        keywords = try member.texts("keywords", limit: ProtocolLimits.label)
        language = try member.text("language", limit: ProtocolLimits.name)
        created = try member.text("created", limit: ProtocolLimits.label)
        modified = try member.text("modified", limit: ProtocolLimits.label)
        publisher = try member.text("publisher", limit: ProtocolLimits.property)
        rights = try member.text("rights", limit: ProtocolLimits.property)
        identifier = try member.text("identifier", limit: ProtocolLimits.property)
        generator = try member.text("generator", limit: ProtocolLimits.label)
        custom = try member.members("custom")
        for (name, value) in custom.members {
            guard let text = value.string, name.utf8.count <= ProtocolLimits.label else {
                throw member.wrong("custom", "names and texts")
            }
            guard text.utf8.count <= ProtocolLimits.property else {
                throw member.beyond("custom", "\(ProtocolLimits.property) bytes each")
            }
        }
    }
}
