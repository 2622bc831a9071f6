internal import Foundation
internal import GRDB
public import KistModel

extension BatchWriter {
    /// Puts a record: adds it, or a new version of it when it differs from the current one in type, fields or files.
    ///
    /// - Parameters:
    ///   - files: stored before, by ``storeFile(bytes:name:mediaType:role:)`` and its like, in this batch or earlier.
    ///   - identities: the keys by which this version can be recognised.
    ///   - parent: the version on which the change is based; when the current one is another, nothing is written.
    /// - Throws: ``CatalogueError`` `conflict`, `withdrawn`, `erased`, `invalidRecord`, `unknownFile`.
    public func put(
        _ record: KistRecord, provenance: Provenance, files: [StoredFile] = [], identities: [IdentityKey] = [],
        basedOn parent: VersionName? = nil
    ) throws -> PutOutcome {
        let walk = try RecordWalk(record)
        return try perform { db in
            let row = try RecordRow.fetch(record.id, db)
            if let parent, row?.version != parent {
                throw CatalogueError(
                    .conflict, "the record was changed since: look at its current version and change that",
                    place: record.id.text)
            }
            let keys = Self.sorted(identities)
            if let row, let current = row.version, row.state == .current || row.state == .undone,
                VersionName(of: record, files: files, parents: row.parents) == current
            {
                return try keep(row, current, keys, files: files, db)
            }
            let parents = row?.version.map { [$0] } ?? []
            return try write(record, walk, row, parents, files, keys, provenance, db)
        }
    }

    /// Puts a version that was made elsewhere, with the parents that it was made from there, so that it keeps its name.
    /// It becomes the current one, unless the current one was made from it.
    ///
    /// - Parameters:
    ///   - name: the name that it goes by; refused when its content gives another.
    ///   - number: its number where it was made; it gets this one here too, or the next that is free.
    public func adopt(
        _ record: KistRecord, parents: [VersionName], provenance: Provenance, files: [StoredFile] = [],
        identities: [IdentityKey] = [], name: VersionName? = nil, number: Int = 1
    ) throws -> PutOutcome {
        let walk = try RecordWalk(record)
        let actual = VersionName(of: record, files: files, parents: parents)
        if let name, name != actual {
            throw CatalogueError(
                .wrongVersion, "the content of a version does not give the name that it goes by", place: record.id.text)
        }
        return try perform { db in
            let row = try RecordRow.fetch(record.id, db)
            let keys = Self.sorted(identities)
            if let row, let current = row.version, row.state == .current || row.state == .undone {
                if current == actual { return try keep(row, current, keys, files: files, db) }
                if row.state == .current, try isAncestor(actual, of: current, db) {
                    unchanged += 1
                    return .unchanged(current)
                }
            }
            return try write(record, walk, row, parents, files, keys, provenance, atLeast: number, db)
        }
    }

    /// Numbers of versions are for reading; one that came from outside cannot use up all that there are.
    private static let greatestNumber = 1_000_000

    // MARK: - Parts

    private static func sorted(_ keys: [IdentityKey]) -> [IdentityKey] {
        Set(keys.map { IdentityKey(scheme: $0.scheme.withoutNulls, value: $0.value.withoutNulls) }).sorted()
    }

    /// The content is there already: at most the record comes back from being undone, or gets other keys.
    private func keep(
        _ row: RecordRow, _ current: VersionName, _ keys: [IdentityKey], files: [StoredFile], _ db: Database
    ) throws -> PutOutcome {
        let text = VersionContent.text(of: keys)
        if let version = row.versionSeq, row.identities != text {
            try db.run("UPDATE version SET identities = ? WHERE seq = ?", [text, version])
            try db.run("DELETE FROM identity WHERE record = ?", [row.seq])
            try DerivedRows.insert(record: row.seq, keys, db)
        }
        guard row.state == .undone else {
            unchanged += 1
            return .unchanged(current)
        }
        try log(.revived, record: row.seq, id: row.id, version: current, files: files.map(\.hash), db)
        try db.run("UPDATE record SET state = 'current', changed = ? WHERE seq = ?", [chain.number, row.seq])
        return .revived(current)
    }

