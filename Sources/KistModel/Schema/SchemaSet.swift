/// All record types of a collection with the shared fields, after every layer of schema files has been read.
public struct SchemaSet: Hashable, Sendable {
    /// In the order of their names.
    public private(set) var types: [TypeSchema]
    private var byName: [String: Int]

    public init(types: [TypeSchema]) {
        self.types = types.sorted { $0.name < $1.name }
        byName = [:]
        for (index, type) in self.types.enumerated() { byName[type.name] = index }
    }

    public subscript(type: String) -> TypeSchema? { byName[type].map { types[$0] } }

    public func field(_ name: String, of type: String) -> FieldSchema? { self[type]?.field(name) }

    public func field(role: String, of type: String) -> FieldSchema? { self[type]?.field(role: role) }

    /// The first value of the field with `role` in `record`, if the type has one.
    public func value(role: String, of record: KistRecord) -> JSONValue? {
        field(role: role, of: record.type).flatMap { record[$0.name] }
    }

    /// Fields by name over all types, the first definition of each name, in order of first use. One name means one thing
    /// in every type: ``SchemaReader`` refuses sets in which it does not.
    public var allFields: [FieldSchema] {
        var seen: Set<String> = []
        return types.flatMap(\.fields).filter { seen.insert($0.name).inserted }
    }

    /// The type that a word names: its name or one of its labels in any language.
    public func type(named words: String) -> TypeSchema? {
        let key = Folding.key(words)
        guard !key.isEmpty else { return nil }
        return types.first { Folding.key($0.name) == key }
            ?? types.first { type in
                type.labels.keys.sorted().contains { (type.labels[$0] ?? []).contains { Folding.key($0) == key } }
            }
    }

    /// Fields that can be filtered by under a flag `--NAME`: those of that name, else those whose best label reads so,
    /// else those that bear it as a synonym. Several when types call different fields alike (`--status`).
    public func filterFields(named flag: String) -> [FieldSchema] {
        let fields = allFields.filter(\.isFilter)
        let key = flag.lowercased()
        for matches: (FieldSchema) -> Bool in [
            { $0.name.lowercased() == key }, { $0.flagNames.dropFirst().prefix(1).contains(key) },
            { Folding.key($0.label()).split(separator: " ").joined(separator: "-") == key },
            { $0.flagNames.contains(key) },
        ] {
            let found = fields.filter(matches)
            if !found.isEmpty { return found }
        }
        return []
    }
}
