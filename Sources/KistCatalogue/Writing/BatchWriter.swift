internal import Foundation
internal import GRDB
public import KistModel

/// Writes one batch: holds the right to write from ``Catalogue/beginBatch(kind:note:dryRun:allOrNothing:)`` until
/// ``finish()`` or ``abandon()``.
///
/// Work is committed in groups. What was put is *acknowledged*, and survives everything, once ``commitGroup()`` has
/// returned. A record that is refused (a ``CatalogueError`` before anything was written for it) leaves the group whole;
/// trouble with the disk takes the group back and ends the batch, and earlier groups stand.
///
/// Not for use from several threads at once.
public final class BatchWriter {
    /// A group is due after this many items or this much time.
    public static let groupItems = 500
    public static let groupTime: Duration = .seconds(1)

    public let kind: BatchKind
    public let note: String
    public let isDryRun: Bool
    public let isAllOrNothing: Bool
    /// The batch's number, once something has been logged. For a dry run the number that it would have.
    public internal(set) var batch: BatchNumber?
    /// Items put or changed since the last commit.
    public private(set) var itemsInGroup = 0

    enum Phase { case open, failed, over }

    let catalogue: Catalogue
    let store: FileStore
    private let queue: DatabaseQueue
    private let lock: WriterLock
    private var phase = Phase.open
    private var isInTransaction = false
    private var groupStart = ContinuousClock.now
    var incoming: IncomingFiles
    /// State of the log within the transaction.
    var chain: LogChain
    var nextRecord = 1
    var nextVersion = 1
    var counts: [LogEntry.Kind: Int] = [:]
    var unchanged = 0

    init(_ catalogue: Catalogue, kind: BatchKind, note: String, isDryRun: Bool, isAllOrNothing: Bool) throws {
        self.catalogue = catalogue
        self.kind = kind
        self.note = note
        self.isDryRun = isDryRun
        self.isAllOrNothing = isAllOrNothing
        store = FileStore(catalogue.location)
        lock = try catalogue.lockForWriting()
        incoming = IncomingFiles(store, keeps: !isDryRun)
        let path = catalogue.location.databaseFile.path
        chain = LogChain.start(collection: catalogue.info.id)
        do {
            queue = try CatalogueError.translating(at: path) { try Catalogue.writerQueue(path) }
            try incoming.prepare()
            try CatalogueError.translating(at: path) {
                try queue.inDatabase { db in
                    if let row = try db.row("SELECT number, hash FROM log ORDER BY number DESC LIMIT 1") {
                        chain = LogChain(number: row[0], hash: try ContentHash(column: row[1], "log \(row[0] as Int)"))
                    }
                    nextRecord = (try db.number("SELECT max(seq) FROM record") ?? 0) + 1
                    nextVersion = (try db.number("SELECT max(seq) FROM version") ?? 0) + 1
                }
                if !isDryRun { _ = try scrub() }
            }
        } catch {
            lock.release()
            throw error
        }
    }

    deinit { abandon() }

    // MARK: - Groups

    /// Whether it is time for ``commitGroup()``.
    public var groupIsDue: Bool {
        guard isInTransaction, itemsInGroup > 0 else { return false }
        return itemsInGroup >= Self.groupItems || ContinuousClock.now - groupStart >= Self.groupTime
    }

    /// Makes all that was put since the last call durable. With one transaction for the whole batch, or in a dry run,
    /// nothing is committed before ``finish()``.
    ///
    /// - Returns: the log's last number.
    @discardableResult
    public func commitGroup() throws -> LogNumber {
        try checkOpen()
        if !isDryRun, !isAllOrNothing { try commit() }
        itemsInGroup = 0
        groupStart = .now
        return chain.number
    }

    /// Commits what is left, marks the batch finished, and gives up the right to write.
    public func finish() throws -> BatchSummary {
        try checkOpen()
        if let batch, !isDryRun {
            try perform(countsAsItem: false) { db in
                try db.run("UPDATE batch SET finished = ? WHERE number = ?", [catalogue.clock.text, batch])
            }
        }
        var summary = BatchSummary(
            batch: isDryRun ? nil : batch, isDryRun: isDryRun, counts: counts, unchanged: unchanged, head: chain.number)
        if !isDryRun {
            try commit()
            summary.erasureIsPending = try !scrub()
            // Folds the write-ahead log into the database as far as readers allow. All is durable without it, so a failure
            // only leaves the work to the next writer.
            _ = try? queue.writeWithoutTransaction { db in try db.checkpoint(.passive) }
        }
        abandon()
        return summary
    }

    /// Takes back what is not committed and gives up the right to write. Harmless when the batch is over.
    public func abandon() {
        guard phase != .over else { return }
        rollBack()
        phase = .over
        // The connection closes with the queue, at the latest; an error of closing changes nothing that is committed.
        try? queue.close()
        lock.release()
    }

    /// Reads with what this batch has put so far.
    public func read<T>(_ body: (CatalogueReader) throws -> T) throws -> T {
        try checkOpen()
        return try CatalogueError.translating(at: catalogue.location.databaseFile.path) {
            try queue.inDatabase { db in try body(CatalogueReader(db, location: catalogue.location)) }
        }
    }

