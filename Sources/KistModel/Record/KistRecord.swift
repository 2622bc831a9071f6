/// A record of any type: its id, the name of its type, and its fields in order. What the fields mean is said by the type's
/// schema; a field that the schema does not know is kept as it is.
public struct KistRecord: Hashable, Sendable {
    public var id: RecordID
    /// The name of a type, for example `strategy`.
    public var type: String
    public var fields: JSONObject

    public init(id: RecordID, type: String, fields: JSONObject = JSONObject()) {
        self.id = id
        self.type = type
        self.fields = fields
    }

    public subscript(field: String) -> JSONValue? {
        get { fields[field] }
        set { fields[field] = newValue }
    }

    /// `{"fields": …, "id": …, "type": …}`, what a version holds.
    public var json: JSONValue {
        ["id": .string(id.text), "type": .string(type), "fields": .object(fields)]
    }

    /// Nil when `json` has not the shape that ``json`` gives.
    public init?(json: JSONValue) {
        guard let id = json["id"]?.string.flatMap({ RecordID($0) }), let type = json["type"]?.string,
            let fields = json["fields"]?.object
        else { return nil }
        self.init(id: id, type: type, fields: fields)
    }
}
