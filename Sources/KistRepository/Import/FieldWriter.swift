import KistModel

/// Fills a record's fields by role, in the shape that the schema gives each field. Roles that the type has no field for are
/// left alone.
struct FieldWriter {
    let schema: TypeSchema
    private(set) var fields: JSONObject

    init(_ schema: TypeSchema, fields: JSONObject = JSONObject()) {
        self.schema = schema
        self.fields = fields
    }

    func has(role: String) -> Bool { schema.field(role: role).flatMap { fields[$0.name] } != nil }

    /// Sets the field with `role` unless it has a value already.
    mutating func fill(role: String, text: String?, language: String = "en") {
        guard let text, !text.isEmpty, let field = schema.field(role: role), fields[field.name] == nil else { return }
        let value: JSONValue = field.kind == .localText ? .object([language: .string(text)]) : .string(text)
        fields[field.name] = field.cardinality.isList && field.kind != .localText ? .array([value]) : value
    }

    mutating func fill(role: String, values: [JSONValue]) {
        guard !values.isEmpty, let field = schema.field(role: role), fields[field.name] == nil else { return }
        fields[field.name] = field.cardinality.isList ? .array(values) : values[0]
    }

    mutating func set(field: FieldSchema, _ value: JSONValue) {
        let shaped: JSONValue = field.kind == .localText ? ["en": value] : value
        fields[field.name] = field.cardinality.isList ? .array([shaped]) : shaped
    }

    mutating func set(role: String, _ value: JSONValue) {
        guard let field = schema.field(role: role) else { return }
        fields[field.name] = value
    }
}
