import KistCatalogue
import KistImport
import KistModel
import KistProtocol

/// Lists of retracted works.
extension ImportRun {
    private static let keysAtOnce = 500

    /// Takes a list in: the file as a record that keeps what is on it, and a mark on every study that it names.
    func takeRetractions(_ file: ExtractedFile, source: ContentHash) throws {
        var list = RetractionList()
        let reader = try file.entries.reader()
        while true {
            let entries = try reader.next(Self.keysAtOnce)
            if entries.isEmpty { break }
            for entry in entries { list.add(entry) }
        }
        let works = list.works
        guard
            try takeDocument(
                file, source: source,
                change: { record, schema in
                    var writer = FieldWriter(schema, fields: record.fields)
                    writer.set(role: "extra", [.object([RetractionList.member: .object(works)])])
                    record.fields = writer.fields
                })
        else { return }
        let keys = RetractionList.works(RetractionList.keys(of: [.object([RetractionList.member: .object(works)])]))
        let marked = try mark(keys)
        note(
            "\(file.path): \(works.count) identifiers of retracted works; \(marked) "
                + (marked == 1 ? "study in the collection was marked." : "studies in the collection were marked.")
                + (list.others > 0 ? " \(list.others) rows tell of something else and mark nothing." : ""))
    }

    /// Marks the studies that have one of these identifiers. Returns how many were not marked before.
    private func mark(_ keys: [IdentityKey]) throws -> Int {
        var marked: Set<RecordID> = []
        var start = 0
        while start < keys.count {
            let part = Array(keys[start..<min(start + Self.keysAtOnce, keys.count)])
            start += part.count
            let found = try writer.read { try $0.records(withAny: part) }
            for match in part.flatMap({ found[$0] ?? [] }) where match.state == .current && !marked.contains(match.id) {
                if try mark(match.id) { marked.insert(match.id) }
            }
            if writer.groupIsDue { try commit() }
        }
        return marked.count
    }

    private func mark(_ id: RecordID) throws -> Bool {
        guard let stored = try writer.read({ try $0.record(id) }), stored.state == .current else { return false }
        var record = stored.record
        guard Self.mark(&record, schemas: repository.schemas) else { return false }
        _ = try writer.put(
            record, provenance: stored.provenance, files: stored.files, identities: stored.identities,
            basedOn: stored.name)
        return true
    }

    /// Sets the mark; false when the type has no place for it or it is set.
    static func mark(_ record: inout KistRecord, schemas: SchemaSet) -> Bool {
        guard let schema = schemas[record.type], let field = schema.field(role: "retracted"),
            record.fields[field.name] != true
        else { return false }
        record.fields[field.name] = true
        return true
    }

    /// Marks a study that comes in when a list of the collection names it.
    func markIfRetracted(_ draft: inout RecordDraft) throws -> Bool {
        guard repository.schemas[draft.record.type]?.field(role: "retracted") != nil else { return false }
        let keys = RetractionList.keys(naming: draft.identities)
        guard !keys.isEmpty else { return false }
        let lists = try writer.read { try $0.records(withAny: keys) }
        guard lists.values.contains(where: { $0.contains { $0.state == .current } }) else { return false }
        return Self.mark(&draft.record, schemas: repository.schemas)
    }
}
