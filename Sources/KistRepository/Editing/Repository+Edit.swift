public import KistCatalogue
public import KistModel

extension Repository {
    /// Writes a record by hand, with a random id.
    ///
    /// - Returns: its id and the batch that takes it back.
    public func add(type: String, title: String, values: [FieldFilter]) throws -> (RecordID, Int?) {
        let type = try typeName(type)
        guard let schema = schemas[type], !schema.isInternal else {
            throw RepositoryError(.unknownType, "Records of the type “\(type)” are not written by hand.")
        }
        var writer = FieldWriter(schema)
        writer.fill(role: "title", text: title)
        var fields = try merge(values, into: writer.fields, schema: schema)
        stamp(&fields, schema: schema, isNew: true)
        return try change(.add, schema.label()) { batch in
            let record = KistRecord(id: try batch.newRecordID(), type: type, fields: fields)
            _ = try batch.put(record, provenance: Provenance(), identities: IdentityKeys.of(record, schemas: schemas))
            return record.id
        }
    }

    /// Changes fields of a record: each named field gets exactly the values given for it, and goes when the only value is empty.
    ///
    /// - Returns: the batch; nil when nothing changed.
    public func edit(_ id: RecordID, values: [FieldFilter]) throws -> Int? {
        let stored = try current(id)
        guard let schema = schemas[stored.record.type] else {
            throw RepositoryError(.unknownType, "The schema does not know the type “\(stored.record.type)”.")
        }
        var fields = try merge(values, into: stored.record.fields, schema: schema)
        guard fields != stored.record.fields else { return nil }
        stamp(&fields, schema: schema, isNew: false)
        let record = KistRecord(id: id, type: stored.record.type, fields: fields)
        return try change(.edit, "\(id.text): \(values.map(\.field).joined(separator: ", "))") { batch in
            _ = try batch.put(
                record, provenance: stored.provenance, files: stored.files,
                identities: IdentityKeys.of(record, schemas: schemas), basedOn: stored.name)
            return id
        }.1
    }

    /// Joins two records.
    public func link(
        from: RecordID, relation: String, to: RecordID, quote: String? = nil, place: String? = nil,
        strength: String? = nil, note: String? = nil
    ) throws -> (RecordID, Int?) {
        guard let schema = schemas["link"], let field = schema.field(role: "relation") else {
            throw RepositoryError(.schema, "The schema has no links.")
        }
        guard from != to else { throw RepositoryError(.badValue, "A record cannot bear on itself.") }
        let concept = try ValueReader(field: field, vocabularies: vocabularies).term(
            relation.replacing("-", with: " "), orElse: relation)
        let ends = try [from, to].map { try current($0).record }
        var writer = FieldWriter(schema)
        writer.set(role: "relation", .string(concept))
        writer.set(role: "from", RecordReference(id: from, words: card(ends[0]).title).json)
        writer.set(role: "to", RecordReference(id: to, words: card(ends[1]).title).json)
        writer.fill(role: "quote", text: quote)
        var fields = writer.fields
        let extra = [("locator", place), ("strength", strength), ("note", note)].compactMap { role, text in
            text.flatMap { text in schema.field(role: role).map { FieldFilter($0.name, text) } }
        }
        fields = try merge(extra, into: fields, schema: schema)
        stamp(&fields, schema: schema, isNew: true)
        let id = RecordID.derived(link: concept, from: from, to: to.text)
        return try change(.link, vocabularies.label(concept)) {
            batch in
            _ = try batch.put(KistRecord(id: id, type: "link", fields: fields), provenance: Provenance())
            return id
        }
    }

    public func withdraw(_ id: RecordID, reason: String, replacement: RecordID? = nil) throws -> Int? {
        guard !reason.trimmed.isEmpty else {
            throw RepositoryError(.badValue, "A reason is needed: readers will see it.")
        }
        return try change(.withdraw, id.text) { batch in
            try batch.withdraw(id, reason: reason, replacement: replacement)
            return id
        }.1
    }

    public func reinstate(_ id: RecordID) throws -> Int? {
        try change(.reinstate, id.text) { batch in
            try batch.reinstate(id)
            return id
        }.1
    }

    /// Destroys content for good. The batch's note names the id only: a title may be what had to go.
    public func erase(_ id: RecordID, reason: String) throws -> Int? {
        guard !reason.trimmed.isEmpty else {
            throw RepositoryError(.badValue, "A reason is needed; it must not repeat what is erased.")
        }
        return try change(.erase, id.text) { batch in
            try batch.erase(id, reason: reason)
            try clearSpool()
            return id
        }.1
    }

    public func undo(_ number: Int) throws -> UndoResult {
        guard try catalogue.read({ try $0.batch(number) }) != nil else {
            throw RepositoryError(.unknownBatch, "There is no batch \(number).", hint: "kist history lists them.")
        }
        let batch = try catalogue.beginBatch(kind: .undo, note: "batch \(number)")
        defer { batch.abandon() }
        let result = try batch.undo(number)
        _ = try batch.finish()
        try catchUpIndex()
        return result
    }

    // MARK: - Shared

