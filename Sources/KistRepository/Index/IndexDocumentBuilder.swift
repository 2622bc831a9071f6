import KistModel
import KistSearch

/// Makes the one search document of a record's current version. Depends on nothing but the record, the schema and the
/// vocabularies, so that an index can be built again at any time and gives the same answers.
struct IndexDocumentBuilder {
    let schemas: SchemaSet
    let vocabularies: VocabularySet

    /// `version` is the name of the record's current version; `card` what is shown of a hit.
    func document(for record: KistRecord, version: String, state: IndexedState, fileNames: [String] = [])
        -> SearchDocument
    {
        var sheet = IndexSheet()
        let schema = schemas[record.type]
        sheet.keyword(IndexLayout.id, record.id.text)
        sheet.keyword(IndexLayout.type, record.type)
        sheet.keyword(IndexLayout.state, state.rawValue)
        sheet.passage(IndexLayout.codes, record.id.text, place: "id")
        for field in schema?.fields ?? [] where !field.isPrivate {
            guard let value = record[field.name] else { continue }
            add(value, of: field, record: record, to: &sheet)
        }
        for name in fileNames { sheet.passage(IndexLayout.names, name, place: "file") }
        let card = RecordCard(record, schemas: schemas)
        let key = Folding.key(card.title)
        if !key.isEmpty { sheet.keyword(IndexLayout.exactTitle, key) }
        if let year = card.date?.prefix(4), year.count == 4 { sheet.keyword(IndexLayout.year, String(year)) }
        sheet.stored(IndexLayout.card, Array(card.json.compact.utf8))
        sheet.stored(IndexLayout.versionName, Array(version.utf8))
        return SearchDocument(key: record.id.text, order: Self.order(card.modified ?? card.date), values: sheet.values)
    }

    /// Newest first: the date's digits, so that 2026-05 comes before 2026-04-30 and a time of day counts.
    static func order(_ date: String?) -> Int64 {
        let digits = (date ?? "").filter { $0.isASCII && $0.isNumber }.prefix(14)
        return Int64(digits + String(repeating: "0", count: 14 - digits.count)) ?? 0
    }

    // MARK: - Fields

    private func add(_ value: JSONValue, of field: FieldSchema, record: KistRecord, to sheet: inout IndexSheet) {
        switch field.kind {
        case .blocks: addBlocks(value, of: record, to: &sheet)
        case .json: addJSON(value, of: field, to: &sheet)
        default:
            addText(value, of: field, to: &sheet)
            if IndexLayout.isIndexed(field) { addValues(value, of: field, to: &sheet) }
        }
        if field.role == "identifiers" {
            for item in value.items {
                guard let identifier = Identifier(item) else { continue }
                sheet.keyword(IndexLayout.identifier, identifier.text)
                sheet.passage(IndexLayout.codes, identifier.value, place: identifier.scheme)
            }
        }
    }

    /// The words of a field, where they count in ranking.
    private func addText(_ value: JSONValue, of field: FieldSchema, to sheet: inout IndexSheet) {
        let group = Self.group(of: field)
        for item in value.items {
            switch field.kind {
            case .localText:
                for (language, text) in item.object?.members ?? [] {
                    for part in text.items { sheet.passage(group.field(language), part.string, place: field.name) }
                }
            case .term:
                guard let concept = item.string.flatMap({ vocabularies.concept($0) }) else { continue }
                for language in concept.labels.keys.sorted() {
                    sheet.passage(
                        IndexLayout.summary(Self.indexLanguage(language)), concept.labels[language], place: field.name)
                }
                for notation in concept.notations { sheet.passage(IndexLayout.codes, notation, place: field.name) }
            case .code: sheet.passage(IndexLayout.codes, item.string, place: field.name)
            case .agent: sheet.passage(IndexLayout.names, item["name"]?.string, place: field.name)
            case .reference: sheet.passage(IndexLayout.names, RecordReference(item)?.words, place: field.name)
            case .file: sheet.passage(IndexLayout.names, item["name"]?.string, place: field.name)
            case .object: addObject(item, field: field, group: group, to: &sheet)
            case .text: sheet.passage(group.field(nil), item.string, place: field.name)
            default: break
            }
        }
    }

    private func addObject(_ value: JSONValue, field: FieldSchema, group: TextGroup, to sheet: inout IndexSheet) {
        if let text = value.string { return sheet.passage(group.field(nil), text, place: field.name) }
        for member in field.fields where !member.isPrivate {
            if let inner = value[member.name] { addText(inner, of: member, to: &sheet) }
        }
    }

