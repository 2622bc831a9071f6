internal import Foundation
internal import GRDB
internal import KistModel

/// Compares the derived rows with what the versions give.
enum DerivedComparison {
    /// Ids of the records whose rows differ, in order.
    static func differingRecords(_ db: Database) throws -> [String] {
        var result: [String] = []
        try db.each(
            """
            SELECT r.seq, r.id, v.seq, v.type, v.content, v.identities FROM record r
            LEFT JOIN version v ON v.seq = r.version AND r.state <> 'erased' ORDER BY r.id
            """
        ) { row in
            let id = try RecordID(column: row[1])
            let text: String? = row[4]
            let expected = try expectation(id, type: row[3], content: text, identities: row[5])
            if try found(row[0], db) != expected.rows { result.append(id.text) }
            guard let version: Int = row[2] else { return }
            let files = try db.map("SELECT hash FROM versionFile WHERE version = ?", [version]) {
                try ContentHash(column: $0[0], id.text)
            }
            if Set(files) != expected.files, result.last != id.text { result.append(id.text) }
        }
        return result
    }

    private struct Rows: Equatable {
        var keys: [IdentityKey] = []
        var references: [RecordWalk.Reference] = []
        var link: [String?] = []
    }

    private static func expectation(
        _ id: RecordID, type: String?, content: String?, identities: String?
    ) throws -> (rows: Rows, files: Set<ContentHash>) {
        guard let type, let content else { return (Rows(), []) }
        let read = try VersionContent.read(content, at: id.text)
        let record = KistRecord(id: id, type: type, fields: read.fields)
        var rows = Rows(
            keys: try Set(VersionContent.keys(identities ?? "[]", at: id.text)).sorted(),
            references: try RecordWalk(record).references)
        if type == LinkFields.type {
            func end(_ field: String) -> String? { record[field].flatMap { RecordReference($0) }?.id?.text }
            rows.link = [
                record[LinkFields.relation]?.items.first?.string ?? "", end(LinkFields.from), end(LinkFields.to),
            ]
        }
        return (rows, Set(read.files.map(\.hash)))
    }

    private static func found(_ seq: Int, _ db: Database) throws -> Rows {
        var rows = Rows()
        rows.keys = try db.map("SELECT scheme, value FROM identity WHERE record = ?", [seq]) {
            IdentityKey(scheme: $0[0], value: $0[1])
        }.sorted()
        rows.references = try db.map(
            "SELECT path, target, words FROM reference WHERE record = ? ORDER BY position", [seq]
        ) { row in
            let target: String? = row[1]
            return RecordWalk.Reference(path: row[0], target: target.flatMap { RecordID($0) }, words: row[2])
        }
        if let row = try db.row("SELECT relation, source, target FROM link WHERE record = ?", [seq]) {
            rows.link = [row[0], row[1], row[2]]
        }
        return rows
    }
}
