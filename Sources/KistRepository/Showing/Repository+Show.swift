import KistCatalogue
public import KistModel
import KistProtocol

extension Repository {
    /// The record that a text names: an id or its beginning, a DOI or other identifier, or an exact title.
    ///
    /// - Throws: ``RepositoryError`` `unknownRecord` or `ambiguousID`, with the nearest.
    public func resolveID(_ text: String) throws -> RecordID {
        try catalogue.read { reader in
            if let id = RecordID(text), try reader.status(id) != nil { return id }
            let ids = text.utf8.count >= RecordID.shortestPrefix ? try reader.ids(withPrefix: text.lowercased()) : []
            if ids.count == 1 { return ids[0] }
            let keys = IdentityKeys.naming(text)
            let found = try reader.records(withAny: keys)
            for key in keys {
                let matches = (found[key] ?? []).filter { $0.state == .current || $0.state == .withdrawn }
                if matches.count == 1 { return matches[0].id }
                if matches.count > 1 {
                    throw RepositoryError(
                        .ambiguousID, "\(matches.count) records go by “\(text)”.",
                        hint: "Use one of the ids \(matches.prefix(5).map(\.id.text).joined(separator: ", ")).")
                }
            }
            if ids.count > 1 {
                throw RepositoryError(
                    .ambiguousID, "Several ids begin with “\(text)”.",
                    hint: "\(ids.prefix(5).map(\.text).joined(separator: ", "))")
            }
            throw RepositoryError(
                .unknownRecord, "There is no record “\(text)”.",
                hint:
                    "Give an id, a hit’s number from the last search, a DOI or the exact title. kist search finds records."
            )
        }
    }

    /// A record with its fields as people read them. Throws `.unknownRecord` for one that is not there.
    public func view(_ id: RecordID) throws -> RecordView {
        try catalogue.read { reader in
            guard let status = try reader.status(id), status.state != .undone else {
                throw RepositoryError(
                    .unknownRecord, "There is no record \(id.text).", hint: "It may have been undone: see kist history."
                )
            }
            let tombstone = try reader.tombstone(id)
            guard let stored = try reader.record(id) else {
                let reason = tombstone.map { "\($0.reason) (\($0.date.prefix(10)))" } ?? "no reason was kept"
                throw RepositoryError(
                    .unknownRecord, "The record \(id.text) was erased: \(reason)", hint: "Its content is gone for good."
                )
            }
            let source = CatalogueEvidence(reader: reader)
            let into = try source.links(to: id)
            let out = try source.links(from: id)
            return RecordView(
                record: stored.record, number: stored.number, version: stored.name, state: stored.state,
                files: stored.files,
                provenance: stored.provenance, tombstone: tombstone,
                links: try lines(out, incoming: false, source) + lines(into, incoming: true, source),
                missing: missing(
                    stored.record, linked: Set(out.compactMap { EvidenceLink($0, schemas: schemas)?.relation })),
                readBy: Self.readBy(stored.provenance), linkRecords: (out, into))
        }
    }

    /// The evidence for and against a record, research and practice apart.
    public func chain(_ id: RecordID) throws -> EvidenceChain {
        let record = try view(id).record
        return try catalogue.read { reader in
            try EvidenceReader(source: CatalogueEvidence(reader: reader), schemas: schemas, vocabularies: vocabularies)
                .chain(of: record)
        }
    }

    /// “Research: 2 support, 1 dispute · Practice: 1 helped”, or nil where there is nothing to count.
    public func tallyLine(_ card: RecordCard) -> String? {
        guard card.type == "strategy", let id = RecordID(card.id), let tally = try? chain(id).tally else { return nil }
        let parts = [
            tally.researchWords.map { "Research: \($0)" },
            EvidenceTally.words(tally.practice).map { "Practice: \($0)" },
        ]
        let told = parts.compactMap { $0 }
        return told.isEmpty ? "No evidence recorded yet" : told.joined(separator: " · ")
    }

    /// All versions of a record, with the kind of change and when.
    public func versions(_ id: RecordID) throws -> [RecordVersionLine] {
        try catalogue.read { reader in
            try reader.versions(id).map { version in
                let batch = try reader.batch(version.batch)
                return RecordVersionLine(
                    number: version.number, name: version.name,
                    date: String((version.date ?? "").prefix(16)).replacing("T", with: " "),
                    what: "\(batch?.kind.rawValue ?? "change"): \(Self.note(batch, of: id))", batch: version.batch)
            }
        }
    }

