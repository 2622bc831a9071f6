internal import Foundation
internal import GRDB
public import KistModel

extension BatchWriter {
    /// Takes a record back. Its content is kept, and a tombstone says why.
    ///
    /// - Parameters:
    ///   - date: ISO 8601; now unless given (a pack brings its own).
    ///   - type: with a type, an id that is not here gets a tombstone without content (a pack's withdrawals).
    /// - Throws: ``CatalogueError`` `notFound`, `withdrawn` (it is already), `erased`.
    public func withdraw(
        _ id: RecordID, reason: String, replacement: RecordID? = nil, date: String? = nil, type: String? = nil
    ) throws {
        try perform { db in
            let tombstone = Tombstone(reason: reason, date: date ?? catalogue.clock.text, replacement: replacement)
            guard let row = try RecordRow.fetch(id, db) else {
                guard let type else { throw notFound(id) }
                return try addTombstone(.withdrawn, id, type, tombstone, db)
            }
            switch row.state {
            case .undone: throw notFound(id)
            case .withdrawn: throw CatalogueError(.withdrawn, "the record is withdrawn already", place: id.text)
            case .erased: throw CatalogueError(.erased, "the record was erased", place: id.text)
            case .current: try change(row, .withdrawn, row.version, tombstone: tombstone, db)
            }
        }
    }

    /// Brings a withdrawn record back as it was.
    ///
    /// - Throws: ``CatalogueError`` `notFound` (also when only its tombstone is here), `notWithdrawn`, `erased`.
    public func reinstate(_ id: RecordID) throws {
        try perform { db in
            guard let row = try RecordRow.fetch(id, db), row.state != .undone else { throw notFound(id) }
            switch row.state {
            case .erased: throw CatalogueError(.erased, "the record was erased and cannot come back", place: id.text)
            case .current, .undone: throw CatalogueError(.notWithdrawn, "the record is not withdrawn", place: id.text)
            case .withdrawn:
                guard row.version != nil else {
                    throw CatalogueError(
                        .notFound, "only the record's tombstone is here, not its content", place: id.text)
                }
                try change(row, .reinstated, row.version, db)
            }
        }
    }

    /// Destroys the content of all versions of a record, and the files that no other record has. The id, the names of its
    /// versions and a tombstone stay, so that the log still verifies. Cannot be undone.
    ///
    /// The reason is shown to everyone who asks for the record: it must not repeat what was erased. The notes of batches are
    /// not touched.
    ///
    /// - Throws: ``CatalogueError`` `notFound`, `erased` (it is already).
    public func erase(_ id: RecordID, reason: String, date: String? = nil, type: String? = nil) throws {
        try perform { db in
            let tombstone = Tombstone(reason: reason, date: date ?? catalogue.clock.text)
            guard let row = try RecordRow.fetch(id, db) else {
                guard let type else { throw notFound(id) }
                return try addTombstone(.erased, id, type, tombstone, db)
            }
            guard row.state != .erased else {
                throw CatalogueError(.erased, "the record is erased already", place: id.text)
            }
            try log(.erased, record: row.seq, id: id, version: nil, files: [], db)
            try DerivedRows.remove(record: row.seq, db)
            try db.run("DELETE FROM tombstone WHERE number IN (SELECT number FROM log WHERE record = ?)", [row.seq])
            try insert(tombstone, db)
            let files = try db.map(
                "SELECT DISTINCT hash FROM versionFile WHERE version IN (SELECT seq FROM version WHERE record = ?)",
                [row.seq]
            ) { try ContentHash(column: $0[0], id.text) }
            try db.run(
                "DELETE FROM versionFile WHERE version IN (SELECT seq FROM version WHERE record = ?)", [row.seq])
            for hash in files
            where try db.number("SELECT 1 FROM versionFile WHERE hash = ? LIMIT 1", [hash.data]) == nil {
                try db.run("DELETE FROM file WHERE hash = ?", [hash.data])
                try db.run("INSERT OR IGNORE INTO doomedFile (hash) VALUES (?)", [hash.data])
            }
            try db.run(
                """
                UPDATE version SET content = NULL, provenance = NULL, identities = NULL, source = NULL WHERE record = ?
                """, [row.seq])
            try db.run(
                "UPDATE record SET state = 'erased', version = NULL, changed = ? WHERE seq = ?",
                [chain.number, row.seq])
            try MetaRows.setScrubIsDue(true, in: db)
        }
    }

    // MARK: - Parts

    private func notFound(_ id: RecordID) -> CatalogueError {
        CatalogueError(.notFound, "there is no record with this id", place: id.text)
    }

    /// Lets a record stand as an entry of `kind` says, at `version`.
    func change(
        _ row: RecordRow, _ kind: LogEntry.Kind, _ version: VersionName?, tombstone: Tombstone? = nil, _ db: Database
    ) throws {
        var seq: Int?
        var type = row.type
        var files: [ContentHash] = []
        if let version, let found = try db.row("SELECT seq, type FROM version WHERE name = ?", [version.hash.data]) {
            seq = found[0]
            type = found[1]
            files = try db.map("SELECT hash FROM versionFile WHERE version = ? ORDER BY hash", [found[0] as Int]) {
                try ContentHash(column: $0[0], row.id.text)
            }
        }
        try log(kind, record: row.seq, id: row.id, version: version, files: files, db)
        if let tombstone { try insert(tombstone, db) }
        try db.run(
            "UPDATE record SET type = ?, state = ?, version = ?, changed = ? WHERE seq = ?",
            [type, kind.stateAfter.rawValue, seq, chain.number, row.seq])
        if seq != row.versionSeq { try DerivedRows.refresh(record: row.seq, db) }
    }

    private func insert(_ tombstone: Tombstone, _ db: Database) throws {
        try db.run(
            "INSERT INTO tombstone (number, date, reason, replacement) VALUES (?, ?, ?, ?)",
            [chain.number, tombstone.date.withoutNulls, tombstone.reason.withoutNulls, tombstone.replacement?.text])
    }

    private func addTombstone(
        _ kind: LogEntry.Kind, _ id: RecordID, _ type: String, _ tombstone: Tombstone, _ db: Database
    ) throws {
        _ = try RecordWalk(KistRecord(id: id, type: type))
        let seq = nextRecord
        try log(kind, record: seq, id: id, version: nil, files: [], db)
        try db.run(
            "INSERT INTO record (seq, id, type, state, version, versions, changed) VALUES (?, ?, ?, ?, NULL, 0, ?)",
            [seq, id.text, type, kind.stateAfter.rawValue, chain.number])
        nextRecord += 1
        try insert(tombstone, db)
    }
}
