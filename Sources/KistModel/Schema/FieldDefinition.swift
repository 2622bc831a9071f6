/// Reading of one field as schema files write it: a whole definition, or the members in which a field differs from one
/// that is already defined.
struct FieldDefinition {
    static let members = [
        "name", "use", "kind", "cardinality", "role", "labels", "help", "vocabularies", "weight", "filter", "facet",
        "private",
        "derived", "pattern", "relation", "targets", "fields", "mappings", "default", "editorialNote",
    ]

    let file: SchemaFile
    let path: String
    /// Name of the field; `isUse` when it must be defined already.
    let name: String
    let isUse: Bool
    let object: JSONObject

    /// `"stages"`, `{"use": "stages", …}` or `{"name": "stages", "kind": …, …}`.
    init(_ value: JSONValue, file: SchemaFile, path: String) throws(SchemaError) {
        self.file = file
        self.path = path
        if let name = value.string {
            self.name = name
            isUse = true
            object = JSONObject()
            return
        }
        object = try file.object(value, at: path)
        try file.check(object, allows: Self.members, at: path)
        switch (object["name"], object["use"]) {
        case (let name?, nil):
            self.name = try file.string(name, at: file.join(path, "name"))
            isUse = false
        case (nil, let use?):
            self.name = try file.string(use, at: file.join(path, "use"))
            isUse = true
        default: throw file.fail(.missingMember, "a field needs either “name” or “use”", path)
        }
        let isName = name.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
        guard isName, let first = name.utf8.first, first &- 0x61 < 26, name.utf8.count <= 64 else {
            throw file.fail(
                .wrongValue, "“\(name)” cannot be a field's name: letters and digits only, a small letter first", path)
        }
    }

    /// The field that the definition makes by itself.
    func newField() throws(SchemaError) -> FieldSchema {
        guard let kind = object["kind"] else {
            throw file.fail(.missingMember, "the new field “\(name)” needs a “kind”", path)
        }
        let field = FieldSchema(
            name: name, kind: try file.choice(kind, FieldSchema.Kind.self, at: file.join(path, "kind")))
        return try applied(to: field)
    }

    /// `field` with the members that are written here replaced.
    func applied(to field: FieldSchema) throws(SchemaError) -> FieldSchema {
        var field = field
        for member in object.members {
            let path = file.join(path, member.name)
            let value = member.value
            switch member.name {
            case "kind":
                let kind = try file.choice(value, FieldSchema.Kind.self, at: path)
                guard kind == field.kind else {
                    throw file.fail(
                        .conflict, "“\(name)” is defined as “\(field.kind.rawValue)” and cannot become another kind",
                        path)
                }
            case "cardinality": field.cardinality = try file.choice(value, FieldSchema.Cardinality.self, at: path)
            case "role": field.role = try file.string(value, at: path)
            case "labels":
                for (language, list) in try file.labels(value, at: path) { field.labels[language] = list }
            case "help": for (language, text) in try file.texts(value, at: path) { field.help[language] = text }
            case "vocabularies": field.vocabularies = try file.strings(value, at: path)
            case "weight":
                guard let weight = value.double, weight > 0, weight <= 100 else {
                    throw file.fail(.wrongValue, "a weight is a number above 0 and at most 100", path)
                }
                field.searchWeight = weight
            case "filter": field.isFilter = try file.flag(value, at: path)
            case "facet": field.isFacet = try file.flag(value, at: path)
            case "private": field.isPrivate = try file.flag(value, at: path)
            case "derived": field.isDerived = try file.flag(value, at: path)
            case "pattern":
                let pattern = try file.string(value, at: path)
                guard pattern.utf8.count <= 500, (try? Regex(pattern)) != nil else {
                    throw file.fail(.wrongValue, "this is not a regular expression that can be used", path)
                }
                field.pattern = pattern
            case "relation": field.relation = try file.string(value, at: path)
            case "targets": field.targets = try file.strings(value, at: path)
            case "fields": field.fields = try Self.members(value, file: file, path: path)
            case "mappings": for (standard, text) in try file.texts(value, at: path) { field.mappings[standard] = text }
            case "default": field.defaultValue = value
            default: break
            }
        }
        if field.kind == .term, field.vocabularies.isEmpty {
            throw file.fail(.missingMember, "“\(name)” holds terms and needs “vocabularies”", path)
        }
        return field
    }

    /// Members of an object: whole definitions, of simple kinds.
    private static func members(_ value: JSONValue, file: SchemaFile, path: String) throws(SchemaError) -> [FieldSchema]
    {
        guard let items = value.array else { throw file.fail(.wrongValue, "this must be a list of fields", path) }
        var fields: [FieldSchema] = []
        for (index, item) in items.enumerated() {
            let place = "\(path)[\(index)]"
            let definition = try FieldDefinition(item, file: file, path: place)
            guard !definition.isUse else {
                throw file.fail(.wrongValue, "a member of an object is defined where it stands", place)
            }
            let field = try definition.newField()
            guard field.kind != .object, !fields.contains(where: { $0.name == field.name }) else {
                throw file.fail(.conflict, "“\(field.name)” is an object in an object, or stands here twice", place)
            }
            fields.append(field)
        }
        return fields
    }
}
