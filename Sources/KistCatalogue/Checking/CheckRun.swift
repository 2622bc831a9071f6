internal import Foundation
internal import GRDB
internal import KistModel

/// One pass of checking, in one snapshot.
struct CheckRun {
    private let reader: CatalogueReader
    private let catalogue: Catalogue
    private let options: CheckOptions
    private let store: FileStore
    private var report = CheckReport()
    private var db: Database { reader.db }

    init(_ reader: CatalogueReader, _ catalogue: Catalogue, _ options: CheckOptions) {
        self.reader = reader
        self.catalogue = catalogue
        self.options = options
        store = FileStore(catalogue.location)
    }

    func run() throws -> CheckReport {
        var run = self
        let steps: [(inout CheckRun) throws -> Void] = [
            { try $0.checkDatabase() }, { try $0.checkLog() }, { try $0.checkVersions() }, { try $0.checkRecords() },
            { try $0.checkFiles() }, { try $0.checkDerived() }, { try $0.checkReferences() },
        ]
        for step in steps {
            do {
                try step(&run)
            } catch let error as DatabaseError {
                run.note(.database, CatalogueError(error, at: "").message, catalogue.location.databaseFile.path)
            } catch let error as CatalogueError where error.code == .damaged {
                run.note(.database, error.message, error.place ?? catalogue.location.databaseFile.path)
            }
        }
        return run.report
    }

    private mutating func note(_ code: CatalogueProblem.Code, _ message: String, _ place: String) {
        report.problems.append(CatalogueProblem(code: code, message: message, place: place))
    }

    // MARK: - Steps

    private mutating func checkDatabase() throws {
        let path = catalogue.location.databaseFile.path
        for line in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where line != "ok" {
            note(.database, "the database is damaged (\(line)): restore it from a backup", path)
        }
        var broken = 0
        let rows = try Row.fetchCursor(db, sql: "PRAGMA foreign_key_check")
        while try rows.next() != nil { broken += 1 }
        if broken > 0 {
            note(.database, "\(broken) rows point to rows that are not there: restore it from a backup", path)
        }
    }

    private mutating func checkLog() throws {
        var chain = LogChain.start(collection: catalogue.info.id)
        var isBroken = false
        try db.each(
            """
            SELECT l.number, l.hash, l.kind, r.id, l.version, l.batch, l.files
            FROM log l LEFT JOIN record r ON r.seq = l.record ORDER BY l.number
            """
        ) { row in
            guard !isBroken else { return }
            let number: Int = row[0]
            let hash = try ContentHash(column: row[1], "log \(number)")
            let version: Data? = row[4]
            let id: String? = row[3]
            chain = chain.next(
                kind: row[2], record: id ?? "",
                version: try version.map { try ContentHash(column: $0, "log \(number)") },
                batch: row[5], files: try ContentHash.list(column: row[6], "log \(number)"))
            guard chain.number == number, chain.hash == hash else {
                isBroken = true
                note(
                    .logChain,
                    "the log was changed at entry \(number): what follows it cannot be trusted; restore a backup",
                    "\(number)")
                return
            }
            report.entries = number
        }
        let missing = try db.map(
            """
            SELECT l.number FROM log l LEFT JOIN version v ON v.name = l.version AND v.record = l.record
            WHERE l.version IS NOT NULL AND v.seq IS NULL ORDER BY l.number LIMIT 100
            """
        ) { $0[0] as Int }
        for number in missing {
            note(.versionMissing, "the log names a version that is not here: restore a backup", "\(number)")
        }
    }

    private mutating func checkVersions() throws {
        try db.each(
            """
            SELECT r.id, r.state, v.name, v.number, v.parents, v.type, v.content FROM version v
            LEFT JOIN record r ON r.seq = v.record ORDER BY v.seq
            """
        ) { row in
            report.versions += 1
            let id: String = row[0] ?? "?"
            let text: String? = row[6]
            guard let text else {
                if row[1] as String? != RecordState.erased.rawValue {
                    note(.versionContent, "version \(row[3] as Int) has lost its content: restore a backup", id)
                }
                return
            }
            let name = try ContentHash(column: row[2], id)
            let parents = try ContentHash.list(column: row[4], id).map { VersionName($0) }
            var actual: VersionName?
            if let record = RecordID(id), let content = try? VersionContent.read(text, at: id) {
                actual = VersionName(
                    of: KistRecord(id: record, type: row[5], fields: content.fields), files: content.files,
                    parents: parents)
            }
            if actual?.hash != name {
                note(
                    .versionContent, "the content of version \(row[3] as Int) is not what was stored: restore a backup",
                    id)
            }
        }
    }

    private mutating func checkRecords() throws {
        report.records = try reader.countByState()[.current] ?? 0
        let rows = try db.map(
            """
            SELECT r.id, r.state, r.changed, v.name, l.number, l.kind, l.version
            FROM record r LEFT JOIN version v ON v.seq = r.version
            LEFT JOIN log l ON l.number = (SELECT max(number) FROM log WHERE record = r.seq)
            WHERE l.number IS NULL OR l.number <> r.changed OR v.name IS NOT l.version OR r.state <> CASE l.kind
                WHEN 'withdrawn' THEN 'withdrawn' WHEN 'undone' THEN 'undone' WHEN 'erased' THEN 'erased' ELSE 'current' END
            ORDER BY r.id
            """
        ) { $0[0] as String }
        for id in rows {
            note(.recordState, "the record does not stand as the log says: “kist check --repair” puts it right", id)
        }
    }

    private mutating func checkFiles() throws {
        var known: Set<ContentHash> = []
        try db.each("SELECT hash, bytes FROM file ORDER BY hash") { row in
            let hash = try ContentHash(column: row[0], "file")
            known.insert(hash)
            report.files += 1
            report.fileBytes += row[1]
            guard let size = store.byteCount(of: hash) else {
                note(.fileMissing, "a stored file is missing: import its source again, or restore a backup", hash.hex)
                return
            }
            var isSame = size == row[1]
            if isSame, options.readsFiles {
                do {
                    isSame = try FileStore.measure(store.path(of: hash)).hash == hash
                } catch let error as CatalogueError {
                    note(.fileChanged, error.message, hash.hex)
                    return
                }
            }
            if !isSame {
                note(.fileChanged, "a stored file's bytes have changed: restore it from a backup", hash.hex)
            }
        }
        let doomed = Set(try db.map("SELECT hash FROM doomedFile") { try ContentHash(column: $0[0], "doomedFile") })
        let contents = try store.contents()
        for hash in contents.files where !known.contains(hash) && !doomed.contains(hash) {
            note(
                .orphanFile, "no record has this file: a cut-short import left it; it may be deleted",
                store.path(of: hash))
        }
        for path in contents.strangers { note(.strangeFile, "Kist did not put this here; it may be moved away", path) }
        if try !doomed.isEmpty || MetaRows.scrubIsDue(in: db) {
            note(
                .erasurePending, "erased bytes are still on the disk: the next command that writes removes them",
                catalogue.location.databaseFile.path)
        }
    }

    private mutating func checkDerived() throws {
        let differing = try DerivedComparison.differingRecords(db)
        for id in differing {
            note(.derived, "the look-up tables are wrong for a record: “kist check --repair” rebuilds them", id)
        }
    }

    private mutating func checkReferences() throws {
        for use in try reader.dangling() {
            note(
                .dangling,
                "the record names another, at \(use.path), that is not here: import it, or edit the reference",
                use.id.text)
        }
    }
}
