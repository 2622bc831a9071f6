/// Reads the files that describe record types, layer upon layer, into one ``SchemaSet``.
///
/// A file is `{"common": true, "fields": […], "shared": […]}`, the fields that all types have and the definitions that types
/// may take by name; or `{"type": "resource", "labels": …, "help": …, "header": […], "fields": […]}`. In `fields` stands
/// `"stages"` (a shared definition), `{"use": "stages", …}` (the same with members replaced) or a whole new definition. A
/// later layer may add types, add fields to a type or to the common ones, and replace labels and flags of either.
public enum SchemaReader {
    /// Layers in order, each a list of files; the order of files in a layer has no effect.
    public static func read(layers: [[(fileName: String, bytes: [UInt8])]]) throws(SchemaError) -> SchemaSet {
        var header: [FieldSchema] = []
        var shared: [FieldSchema] = []
        var typeFiles: [(SchemaFile, JSONObject)] = []
        for layer in layers {
            for (fileName, bytes) in layer.sorted(by: { $0.fileName < $1.fileName }) {
                let file = SchemaFile(name: fileName)
                let object = try file.object(try parse(bytes, file), at: "")
                if object["common"] != nil {
                    try file.check(object, allows: ["common", "fields", "shared", "editorialNote"], at: "")
                    try merge(object["shared"], into: &shared, known: shared, file: file, path: "shared")
                    try merge(object["fields"], into: &header, known: shared, file: file, path: "fields")
                } else {
                    typeFiles.append((file, object))
                }
            }
        }
        if let twice = header.first(where: { field in shared.contains { $0.name == field.name } }) {
            throw SchemaError(
                .conflict, "“\(twice.name)” is both a common field and a shared definition", file: "common.json")
        }
        var types: [(file: SchemaFile, type: TypeSchema)] = []
        for (file, object) in typeFiles {
            try readType(object, file: file, header: header, shared: shared, into: &types)
        }
        for (file, type) in types { try checkLabels(of: type, header: header, file: file) }
        try checkNames(across: types)
        return SchemaSet(types: types.map(\.type))
    }

    /// What in `schemas` names a vocabulary, term or relation that `vocabularies` do not have.
    public static func dangling(in schemas: SchemaSet, vocabularies: VocabularySet) -> [SchemaError] {
        var errors: [SchemaError] = []
        func check(_ field: FieldSchema, _ path: String, _ type: String) {
            for name in field.vocabularies where vocabularies.schemes[name] == nil {
                errors.append(SchemaError(.unknownName, "there is no vocabulary “\(name)”", file: type, path: path))
            }
            if let relation = field.relation, vocabularies.concept(relation) == nil {
                errors.append(SchemaError(.unknownName, "there is no relation “\(relation)”", file: type, path: path))
            }
            if field.kind == .term, let term = field.defaultValue?.string, vocabularies.concept(term) == nil {
                errors.append(SchemaError(.unknownName, "there is no term “\(term)”", file: type, path: path))
            }
            for target in field.targets where schemas[target] == nil {
                errors.append(SchemaError(.unknownName, "there is no type “\(target)”", file: type, path: path))
            }
            for member in field.fields { check(member, "\(path).\(member.name)", type) }
        }
        for type in schemas.types { for field in type.fields { check(field, field.name, type.name) } }
        return errors
    }

    // MARK: - Parts

    private static func parse(_ bytes: [UInt8], _ file: SchemaFile) throws(SchemaError) -> JSONValue {
        do {
            return try JSONParser.parse(bytes, maximumDepth: 16)
        } catch {
            let before = bytes.prefix(error.offset)
            let line = before.count { $0 == 0x0A } + 1
            let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
            throw file.fail(.notJSON, "\(error.message) (line \(line), column \(column))", "")
        }
    }

    /// Adds definitions to `list`, or replaces members of those that it has.
    private static func merge(
        _ value: JSONValue?, into list: inout [FieldSchema], known: [FieldSchema], file: SchemaFile, path: String
    ) throws(SchemaError) {
        guard let value else { return }
        guard let items = value.array else { throw file.fail(.wrongValue, "this must be a list of fields", path) }
        for (index, item) in items.enumerated() {
            let definition = try FieldDefinition(item, file: file, path: "\(path)[\(index)]")
            if let place = list.firstIndex(where: { $0.name == definition.name }) {
                list[place] = try definition.applied(to: list[place])
            } else if definition.isUse {
                list.append(try definition.applied(to: try find(definition, in: known)))
            } else {
                list.append(try definition.newField())
            }
        }
    }

