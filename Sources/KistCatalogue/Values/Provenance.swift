public import KistModel

/// Where a version came from: kept beside the version, not part of its name.
public struct Provenance: Hashable, Sendable {
    /// SHA-256 of the source's bytes, taken before anything read them; nil for what was typed in.
    public var source: ContentHash?
    /// The source's name, and the place inside it where the record stood (a path in an archive, an entry's number).
    public var name: String?
    public var place: String?
    /// The plugin that read it.
    public var plugin: String?
    public var pluginVersion: String?
    public var format: String?
    /// What of the source was read, and what was left out, as the plugin reported it.
    public var coverage: JSONValue?
    /// When, ISO 8601 in UTC; the batch's clock gives it where it is nil.
    public var date: String?
    /// Members that this version of Kist does not know, kept.
    public var rest: JSONObject

    public init(
        source: ContentHash? = nil, name: String? = nil, place: String? = nil, plugin: String? = nil,
        pluginVersion: String? = nil, format: String? = nil, coverage: JSONValue? = nil, date: String? = nil,
        rest: JSONObject = JSONObject()
    ) {
        self.source = source
        self.name = name
        self.place = place
        self.plugin = plugin
        self.pluginVersion = pluginVersion
        self.format = format
        self.coverage = coverage
        self.date = date
        self.rest = rest
    }

    public var json: JSONValue {
        var object = JSONObject()
        if let source { object["source"] = .string(source.hex) }
        for (member, value) in [
            ("name", name), ("place", place), ("plugin", plugin), ("pluginVersion", pluginVersion), ("format", format),
            ("date", date),
        ] {
            if let value { object[member] = .string(value) }
        }
        if let coverage { object["coverage"] = coverage }
        for member in rest.members where object[member.name] == nil { object[member.name] = member.value }
        return .object(object)
    }

    /// Reads what ``json`` gives; nil for anything but an object.
    public init?(json: JSONValue) {
        guard var object = json.object else { return nil }
        func take(_ name: String) -> String? {
            guard let text = object[name]?.string else { return nil }
            object[name] = nil
            return text
        }
        let source = object["source"]?.string.flatMap { ContentHash(hex: $0) }
        if source != nil { object["source"] = nil }
        self.init(
            source: source, name: take("name"), place: take("place"), plugin: take("plugin"),
            pluginVersion: take("pluginVersion"), format: take("format"), coverage: object["coverage"],
            date: take("date"))
        object["coverage"] = nil
        rest = object
    }
}