    /// The fields of a record in words, in the schema's order; what the schema does not know comes last, under its own name.
    public func rows(of record: KistRecord) -> [FieldRow] {
        let schema = schemas[record.type]
        let hidden: Set<String?> = ["title", "text", "csl", "provenance", "files", "extra"]
        var rows: [FieldRow] = []
        for field in schema?.fields ?? [] where !hidden.contains(field.role) && !field.isPrivate {
            guard let value = record[field.name] else { continue }
            let text = value.items.map { words(of: $0, field: field) }.filter { !$0.isEmpty }.joined(
                separator: field.kind == .localText ? " / " : "; ")
            if !text.isEmpty { rows.append(FieldRow(field: field.name, label: field.label(), value: text)) }
        }
        for member in record.fields.members where schema?.field(member.name) == nil {
            rows.append(
                FieldRow(field: member.name, label: member.name, value: member.value.string ?? member.value.compact))
        }
        return rows
    }

    /// The text that was read, a block at a time.
    public func textBlocks(of record: KistRecord) -> [String] {
        var texts = BlockText()
        return (schemas.value(role: "text", of: record)?.items ?? []).compactMap { item in
            guard let block = try? DocumentBlock(json: item) else { return nil }
            let text = texts.plain(block)
            return block.part == .hidden ? "Hidden in the file: \(text)" : text
        }
    }

    // MARK: - Parts

    /// A batch's note, without the id of the record that is being shown.
    private static func note(_ batch: BatchInfo?, of id: RecordID) -> String {
        let note = batch?.note ?? ""
        return note.hasPrefix("\(id.text): ") ? String(note.dropFirst(id.text.utf8.count + 2)) : note
    }

    private func words(of value: JSONValue, field: FieldSchema) -> String {
        switch field.kind {
        case .term: return value.string.map { vocabularies.label($0) } ?? ""
        case .localText:
            return value.string
                ?? (value.object?.members ?? []).flatMap { $0.value.items.compactMap(\.string) }.joined(
                    separator: " / ")
        case .reference: return RecordReference(value).map { $0.words ?? $0.id?.text ?? "" } ?? ""
        case .agent:
            let role = value["role"]?.string.map { " (\(vocabularies.label($0).lowercased()))" } ?? ""
            let place = value["organisation"]?.string.map { ", \($0)" } ?? ""
            return (value["name"]?.string ?? "") + role + place
        case .identifier: return Identifier(value)?.text ?? value.compact
        case .boolean: return value.bool == true ? "yes" : "no"
        case .object:
            if let text = value.string { return text }
            return (value.object?.members ?? []).map { member in
                let inner = field.fields.first { $0.name == member.name }
                let text = member.value.items.map { item in
                    inner.map { words(of: item, field: $0) } ?? item.string ?? item.compact
                }
                .joined(separator: ", ")
                return inner == nil || field.fields.count == 1 || member.name == "text"
                    ? text : "\(inner?.label() ?? member.name): \(text)"
            }.joined(separator: "; ")
        default: return value.string ?? value.compact
        }
    }

    private func lines(_ links: [KistRecord], incoming: Bool, _ source: CatalogueEvidence) throws -> [RecordView
        .LinkLine]
    {
        try links.compactMap { record in
            guard let link = EvidenceLink(record, schemas: schemas) else { return nil }
            let end = incoming ? link.from : link.to
            let other = try end.id.flatMap { try source.record($0) }
            let label = vocabularies.relationLabel(link.relation, incoming: incoming)
            return .init(
                label: label.prefix(1).uppercased() + label.dropFirst(),
                title: other.map { card($0).title } ?? end.words ?? end.id?.text ?? "?",
                id: other.map { String($0.id.text.prefix(8)) })
        }
    }

    func missing(_ record: KistRecord, linked: Set<String>) -> [String] {
        SchemaValidator(schemas: schemas, vocabularies: vocabularies).missing(record, linked: linked).map { $0.label() }
    }

    private static func readBy(_ provenance: Provenance) -> String? {
        guard let plugin = provenance.plugin else { return nil }
        var text = "Read from \(provenance.name ?? "a file") by \(plugin) \(provenance.pluginVersion ?? "")"
        let left = (provenance.coverage?["parts"]?.items ?? []).filter { $0["status"]?.string != "read" }
            .compactMap { part in
                part["name"]?.string.map { name in part["count"]?.int.map { "\($0) \(name)" } ?? name }
            }
        if !left.isEmpty { text += "; left out: \(left.joined(separator: ", "))" }
        return text + "."
    }
}
