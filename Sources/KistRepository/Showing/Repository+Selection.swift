public import Foundation
public import KistCatalogue
public import KistModel

/// A record as an export takes it: its current version with all that makes it the same record elsewhere.
public struct SelectedRecord: Sendable {
    public var record: KistRecord
    public var version: String
    public var parents: [String]
    public var number: Int
    public var state: RecordState
    public var tombstone: Tombstone?
    public var provenance: JSONValue
    public var files: [(file: StoredFile, location: URL)]
}

extension Repository {
    /// The records with all that an export needs of them, in the order given.
    public func selection(_ ids: [RecordID]) throws -> [SelectedRecord] {
        try catalogue.read { reader in try ids.compactMap { try selected($0, reader: reader) } }
    }

    /// Links whose two ends are among the records, in the order of their ids; links with one end outside come as well, for the
    /// pack says where they lead.
    public func links(among ids: [RecordID]) throws -> [SelectedRecord] {
        try catalogue.read { reader in
            var found: Set<RecordID> = []
            for id in ids {
                for link in try reader.links(from: id) + reader.links(to: id) { found.insert(link.id) }
            }
            return try found.sorted().compactMap { try selected($0, reader: reader) }
        }
    }

    /// Records with the research and the trials that their evidence leads to.
    public func withEvidence(_ ids: [RecordID]) throws -> [RecordID] {
        var all = ids
        var seen = Set(ids)
        try catalogue.read { reader in
            let source = CatalogueEvidence(reader: reader)
            var queue = ids.map { ($0, 0) }
            while !queue.isEmpty {
                let (id, depth) = queue.removeFirst()
                guard depth < EvidenceReader.maximumDepth, let record = try source.record(id) else { continue }
                var next: [RecordID] = []
                for link in try (source.links(from: id) + source.links(to: id)).compactMap({
                    EvidenceLink($0, schemas: schemas)
                }) {
                    next += [link.from.id, link.to.id].compactMap { $0 }
                }
                next += (schemas.value(role: "studies", of: record)?.items ?? []).compactMap { RecordReference($0)?.id }
                for other in next where seen.insert(other).inserted {
                    guard try source.record(other) != nil else { continue }
                    all.append(other)
                    queue.append((other, depth + 1))
                }
            }
        }
        return all
    }

    /// Every record that is shown to people, in id order.
    public func allRecordIDs(withdrawnToo: Bool) throws -> [RecordID] {
        try catalogue.read { reader in
            var ids: [RecordID] = []
            for state in withdrawnToo ? [RecordState.current, .withdrawn, .erased] : [.current] {
                var last: RecordID?
                while true {
                    let page = try reader.records(state: state, after: last, limit: 1_000)
                    ids += page.filter { schemas[$0.type]?.isInternal != true }.map(\.id)
                    guard page.count == 1_000 else { break }
                    last = page.last?.id
                }
            }
            return ids.sorted()
        }
    }

    private func selected(_ id: RecordID, reader: CatalogueReader) throws -> SelectedRecord? {
        guard let status = try reader.status(id), status.state != .undone else { return nil }
        let tombstone = try reader.tombstone(id)
        guard let stored = try reader.record(id) else {
            return SelectedRecord(
                record: KistRecord(id: id, type: status.type), version: "", parents: [], number: 0, state: status.state,
                tombstone: tombstone,
                provenance: [:], files: [])
        }
        let files = try stored.files.compactMap { file in
            try reader.url(of: file.hash).map { (file: file, location: $0) }
        }
        return SelectedRecord(
            record: stored.record, version: stored.name.hex, parents: stored.parents.map(\.hex), number: stored.number,
            state: status.state,
            tombstone: tombstone, provenance: stored.provenance.json, files: files)
    }
}