    /// Values to filter by and to count.
    private func addValues(_ value: JSONValue, of field: FieldSchema, to sheet: inout IndexSheet) {
        let name = IndexLayout.values(of: field.name)
        for item in value.items {
            switch field.kind {
            case .term: if let id = item.string { sheet.keyword(name, id) }
            case .reference:
                guard let reference = RecordReference(item) else { continue }
                sheet.keyword(name, reference.id?.text ?? Folding.key(reference.words ?? ""))
            case .agent: addFilterText(item["name"]?.string, field: field, to: &sheet)
            case .localText:
                for member in item.object?.members ?? [] {
                    for part in member.value.items { addFilterText(part.string, field: field, to: &sheet) }
                }
            case .text, .code, .url: addFilterText(item.string, field: field, to: &sheet)
            case .number, .integer:
                guard let number = item.double else { continue }
                sheet.number(IndexLayout.number(of: field.name), number)
                sheet.keyword(name, item.compact)
            case .date:
                guard let text = item.string else { continue }
                sheet.number(IndexLayout.number(of: field.name), Double(Self.order(text)))
                sheet.keyword(name, String(text.prefix(4)))
            case .duration: if let text = item.string { sheet.keyword(name, text) }
            case .boolean: sheet.keyword(name, item.bool == true ? "true" : "false")
            case .identifier: if let identifier = Identifier(item) { sheet.keyword(name, identifier.text) }
            case .object, .json, .blocks, .file: break
            }
        }
    }

    private func addFilterText(_ text: String?, field: FieldSchema, to sheet: inout IndexSheet) {
        guard let text, !text.isEmpty else { return }
        sheet.passage(IndexLayout.words(of: field.name), text, place: nil)
        let key = Folding.key(text)
        if !key.isEmpty, key.utf8.count <= 200 { sheet.keyword(IndexLayout.values(of: field.name), key) }
    }

    /// Reads no more of a block than its words: records have thousands, as `DocumentBlock` writes them.
    private func addBlocks(_ value: JSONValue, of record: KistRecord, to sheet: inout IndexSheet) {
        var choice = LanguageChoice(own: schemas.value(role: "language", of: record)?.items.first?.string ?? "en")
        for item in value.items {
            guard let block = item.object else { continue }
            let field = choice.field(of: block["language"]?.string)
            let place = block["place"]?.string
            for row in block["rows"]?.array ?? [] {
                let cells = row.items.compactMap { $0.string ?? $0["text"]?.string }.filter { !$0.isEmpty }
                sheet.passage(field, cells.joined(separator: " · "), place: place)
            }
            guard let text = block["text"]?.string else { continue }
            sheet.passage(field, text, place: place)
            for run in block["runs"]?.array ?? [] {
                add(run, of: text, besides: field, place: place, to: &sheet)
            }
        }
    }

    /// Which field the text of a block goes into. Most blocks are in the language of the one before.
    private struct LanguageChoice {
        let own: String
        private var last: (language: String?, field: String)

        init(own: String) {
            self.own = own
            last = (nil, IndexLayout.text(IndexDocumentBuilder.indexLanguage(own)))
        }

        mutating func field(of language: String?) -> String {
            if last.language != language {
                last = (language, IndexLayout.text(IndexDocumentBuilder.indexLanguage(language ?? own)))
            }
            return last.field
        }
    }

    /// A stretch in another language, `[start, end, language]`, is found by that language's rules too.
    private func add(
        _ run: JSONValue, of text: String, besides field: String, place: String?, to sheet: inout IndexSheet
    ) {
        guard let items = run.array, items.count == 3, let start = items[0].int, let end = items[1].int,
            let language = items[2].string, Self.isKnown(language)
        else { return }
        let other = IndexLayout.text(Self.indexLanguage(language))
        guard other != field, 0 <= start, start < end, end <= text.utf8.count else { return }
        let bytes = text.utf8.dropFirst(start).prefix(end - start)
        sheet.passage(other, String(decoding: bytes, as: UTF8.self), place: place)
    }

    /// Where a work appeared and who wrote it: the parts of a citation that people search for.
    private func addJSON(_ value: JSONValue, of field: FieldSchema, to sheet: inout IndexSheet) {
        guard field.role == "csl" else { return }
        for member in ["container-title", "publisher", "collection-title"] {
            sheet.passage(IndexLayout.names, value[member]?.string, place: member)
        }
    }

    // MARK: - Groups and languages

    /// A schema field's text goes with the title, with the summary, or with the body, by its role and weight.
    private enum TextGroup {
        case title, summary, body, names

        func field(_ language: String?) -> String {
            let language = IndexDocumentBuilder.indexLanguage(language ?? "en")
            switch self {
            case .title: return IndexLayout.title(language)
            case .summary: return IndexLayout.summary(language)
            case .body: return IndexLayout.text(language)
            case .names: return IndexLayout.names
            }
        }
    }

    private static func group(of field: FieldSchema) -> TextGroup {
        switch field.role {
        case "title", "altTitle": return .title
        case "summary", "keywords": return .summary
        case "place", "agents": return .names
        default: return (field.searchWeight ?? 0) >= 2 ? .summary : .body
        }
    }

    static func isKnown(_ tag: String) -> Bool {
        IndexLayout.languages.contains(String(tag.prefix { $0 != "-" }).lowercased())
    }

    static func indexLanguage(_ tag: String) -> String {
        let primary = String(tag.prefix { $0 != "-" }).lowercased()
        return IndexLayout.languages.contains(primary) ? primary : IndexLayout.languages[0]
    }
}