    private static func find(_ definition: FieldDefinition, in known: [FieldSchema]) throws(SchemaError) -> FieldSchema
    {
        if let field = known.first(where: { $0.name == definition.name }) { return field }
        let name = definition.name
        let nearest = known.map(\.name).min { EditDistance.between($0, name) < EditDistance.between($1, name) } ?? ""
        throw definition.file.fail(
            .unknownName, "no shared definition is called “\(name)”; did you mean “\(nearest)”?", definition.path)
    }

    private static func readType(
        _ object: JSONObject, file: SchemaFile, header: [FieldSchema], shared: [FieldSchema],
        into types: inout [(file: SchemaFile, type: TypeSchema)]
    ) throws(SchemaError) {
        try file.check(
            object, allows: ["type", "labels", "help", "internal", "mappings", "header", "fields", "editorialNote"],
            at: "")
        guard let nameValue = object["type"] else {
            throw file.fail(.missingMember, "a schema file needs “type” (the type's name) or “common”", "")
        }
        let name = try file.string(nameValue, at: "type")
        guard name.utf8.allSatisfy({ $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }),
            name.utf8.count <= 40
        else {
            throw file.fail(
                .wrongValue, "“\(name)” cannot be a type's name: small letters, digits and hyphens only", "type")
        }
        let known = types.firstIndex { $0.type.name == name }
        var type = known.map { types[$0].type } ?? TypeSchema(name: name, fields: header)
        if let labels = object["labels"] {
            for (language, list) in try file.labels(labels, at: "labels") { type.labels[language] = list }
        }
        if let help = object["help"] { type.help.merge(try file.texts(help, at: "help")) { $1 } }
        if let mappings = object["mappings"] { type.mappings.merge(try file.texts(mappings, at: "mappings")) { $1 } }
        if let flag = object["internal"] { type.isInternal = try file.flag(flag, at: "internal") }
        if let value = object["header"] {
            let wanted = try file.strings(value, at: "header")
            for name in wanted where !header.contains(where: { $0.name == name }) {
                throw file.fail(.unknownName, "no common field is called “\(name)”", "header")
            }
            type.fields.removeAll { field in header.contains { $0.name == field.name } && !wanted.contains(field.name) }
        }
        guard type.labels["en"] != nil else {
            throw file.fail(.missingMember, "a type needs an English label", "labels")
        }
        let before = type.fields.map(\.role)
        try merge(object["fields"], into: &type.fields, known: shared + header, file: file, path: "fields")
        // A role that the type gives to one of its own fields is no longer the common field's.
        for (index, field) in type.fields.enumerated() {
            guard let role = field.role, index >= before.count || before[index] != role else { continue }
            for other in type.fields.indices where other != index && type.fields[other].role == role {
                guard header.contains(where: { $0.name == type.fields[other].name }) else {
                    throw file.fail(
                        .conflict, "“\(field.name)” and “\(type.fields[other].name)” both have the role “\(role)”",
                        "fields")
                }
                type.fields[other].role = nil
            }
        }
        if let known { types[known] = (file, type) } else { types.append((file, type)) }
    }

    /// A label must mean one field of the type; only against a common field does the type's own go first.
    private static func checkLabels(of type: TypeSchema, header: [FieldSchema], file: SchemaFile) throws(SchemaError) {
        let common = Set(header.map(\.name))
        var owners: [String: String] = [:]
        for field in type.fields where !common.contains(field.name) {
            for key in field.labelKeys {
                if let other = owners[key], other != field.name {
                    throw file.fail(.conflict, "the label “\(key)” means both “\(other)” and “\(field.name)”", "fields")
                }
                owners[key] = field.name
            }
        }
    }

    private static func checkNames(across types: [(file: SchemaFile, type: TypeSchema)]) throws(SchemaError) {
        var first: [String: (type: String, field: FieldSchema)] = [:]
        for (file, type) in types {
            for field in type.fields {
                guard let (other, known) = first[field.name] else {
                    first[field.name] = (type.name, field)
                    continue
                }
                guard known.kind == field.kind, known.vocabularies == field.vocabularies else {
                    throw file.fail(
                        .conflict,
                        "“\(field.name)” is another kind of field, or has other vocabularies, in the type “\(other)”; give it another name",
                        "fields")
                }
            }
        }
    }
}