    /// The name of a type by its name or a label, in any language.
    public func typeName(_ text: String) throws -> String {
        let key = Folding.key(text)
        if let type = schemas.types.first(where: {
            $0.name == text || $0.labels.values.joined().contains { Folding.key($0) == key }
        }) {
            return type.name
        }
        let offered = schemas.types.filter { !$0.isInternal }.map(\.name)
        let nearest = offered.min { EditDistance.between(key, $0) < EditDistance.between(key, $1) }
        throw RepositoryError(
            .unknownType, "There is no type of record “\(text)”.",
            hint: "Did you mean \(nearest ?? "resource")? Types: \(offered.joined(separator: ", ")).")
    }

    /// Values by field as the schema wants them. Several values of one field go together.
    func values(_ filters: [FieldFilter]) throws -> [(field: FieldSchema, value: JSONValue)] {
        var order: [String] = []
        var grouped: [String: (FieldSchema, [JSONValue])] = [:]
        let all = schemas.allFields
        for filter in filters {
            guard let field = Self.field(filter.field, among: all) else { throw unknownField(filter.field, among: all) }
            let value = try ValueReader(field: field, vocabularies: vocabularies).value(filter.value)
            if grouped[field.name] == nil { order.append(field.name) }
            grouped[field.name, default: (field, [])].1.append(value)
        }
        return order.compactMap { grouped[$0] }.map { ($0.0, Self.shaped($0.1, field: $0.0)) }
    }

    private func merge(_ values: [FieldFilter], into fields: JSONObject, schema: TypeSchema) throws -> JSONObject {
        var fields = fields
        var replaced: [String: [JSONValue]] = [:]
        for filter in values {
            guard let field = Self.field(filter.field, among: schema.fields) else {
                throw unknownField(filter.field, among: schema.fields)
            }
            guard !field.isDerived, !["id", "type"].contains(field.name) else {
                throw RepositoryError(.notAllowed, "\(field.label()) cannot be set by hand.")
            }
            if filter.value.trimmed.isEmpty {
                replaced[field.name] = replaced[field.name] ?? []
                fields[field.name] = nil
                continue
            }
            replaced[field.name, default: []].append(
                try ValueReader(field: field, vocabularies: vocabularies).value(filter.value))
            let list = replaced[field.name] ?? []
            guard field.cardinality.isList || list.count == 1 else {
                throw RepositoryError(.badValue, "\(field.label()) has one value, not \(list.count).")
            }
            fields[field.name] = Self.shaped(list, field: field)
        }
        return fields
    }

    private static func shaped(_ values: [JSONValue], field: FieldSchema) -> JSONValue {
        field.cardinality.isList ? .array(values) : values[0]
    }

    static func field(_ name: String, among fields: [FieldSchema]) -> FieldSchema? {
        let word = FilterNames.word(name)
        return fields.first { FilterNames.word($0.name) == word }
            ?? fields.first { $0.labels.values.joined().contains { FilterNames.word($0) == word } }
    }

    private func unknownField(_ name: String, among fields: [FieldSchema]) -> RepositoryError {
        let word = FilterNames.word(name)
        let nearest = fields.map(\.name).min {
            EditDistance.between(word, FilterNames.word($0)) < EditDistance.between(word, FilterNames.word($1))
        }
        return RepositoryError(
            .unknownField, "There is no field “\(name)”.", hint: nearest.map { "Did you mean \($0)?" })
    }

    private func stamp(_ fields: inout JSONObject, schema: TypeSchema, isNew: Bool) {
        let day = JSONValue.string(String(catalogue.clock.text.prefix(10)))
        if isNew, let field = schema.field(role: "created"), fields[field.name] == nil { fields[field.name] = day }
        if let field = schema.field(role: "modified") { fields[field.name] = day }
    }

    private func current(_ id: RecordID) throws -> StoredVersion {
        guard let stored = try catalogue.read({ try $0.record(id) }) else {
            throw RepositoryError(.unknownRecord, "There is no record \(id.text).")
        }
        guard stored.state == .current else {
            throw RepositoryError(
                .notAllowed, "The record \(id.text) is \(stored.state.rawValue).",
                hint: "kist reinstate \(id.text) brings a withdrawn record back.")
        }
        return stored
    }

    /// One change as one batch, searchable when it returns. The note holds no field's value: what is erased later must not live
    /// on in the history.
    private func change(_ kind: BatchKind, _ note: String, _ body: (BatchWriter) throws -> RecordID) throws -> (
        RecordID, Int?
    ) {
        let batch = try catalogue.beginBatch(kind: kind, note: note)
        defer { batch.abandon() }
        let id = try body(batch)
        if kind == .add || kind == .link || kind == .edit {
            _ = try ReferenceResolver(schemas: schemas, writer: batch).resolveAll()
        }
        let summary = try batch.finish()
        try catchUpIndex()
        return (id, summary.batch)
    }
}

extension ValueReader {
    /// The concept that either spelling names.
    func term(_ text: String, orElse other: String) throws -> String {
        if case .found(let concept) = vocabularies.resolve(other, in: field.vocabularies) { return concept.id }
        return try term(text)
    }
}