    /// A new random id that no record has.
    public func newRecordID() throws -> RecordID {
        var attempt = 0
        while true {
            let id = RecordID(bytes: catalogue.chance.bytes(10, for: "record \(chain.number) \(attempt)"))
            if try read({ try $0.status(id) }) == nil { return id }
            attempt += 1
        }
    }

    /// Sets a setting within the batch.
    public func set(setting name: String, to value: String?) throws {
        try perform(countsAsItem: false) { db in try MetaRows.set(setting: name, to: value, in: db) }
    }

    /// Saves a search within the batch.
    public func set(savedSearch name: String, to value: String?) throws {
        try perform(countsAsItem: false) { db in try MetaRows.set(savedSearch: name, to: value, in: db) }
    }

    // MARK: - Inside a transaction

    /// Does one item's work inside the group's transaction. `body` refuses an item before it writes anything; any other
    /// error takes the group back.
    func perform<T>(countsAsItem: Bool = true, _ body: (Database) throws -> T) throws -> T {
        try checkOpen()
        do {
            let result = try queue.unsafeReentrantWrite { db in
                if !isInTransaction {
                    try db.execute(sql: "BEGIN IMMEDIATE")
                    isInTransaction = true
                    groupStart = .now
                }
                return try body(db)
            }
            if countsAsItem { itemsInGroup += 1 }
            return result
        } catch let error as DatabaseError {
            fail()
            throw CatalogueError(error, at: catalogue.location.databaseFile.path)
        } catch let error as CatalogueError where error.code == .damaged {
            // Damage may show when part of an item's work is done.
            fail()
            throw error
        }
    }

    /// Adds an entry to the log, which is what makes a change a change.
    func log(
        _ kind: LogEntry.Kind, record: Int, id: RecordID, version: VersionName?, files: [ContentHash], _ db: Database
    ) throws {
        let batch = try batch ?? startBatch(db)
        chain = chain.next(kind: kind.rawValue, record: id.text, version: version?.hash, batch: batch, files: files)
        try db.run(
            "INSERT INTO log (number, hash, kind, record, version, batch, files) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                chain.number, chain.hash.data, kind.rawValue, record, version?.hash.data, batch,
                ContentHash.data(of: files),
            ])
        counts[kind, default: 0] += 1
    }

    func startBatch(_ db: Database) throws -> BatchNumber {
        if let batch { return batch }
        let number = (try db.number("SELECT max(number) FROM batch") ?? 0) + 1
        try db.run(
            "INSERT INTO batch (number, kind, note, started, firstEntry) VALUES (?, ?, ?, ?, ?)",
            [number, kind.rawValue, note.withoutNulls, catalogue.clock.text, chain.number + 1])
        batch = number
        return number
    }

    private func checkOpen() throws {
        switch phase {
        case .open: return
        case .failed:
            throw CatalogueError(.batchOver, "the batch failed earlier: run it again; what was acknowledged is kept")
        case .over: throw CatalogueError(.batchOver, "the batch has ended")
        }
    }

    private func commit() throws {
        guard isInTransaction else { return }
        do {
            try incoming.settle()
            try queue.inDatabase { db in try db.execute(sql: "COMMIT") }
            isInTransaction = false
        } catch let error as DatabaseError {
            fail()
            throw CatalogueError(error, at: catalogue.location.databaseFile.path)
        } catch {
            fail()
            throw error
        }
    }

    func fail() {
        rollBack()
        phase = .failed
    }

    private func rollBack() {
        if isInTransaction {
            // SQLite may have rolled back by itself (a full disk); if not, closing the connection does it.
            queue.inDatabase { db in
                if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
            }
            isInTransaction = false
        }
        incoming.discard()
    }

    // MARK: - After erasure

    /// Removes the files of erased records that nobody else has. Only what a commit has doomed goes.
    private func removeDoomedFiles() throws {
        let doomed = try queue.inDatabase { db in
            try db.map("SELECT hash FROM doomedFile") { try ContentHash(column: $0[0], "doomedFile") }
        }
        guard !doomed.isEmpty else { return }
        for hash in doomed {
            try store.remove(hash)
            let folder = store.folder(of: hash)
            if store.byteCount(of: hash) == nil, access(folder, F_OK) == 0 { try DiskFile.synchronise(folder) }
        }
        try queue.inDatabase { db in try db.execute(sql: "DELETE FROM doomedFile") }
    }

    /// Leaves no erased byte in the database or its write-ahead log.
    ///
    /// - Returns: false when a reader still looks at the old state: the next writer tries again.
    private func scrub() throws -> Bool {
        try CatalogueError.translating(at: catalogue.location.databaseFile.path) {
            guard try queue.inDatabase({ db in try MetaRows.scrubIsDue(in: db) }) else { return true }
            try removeDoomedFiles()
            do {
                try queue.vacuum()
                _ = try queue.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                return false
            }
            try queue.inDatabase { db in try MetaRows.setScrubIsDue(false, in: db) }
            return true
        }
    }
}
