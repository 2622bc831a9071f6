import KistCatalogue
import KistModel

/// Finds out which records the words of references mean, at the end of a batch: an id, an identifier, an exact title, or a
/// citation. Only one current record of a fitting type is taken; anything less certain stays as it was written.
struct ReferenceResolver {
    let schemas: SchemaSet
    let writer: BatchWriter
    private static let page = 1_000

    /// Resolves what can be resolved of all that is open. Returns how many references were settled.
    func resolveAll() throws -> Int {
        var settled = 0
        var last: RecordID?
        while true {
            let page = try writer.read { try $0.unresolved(after: last, limit: Self.page) }
            guard let end = page.last?.id else { return settled }
            for (id, uses) in Dictionary(grouping: page, by: \.id).sorted(by: { $0.key < $1.key }) {
                settled += try resolve(id, uses)
            }
            // A record whose references were cut by the page is met again from its beginning.
            last = page.count < Self.page ? end : page.last { $0.id != end }?.id ?? end
            if writer.groupIsDue { _ = try writer.commitGroup() }
            if page.count < Self.page { return settled }
        }
    }

    private func resolve(_ id: RecordID, _ uses: [ReferenceUse]) throws -> Int {
        var settled = 0
        let stored = try writer.read { reader -> (StoredVersion, KistRecord)? in
            guard let stored = try reader.record(id), stored.state == .current else { return nil }
            var record = stored.record
            for use in uses {
                guard let words = use.words,
                    let target = try target(words, at: use.path, of: stored.record, reader: reader)
                else { continue }
                guard let changed = record.settingReference(at: use.path, to: target) else { continue }
                record = changed
                settled += 1
            }
            return (stored, record)
        }
        guard let (version, record) = stored, settled > 0 else { return 0 }
        _ = try writer.put(
            record, provenance: version.provenance, files: version.files, identities: version.identities,
            basedOn: version.name)
        return settled
    }

    private func target(_ words: String, at path: String, of record: KistRecord, reader: CatalogueReader) throws
        -> RecordID?
    {
        let name = path.split(separator: "/").first.map(String.init) ?? ""
        let targets = schemas.field(name, of: record.type)?.targets ?? []
        func fits(_ id: RecordID) throws -> Bool {
            guard id != record.id, let status = try reader.status(id), status.state == .current else { return false }
            return targets.isEmpty || targets.contains(status.type)
        }
        if let id = RecordID(words.trimmed), try fits(id) { return id }
        for key in CitationText(words).keys {
            let found = try reader.records(with: key).filter { $0.state == .current }.map(\.id).filter { try fits($0) }
            if found.count == 1 { return found[0] }
            if found.count > 1 { return nil }
        }
        return nil
    }
}
