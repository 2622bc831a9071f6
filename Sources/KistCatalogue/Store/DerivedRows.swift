internal import Foundation
internal import GRDB
internal import KistModel

/// The rows that follow from a record's current version: identity keys, references, link ends.
enum DerivedRows {
    static func remove(record seq: Int, _ db: Database) throws {
        try db.run("DELETE FROM identity WHERE record = ?", [seq])
        try db.run("DELETE FROM reference WHERE record = ?", [seq])
        try db.run("DELETE FROM link WHERE record = ?", [seq])
    }

    static func insert(
        record seq: Int, _ record: KistRecord, _ references: [RecordWalk.Reference], _ keys: [IdentityKey],
        _ db: Database
    ) throws {
        try insert(record: seq, keys, db)
        for (position, reference) in references.enumerated() {
            try db.run(
                "INSERT INTO reference (record, position, path, target, words) VALUES (?, ?, ?, ?, ?)",
                [seq, position, reference.path, reference.target?.text, reference.words])
        }
        if record.type == LinkFields.type {
            func end(_ field: String) -> String? {
                record[field].flatMap { RecordReference($0) }?.id?.text
            }
            try db.run(
                "INSERT INTO link (record, relation, source, target) VALUES (?, ?, ?, ?)",
                [
                    seq, record[LinkFields.relation]?.items.first?.string ?? "", end(LinkFields.from),
                    end(LinkFields.to),
                ])
        }
    }

    static func insert(record seq: Int, _ keys: [IdentityKey], _ db: Database) throws {
        for key in keys {
            try db.run(
                "INSERT OR IGNORE INTO identity (scheme, value, record) VALUES (?, ?, ?)", [key.scheme, key.value, seq])
        }
    }

    /// Makes a record's rows anew from the version that the record points to.
    static func refresh(record seq: Int, _ db: Database) throws {
        try remove(record: seq, db)
        guard
            let row = try db.row(
                """
                SELECT r.id, v.type, v.content, v.identities FROM record r JOIN version v ON v.seq = r.version
                WHERE r.seq = ? AND r.state <> 'erased' AND v.content IS NOT NULL
                """, [seq])
        else { return }
        let id = try RecordID(column: row[0])
        let content = try VersionContent.read(row[2], at: id.text)
        let keys: String? = row[3]
        let record = KistRecord(id: id, type: row[1], fields: content.fields)
        try insert(
            record: seq, record, RecordWalk(record).references, VersionContent.keys(keys ?? "[]", at: id.text), db)
    }

    /// Makes all rows anew, and the list of each version's files.
    static func rebuild(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM identity; DELETE FROM reference; DELETE FROM link; DELETE FROM versionFile")
        let records = try db.map("SELECT seq FROM record ORDER BY seq") { $0[0] as Int }
        for seq in records {
            try refresh(record: seq, db)
        }
        let versions = try db.map("SELECT seq FROM version WHERE content IS NOT NULL ORDER BY seq") { $0[0] as Int }
        for seq in versions {
            guard let row = try db.row("SELECT content FROM version WHERE seq = ?", [seq]) else { continue }
            try insert(files: VersionContent.read(row[0], at: "version \(seq)").files, version: seq, db)
        }
    }

    static func insert(files: [StoredFile], version seq: Int, _ db: Database) throws {
        for file in files {
            try db.run("INSERT OR IGNORE INTO versionFile (version, hash) VALUES (?, ?)", [seq, file.hash.data])
        }
    }
}