    private func write(
        _ record: KistRecord, _ walk: RecordWalk, _ row: RecordRow?, _ parents: [VersionName], _ files: [StoredFile],
        _ keys: [IdentityKey], _ provenance: Provenance, atLeast least: Int = 1, _ db: Database
    ) throws -> PutOutcome {
        switch row?.state {
        case .withdrawn:
            throw CatalogueError(
                .withdrawn, "the record was withdrawn: reinstate it before it is changed", place: record.id.text)
        case .erased:
            throw CatalogueError(.erased, "the record was erased: its id is not used again", place: record.id.text)
        case .current, .undone, nil: break
        }
        for file in files
        where try db.number("SELECT bytes FROM file WHERE hash = ?", [file.hash.data]) != file.byteCount {
            throw CatalogueError(.unknownFile, "a file of the record has not been stored", place: file.hash.hex)
        }
        let name = VersionName(of: record, files: files, parents: parents)
        let seq = row?.seq ?? nextRecord
        let known = try db.number("SELECT seq FROM version WHERE name = ?", [name.hash.data])
        let version = known ?? nextVersion
        let number = max((row?.versions ?? 0) + 1, min(least, Self.greatestNumber))
        let kind: LogEntry.Kind = row == nil ? .added : row?.state == .undone ? .revived : .updated
        // In this order: see CatalogueSchema.
        let batch = try startBatch(db)
        if known == nil {
            try insertVersion(record, version, seq, number, name, parents, files, keys, provenance, batch, db)
        } else {
            try db.run("UPDATE version SET identities = ? WHERE seq = ?", [VersionContent.text(of: keys), version])
        }
        try log(kind, record: seq, id: record.id, version: name, files: files.map(\.hash), db)
        if row == nil {
            try db.run(
                """
                INSERT INTO record (seq, id, type, state, version, versions, changed)
                VALUES (?, ?, ?, 'current', ?, ?, ?)
                """, [seq, record.id.text, record.type, version, number, chain.number])
            nextRecord += 1
        } else {
            try db.run(
                "UPDATE record SET type = ?, state = 'current', version = ?, versions = ?, changed = ? WHERE seq = ?",
                [record.type, version, known == nil ? number : row?.versions ?? 0, chain.number, seq])
            try DerivedRows.remove(record: seq, db)
        }
        try DerivedRows.insert(record: seq, record, walk.references, keys, db)
        switch kind {
        case .added: return .added(name)
        case .revived: return .revived(name)
        default: return row?.version.map { .updated(from: $0, to: name) } ?? .added(name)
        }
    }

    private func insertVersion(
        _ record: KistRecord, _ version: Int, _ seq: Int, _ number: Int, _ name: VersionName, _ parents: [VersionName],
        _ files: [StoredFile], _ keys: [IdentityKey], _ provenance: Provenance, _ batch: BatchNumber, _ db: Database
    ) throws {
        var provenance = provenance
        if provenance.date == nil { provenance.date = catalogue.clock.text }
        try db.run(
            """
            INSERT INTO version (seq, name, record, number, parents, type, batch, source, content, provenance, identities)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                version, name.hash.data, seq, number, ContentHash.data(of: parents.map(\.hash)), record.type, batch,
                provenance.source?.data, VersionContent.text(of: record, files: files), provenance.json.compact,
                VersionContent.text(of: keys),
            ])
        try DerivedRows.insert(files: files, version: version, db)
        nextVersion += 1
    }

    /// Whether `name` is among the versions that `version` was made from, directly or not.
    private func isAncestor(_ name: VersionName, of version: VersionName, _ db: Database) throws -> Bool {
        guard try db.number("SELECT seq FROM version WHERE name = ?", [name.hash.data]) != nil else { return false }
        var seen: Set<ContentHash> = []
        var waiting = [version.hash]
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted,
                let row = try db.row("SELECT parents FROM version WHERE name = ?", [next.data])
            else { continue }
            let parents = try ContentHash.list(column: row[0], next.hex)
            if parents.contains(name.hash) { return true }
            waiting += parents
        }
        return false
    }
}
