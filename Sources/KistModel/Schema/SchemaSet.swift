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
}
