/// The check of one field's value; gathers problems.
struct FieldCheck {
    let field: String
    let vocabularies: VocabularySet
    var problems: [FieldProblem] = []
    /// Characters of the longest text seen.
    var longest = 0

    init(field: String, vocabularies: VocabularySet) {
        self.field = field
        self.vocabularies = vocabularies
    }

    mutating func add(_ code: FieldProblem.Code, _ message: String, _ path: String) {
        problems.append(FieldProblem(code: code, field: field, path: path, message: message))
    }

    mutating func check(_ value: JSONValue, _ schema: FieldSchema, path: String) {
        if schema.kind == .blocks || schema.kind == .json { return }
        guard case .array(let items) = value else { return one(value, schema, path) }
        if !schema.cardinality.isList, items.count > 1 {
            add(.tooMany, "“\(schema.label())” takes one value and has \(items.count)", path)
        }
        for (index, item) in items.enumerated() { one(item, schema, "\(path)[\(index)]") }
    }

    private mutating func one(_ value: JSONValue, _ schema: FieldSchema, _ path: String) {
        switch schema.kind {
        case .text: text(value, schema, path)
        case .localText:
            if let object = value.object {
                for member in object.members { text(member.value, schema, "\(path).\(member.name)") }
            } else {
                text(value, schema, path)
            }
        case .term: term(value, schema, path)
        case .date:
            guard let text = string(value, schema, path) else { return }
            if CalendarDate(iso: text) == nil {
                add(.badDate, "“\(text)” is not a date such as 2026-05-12, 2026-05 or 2026", path)
            }
        case .number: if value.double == nil { wrong("a number", schema, path) }
        case .integer: if value.int == nil { wrong("a whole number", schema, path) }
        case .boolean: if value.bool == nil { wrong("yes or no", schema, path) }
        case .duration:
            guard let text = string(value, schema, path) else { return }
            if !DurationText.isISO(text) { add(.badDuration, "“\(text)” is not a length of time such as PT45M", path) }
        case .url:
            guard let text = string(value, schema, path) else { return }
            if !WebAddress.isPlausible(text) { add(.badAddress, "“\(text)” is not a web address", path) }
        case .reference: if RecordReference(value) == nil { wrong("a reference to a record", schema, path) }
        case .identifier:
            if value["scheme"]?.string == nil || value["value"]?.string == nil {
                wrong("an identifier with its scheme", schema, path)
            }
        case .agent:
            if value["name"]?.string == nil, value["ref"]?.string == nil { return wrong("a name", schema, path) }
            if let role = value["role"] {
                var roles = FieldSchema(name: "role", kind: .term)
                roles.vocabularies = schema.vocabularies.isEmpty ? ["role"] : schema.vocabularies
                term(role, roles, "\(path).role")
            }
        case .code:
            guard let text = string(value, schema, path) else { return }
            if !CodeText.matches(text, schema.pattern) {
                add(.badCode, "“\(text)” is not a code that “\(schema.label())” takes", path)
            }
        case .object: object(value, schema, path)
        case .file: if value["sha256"]?.string == nil { wrong("a stored file", schema, path) }
        case .blocks, .json: return
        }
    }

    private mutating func object(_ value: JSONValue, _ schema: FieldSchema, _ path: String) {
        guard let object = value.object else { return wrong("named parts", schema, path) }
        for member in schema.fields {
            let place = "\(path).\(member.name)"
            if SchemaValidator.isEmpty(object[member.name]) {
                if member.cardinality.isRequired, member.defaultValue == nil {
                    add(.incomplete, "“\(schema.label())” is not shown without its “\(member.label())”", place)
                }
            } else if let inner = object[member.name] {
                check(inner, member, path: place)
            }
        }
    }

    private mutating func term(_ value: JSONValue, _ schema: FieldSchema, _ path: String) {
        guard let id = string(value, schema, path) else { return }
        if let concept = vocabularies.concept(id), schema.vocabularies.contains(concept.scheme) { return }
        var hint = ""
        if case .unknown(let nearest) = vocabularies.resolve(id, in: schema.vocabularies), let first = nearest.first {
            hint = "; the nearest is “\(first)”"
        }
        add(.unknownTerm, "“\(id)” is not a term of \(schema.vocabularies.joined(separator: " or "))\(hint)", path)
    }

    private mutating func text(_ value: JSONValue, _ schema: FieldSchema, _ path: String) {
        if let text = string(value, schema, path) { longest = max(longest, text.count) }
    }

    private mutating func string(_ value: JSONValue, _ schema: FieldSchema, _ path: String) -> String? {
        guard let text = value.string else {
            wrong("a text", schema, path)
            return nil
        }
        return text
    }

    private mutating func wrong(_ wanted: String, _ schema: FieldSchema, _ path: String) {
        add(.wrongKind, "“\(schema.label())” takes \(wanted)", path)
    }
}
