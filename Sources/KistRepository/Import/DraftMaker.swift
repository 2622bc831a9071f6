import KistCatalogue
import KistImport
import KistModel
import KistProtocol

/// Makes records out of what was read: a document with a filled form becomes a full record of its type, any other document a
/// resource, a bibliographic entry a study, a file that nobody reads a resource with its name.
struct DraftMaker: Sendable {
    let schemas: SchemaSet
    let vocabularies: VocabularySet
    let collection: String
    let licence: String?
    /// ISO 8601; when records that say nothing of it were made.
    let now: String
    let type: String?
    private let reader: FormReader
    /// Values from the command line: field and the words that were typed.
    private let values: [(field: FieldSchema, value: JSONValue)]

    /// - Throws: ``RepositoryError`` when a value of the request fits no field.
    init(repository: Repository, request: ImportRequest, now: String) throws {
        schemas = repository.schemas
        vocabularies = repository.vocabularies
        collection = repository.collectionID
        licence = repository.info.licence
        self.now = now
        type = try request.type.map { try repository.typeName($0) }
        reader = FormReader(schemas: schemas, vocabularies: vocabularies)
        values = try repository.values(request.values)
    }

    // MARK: - Documents

    /// What a file that may become one record would become, worked out ahead of its turn.
    struct Prepared: Sendable {
        let source: ContentHash
        let draft: Result<RecordDraft, any Error>
    }

    func prepare(_ file: ExtractedFile) -> Prepared? {
        guard file.outcome.isRead, file.entries.isEmpty, !file.isContainer || !file.blocks.isEmpty,
            let content = file.content,
            content.size > 0, let source = ContentHash(hex: content.sha256)
        else { return nil }
        return Prepared(source: source, draft: Result { try document(file, source: source) })
    }

    func document(_ file: ExtractedFile, source: ContentHash) throws -> RecordDraft {
        let isRead = file.outcome.isRead
        let stated = file.announced?.metadata
        let reading = reader.read(
            metadata: stated.map { $0.filled(from: file.metadata) } ?? file.metadata,
            blocks: file.blocks.filter(\.part.isDocumentText), fileName: file.fileName,
            requestedType: type)
        let id = reading.declaredID ?? RecordID.derived(collection: collection, source: source, place: "")
        var record = KistRecord(id: id, type: reading.type, fields: reading.fields)
        guard let schema = schemas[reading.type] else {
            throw RepositoryError(.unknownType, "There is no type of record “\(reading.type)”.", place: file.path)
        }
        // Whoever put the bundle together named the file; only a form knows better what it is called.
        if !reading.isForm, let title = stated?.title, let field = schema.field(role: "title") {
            record.fields[field.name] = [LanguageGuess.isGaelic(title) ? "gd" : "en": .string(title)]
        }
        let text = DocumentBlock.json(of: reading.textBlocks)
        if !text.isEmpty, let field = schema.field(role: "text") { record.fields[field.name] = .array(text) }
        complete(&record, schema: schema, metadata: file.metadata)
        var draft = RecordDraft(
            record: record, declaresID: reading.declaredID != nil,
            provenance: provenance(file, source: source, place: nil))
        if !isRead { draft.provenance.coverage = Self.unread }
        draft.diagnostics = reading.warnings
        draft.links = reading.relations.map { link(from: record, $0) }
        draft.diagnostics += reading.unrecognised.map { label in
            Diagnostic(
                .info, "form-label-unknown",
                "“\(label.label)” is not a field of a \(schema.label().lowercased())"
                    + (label.nearest.map { " (did you mean “\($0)”?)" } ?? "") + "; it stays in the text.",
                place: label.place)
        }
        return draft
    }

    /// Says in the record's provenance that its text was not read.
    static let unread: JSONValue = [
        "textRead": 0, "parts": [["name": "text", "status": "left-out", "why": "no plugin reads this kind of file"]],
    ]

    // MARK: - Bibliographic entries

    func study(_ entry: BibliographicEntry, file: ExtractedFile, source: ContentHash, place: String) -> RecordDraft {
        let id = RecordID.derived(collection: collection, source: source, place: place)
        let type = type ?? "study"
        var record = KistRecord(id: id, type: type)
        var links: [KistRecord] = []
        if let schema = schemas[type] {
            record.fields = BibliographicMapper(schema: schema).fields(csl: entry.csl, unknown: entry.unknown)
            complete(&record, schema: schema, metadata: nil)
            links = []
        }
        return RecordDraft(record: record, provenance: provenance(file, source: source, place: place), links: links)
    }

