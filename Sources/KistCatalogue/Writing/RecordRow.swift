internal import Foundation
internal import GRDB
internal import KistModel

/// A row of `record` as the writer needs it, with the name and parents of its current version.
struct RecordRow {
    var seq: Int
    var id: RecordID
    var type: String
    var state: RecordState
    var version: VersionName?
    var versionSeq: Int?
    var parents: [VersionName]
    var identities: String?
    var versions: Int

    static func fetch(_ id: RecordID, _ db: Database) throws -> RecordRow? {
        try db.row(
            """
            SELECT r.seq, r.id, r.type, r.state, v.name, v.seq, v.parents, v.identities, r.versions
            FROM record r LEFT JOIN version v ON v.seq = r.version WHERE r.id = ?
            """, [id.text]
        ).map { try RecordRow($0) }
    }

    static func fetch(seq: Int, _ db: Database) throws -> RecordRow? {
        try db.row(
            """
            SELECT r.seq, r.id, r.type, r.state, v.name, v.seq, v.parents, v.identities, r.versions
            FROM record r LEFT JOIN version v ON v.seq = r.version WHERE r.seq = ?
            """, [seq]
        ).map { try RecordRow($0) }
    }

    private init(_ row: Row) throws {
        seq = row[0]
        id = try RecordID(column: row[1])
        type = row[2]
        state = try RecordState(column: row[3], id)
        let name: Data? = row[4]
        version = try name.map { VersionName(try ContentHash(column: $0, "record \(row[1] as String)")) }
        versionSeq = row[5]
        let list: Data? = row[6]
        parents = try ContentHash.list(column: list ?? Data(), "record \(row[1] as String)").map { VersionName($0) }
        identities = row[7]
        versions = row[8]
    }
}

extension RecordID {
    init(column text: String) throws {
        guard let id = RecordID(text) else {
            throw CatalogueError(.damaged, "the catalogue holds an id that is none: run “kist check”")
        }
        self = id
    }
}

extension RecordState {
    init(column text: String, _ id: RecordID) throws {
        guard let state = RecordState(rawValue: text) else {
            throw CatalogueError(.damaged, "the catalogue holds a state that is none: run “kist check”", place: id.text)
        }
        self = state
    }
}
