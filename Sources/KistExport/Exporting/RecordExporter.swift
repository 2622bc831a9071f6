public import KistModel
public import KistRepository

/// Writes records of a collection as lists for other programs.
public struct RecordExporter {
    let repository: Repository

    public init(repository: Repository) { self.repository = repository }

    /// The whole file, how many records are in it, and how many of those chosen have no place in the format.
    public func bytes(_ ids: [RecordID], format: ExportFormat) throws -> (bytes: [UInt8], count: Int, leftOut: Int) {
        var records = try repository.selection(ids).map(ExportRecord.init)
        let chosen = records.count
        if format.isBibliographic {
            // A reference manager wants works; without one among the chosen, everything is cited as what it is.
            let works = records.filter { repository.schemas.value(role: "csl", of: $0.record) != nil }
            if !works.isEmpty { records = works }
        }
        records = records.filter { $0.state == .current }
        let table = TableExport(schemas: repository.schemas, vocabularies: repository.vocabularies) { [repository] id in
            (try? repository.view(id)).map { repository.card($0.record).title }
        }
        let bytes: [UInt8] =
            switch format {
            case .bibtex: table.bibTeX(records)
            case .ris: table.ris(records)
            case .cslJSON: table.cslJSON(records)
            case .csv: table.csv(records)
            case .json, .pack: table.json(records)
            }
        return (bytes, records.count, chosen - records.count)
    }
}
