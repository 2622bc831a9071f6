/// A record type: its own fields after those that all types share.
public struct TypeSchema: Hashable, Sendable {
    public var name: String
    /// Names for people by language: first singular, then plural, then others that are understood.
    public var labels: [String: [String]]
    /// What the type is for, one sentence by language.
    public var help: [String: String]
    /// All fields, the shared ones first, in the order in which they are shown.
    public var fields: [FieldSchema]
    /// True when no form is offered and `kist add` does not make one (for example a link).
    public var isInternal: Bool
    /// Names in other standards: `dc`, `schema`, `datacite`.
    public var mappings: [String: String]

    public init(name: String, labels: [String: [String]] = [:], fields: [FieldSchema] = []) {
        self.name = name
        self.labels = labels
        self.fields = fields
        help = [:]
        isInternal = false
        mappings = [:]
    }

    public func label(_ language: String = "en") -> String {
        labels[language]?.first ?? labels["en"]?.first ?? name
    }

    public func plural(_ language: String = "en") -> String {
        labels[language]?.dropFirst().first ?? label(language)
    }

    public func field(_ name: String) -> FieldSchema? { fields.first { $0.name == name } }
    public func field(role: String) -> FieldSchema? { fields.first { $0.role == role } }

    /// The field that a label in a form means, in any language. The type's own fields go before the shared ones.
    public func field(label: String) -> FieldSchema? {
        let key = Folding.key(label)
        guard !key.isEmpty else { return nil }
        return fields.last { $0.labelKeys.contains(key) }
    }

    /// The names that a label or heading may have for this type, folded: of all fields.
    public var labelKeys: [String: String] {
        var keys: [String: String] = [:]
        for field in fields { for key in field.labelKeys { keys[key] = field.name } }
        return keys
    }
}

extension FieldSchema {
    /// Every name by which a form may call the field, folded: its name, its name as words, its labels.
    public var labelKeys: [String] {
        ([name, naturalLabel] + labels.keys.sorted().flatMap { labels[$0] ?? [] }).map(Folding.key)
    }
}
