public import Foundation
public import KistModel
public import KistRepository

/// Writes a pack of records of a collection, with the links between them.
public struct PackExport {
    let repository: Repository

    public init(repository: Repository) { self.repository = repository }

    /// - Parameters:
    ///   - includeHeld: why records that would be held back travel all the same; nil holds them back.
    ///   - program: the program's version, which the pack names.
    public func write(
        _ ids: [RecordID], to file: URL, title: String?, includeHeld: String?, program: String
    ) throws -> PackSummary {
        let info = repository.info
        let records = try repository.selection(ids) + repository.links(among: ids)
        let source = PackSource(
            collection: CollectionDescription(
                id: info.id, name: info.name, hub: info.hub, authority: info.authority, licence: info.licence),
            schemas: repository.schemas, vocabularies: repository.vocabularies, records: records.map(ExportRecord.init),
            title: title ?? info.name, today: String(repository.catalogue.clock.text.prefix(10)),
            includeHeld: includeHeld,
            software: "Kist \(program)")
        return try PackWriter(source: source).write(to: file)
    }
}

extension ExportRecord {
    /// A record as the repository gives it out.
    init(_ selected: SelectedRecord) {
        let tombstone = selected.tombstone
        let state: State =
            switch selected.state {
            case .withdrawn:
                .withdrawn(
                    reason: tombstone?.reason ?? "", date: tombstone?.date ?? "", replacement: tombstone?.replacement)
            case .erased: .erased(reason: tombstone?.reason ?? "", date: tombstone?.date ?? "")
            case .current, .undone: .current
            }
        self.init(
            record: selected.record, version: selected.version, parents: selected.parents, number: selected.number,
            state: state,
            provenance: selected.provenance,
            files: selected.files.map {
                ExportFile(
                    sha256: $0.file.hash.hex, name: $0.file.name, mediaType: $0.file.mediaType, role: $0.file.role,
                    byteCount: Int64($0.file.byteCount), path: $0.location)
            })
    }
}