    /// Gives a record the text of its file.
    func setText(of record: inout KistRecord, _ file: ExtractedFile) {
        guard let field = schemas[record.type]?.field(role: "text") else { return }
        let text = DocumentBlock.json(of: file.blocks.filter(\.part.isDocumentText))
        if !text.isEmpty { record.fields[field.name] = .array(text) }
    }

    // MARK: - Shared

    /// What every record gets where its source says nothing: values that were asked for, when it was made, the collection's
    /// licence (never for works of others).
    private func complete(_ record: inout KistRecord, schema: TypeSchema, metadata: DocumentMetadata?) {
        for (field, value) in values where schema.field(field.name) != nil && record.fields[field.name] == nil {
            record.fields[field.name] = value
        }
        var writer = FieldWriter(schema, fields: record.fields)
        let day = String(now.prefix(10))
        writer.fill(role: "created", text: metadata?.created.flatMap(Self.day) ?? day)
        writer.fill(
            role: "modified", text: metadata?.modified.flatMap(Self.day) ?? metadata?.created.flatMap(Self.day) ?? day)
        if record.type != "study" { writer.fill(role: "licence", text: licence) }
        record.fields = writer.fields
    }

    private static func day(_ text: String) -> String? {
        let day = String(text.prefix(10))
        return day.utf8.count == 10 && ValueReader.isDate(day) && !day.hasPrefix("0000") ? day : nil
    }

    private func provenance(_ file: ExtractedFile, source: ContentHash, place: String?) -> Provenance {
        let inside = file.entryPath + (place.map { [$0] } ?? [])
        return Provenance(
            source: source, name: file.source.pathInFolder,
            place: inside.isEmpty ? nil : inside.joined(separator: " › "),
            plugin: file.plugin?.name, pluginVersion: file.plugin?.version, format: file.format,
            coverage: place == nil ? file.coverage.json : nil)
    }

    /// That a record is a part of another, as the bundle says in which both came.
    func membership(of record: KistRecord, in whole: (id: RecordID, title: String), number: Int?) -> KistRecord? {
        guard record.id != whole.id, let schema = schemas["link"] else { return nil }
        var writer = FieldWriter(schema)
        writer.set(role: "relation", .string("part-of"))
        writer.set(role: "from", RecordReference(id: record.id, words: RecordCard(record, schemas: schemas).title).json)
        writer.set(role: "to", RecordReference(id: whole.id, words: whole.title).json)
        writer.fill(role: "locator", text: number.map { "part \($0)" })
        writer.fill(role: "created", text: String(now.prefix(10)))
        writer.fill(role: "modified", text: String(now.prefix(10)))
        let id = RecordID.derived(link: "part-of", from: record.id, to: whole.id.text)
        return KistRecord(id: id, type: "link", fields: writer.fields)
    }

    /// The link record that a form's label states. The same document gives the same link again.
    private func link(from record: KistRecord, _ mention: RelationMention) -> KistRecord {
        let id = RecordID.derived(link: mention.relation, from: record.id, to: Folding.key(mention.words))
        guard let schema = schemas["link"] else { return KistRecord(id: id, type: "link") }
        let own = RecordReference(id: record.id, words: RecordCard(record, schemas: schemas).title)
        let other = RecordReference(words: mention.words)
        var writer = FieldWriter(schema)
        writer.set(role: "relation", .string(mention.relation))
        writer.set(role: "from", mention.isInverse ? other.json : own.json)
        writer.set(role: "to", mention.isInverse ? own.json : other.json)
        writer.fill(role: "direction", text: mention.direction)
        writer.fill(role: "strength", text: mention.strength)
        writer.fill(role: "quote", text: mention.quote)
        writer.fill(role: "locator", text: mention.locator)
        writer.fill(role: "note", text: mention.note)
        writer.fill(role: "created", text: String(now.prefix(10)))
        writer.fill(role: "modified", text: String(now.prefix(10)))
        return KistRecord(id: id, type: "link", fields: writer.fields)
    }
}

extension DocumentBlock.Part {
    /// Body, notes, headers, footers and what is hidden are a document's text; comments and deleted text are not.
    var isDocumentText: Bool {
        switch self {
        case .body, .footnote, .endnote, .header, .footer, .hidden: true
        default: false
        }
    }
}
