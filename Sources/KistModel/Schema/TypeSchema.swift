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

    public func label(_ language: String = "en") -> String {
        labels[language]?.first ?? labels["en"]?.first ?? name
    }

    public func plural(_ language: String = "en") -> String {
        labels[language]?.dropFirst().first ?? label(language)
    }

    public func field(_ name: String) -> FieldSchema? { fields.first { $0.name == name } }
    public func field(role: String) -> FieldSchema? { fields.first { $0.role == role } }
}
