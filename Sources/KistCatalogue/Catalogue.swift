public import Foundation
internal import GRDB

/// The store of one collection: records in versions, files, and the log that says what happened in which order.
///
/// Reading (``read(_:)``) never waits and sees what any process has committed. Writing goes through a ``BatchWriter``, of
/// which there is one at a time over all processes.
public final class Catalogue: Sendable {
    public let location: CollectionLocation
    public let info: CollectionInfo
    public let isReadOnly: Bool
    public let clock: KistClock
    public let chance: KistChance
    /// Seconds that a writer waits for its turn.
    public let lockWait: Double
    private let readers: DatabasePool

    private init(
        location: CollectionLocation, info: CollectionInfo, isReadOnly: Bool, clock: KistClock, chance: KistChance,
        lockWait: Double, readers: DatabasePool
    ) {
        self.location = location
        self.info = info
        self.isReadOnly = isReadOnly
        self.clock = clock
        self.chance = chance
        self.lockWait = lockWait
        self.readers = readers
    }

    // MARK: - Making and opening

    /// Makes an empty collection; the folder may exist. What is in it is left alone, unless it is a collection.
    ///
    /// - Throws: ``CatalogueError`` `exists`, `readOnly`, `diskFull`.
    public static func create(at folder: URL, info: CollectionInfo) throws {
        let location = CollectionLocation(folder: folder)
        guard !location.exists else {
            throw CatalogueError(.exists, "there is a collection here already", place: location.folder.path)
        }
        try DiskFile.makeFolder(location.folder.path)
        let lock = try WriterLock(at: location.lockFile.path, wait: 5)
        defer { lock.release() }
        guard !location.exists else {
            throw CatalogueError(.exists, "there is a collection here already", place: location.folder.path)
        }
        let path = location.databaseFile.path
        try clearUnfinished(path)
        try DiskFile.makeFolder(location.filesFolder.path)
        let temporary = path + ".new"
        for leftover in [temporary, temporary + "-wal", temporary + "-shm"] { unlink(leftover) }
        try CatalogueError.translating(at: path) {
            let queue = try writerQueue(temporary)
            try queue.inDatabase { db in try db.execute(sql: "PRAGMA journal_mode = WAL") }
            try queue.write { db in try CatalogueSchema.create(in: db, collection: info.id) }
            // Closing folds the write-ahead log into the file, so that the one file can be moved into place.
            try queue.close()
        }
        try DiskFile.synchronise(temporary)
        try DiskFile.move(temporary, to: path)
        try DiskFile.synchronise(location.folder.path)
        // Last: a folder with kist.json is a whole collection.
        try info.save(to: location)
    }

    /// A catalogue without kist.json is what a killed `create` leaves; it goes only when it is empty.
    private static func clearUnfinished(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try CatalogueError.translating(at: path) {
            let queue = try writerQueue(path)
            let entries = try queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM log") } ?? 0
            try queue.close()
            guard entries == 0 else {
                throw CatalogueError(
                    .damaged, "there is a catalogue with records but no kist.json: put kist.json back from a backup",
                    place: path)
            }
        }
        for leftover in [path, path + "-wal", path + "-shm"] { unlink(leftover) }
    }

    /// Opens a collection. Older formats open; a newer one is refused before anything is touched.
    ///
    /// - Throws: ``CatalogueError`` `missing`, `tooNew`, `damaged`.
    public static func open(
        at folder: URL, readOnly: Bool = false, clock: KistClock = .system, chance: KistChance = .system,
        lockWait: Double = 5
    ) throws -> Catalogue {
        let location = CollectionLocation(folder: folder)
        let info = try CollectionInfo.load(from: location)
        let path = location.databaseFile.path
        try checkHeader(path)
        let readers = try CatalogueError.translating(at: path) { () -> DatabasePool in
            var configuration = Configuration()
            configuration.readonly = true
            configuration.label = "kist.catalogue"
            // A reader waits only while another process starts or ends the write-ahead log.
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA cache_size = -8000")
            }
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.read { db in
                let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                try checkFormat(format, path)
                let collection = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'collection'")
                guard collection == info.id else {
                    throw CatalogueError(
                        .damaged,
                        "kist.json belongs to another collection than catalogue.sqlite: "
                            + "put back the one that was here", place: location.infoFile.path)
                }
            }
            return pool
        }
        return Catalogue(
            location: location, info: info, isReadOnly: readOnly, clock: clock, chance: chance, lockWait: lockWait,
            readers: readers)
    }

    /// Judges the file by its first 100 bytes, so that nothing is touched that is not ours or is newer.
    private static func checkHeader(_ path: String) throws {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT {
                throw CatalogueError(
                    .damaged, "catalogue.sqlite is missing: restore the collection from a backup", place: path)
            }
            throw CatalogueError.system(errno, doing: "open the catalogue", path)
        }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = try DiskFile.readSome(descriptor, &header, path)
        guard count == header.count, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw CatalogueError(
                .damaged, "catalogue.sqlite is damaged at its beginning: restore the collection from a backup",
                place: path)
        }
        func number(at offset: Int) -> Int { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard number(at: 68) == CatalogueSchema.applicationID else {
            throw CatalogueError(
                .damaged, "catalogue.sqlite is not a catalogue of Kist: restore it from a backup", place: path)
        }
        try checkFormat(number(at: 60), path)
    }

    private static func checkFormat(_ format: Int, _ path: String) throws {
        guard format <= CollectionInfo.currentFormat else {
            throw CatalogueError(
                .tooNew,
                "the catalogue has format \(format) and this Kist reads up to \(CollectionInfo.currentFormat): "
                    + "use a newer Kist; nothing was changed", place: path)
        }
        guard format >= 1 else {
            throw CatalogueError(
                .damaged, "the catalogue does not say its format: restore it from a backup", place: path)
        }
    }

    // MARK: - Reading

    /// Reads in one snapshot: whatever `body` asks, nothing changes meanwhile. The reader must not leave `body`. A read inside
    /// a read sees the same snapshot.
    public func read<T>(_ body: (CatalogueReader) throws -> T) throws -> T {
        try CatalogueError.translating(at: location.databaseFile.path) {
            try readers.unsafeReentrantRead { db in
                let reader = CatalogueReader(db, location: location)
                if db.isInsideTransaction { return try body(reader) }
                var result: Result<T, any Error>?
                try db.inTransaction(.deferred) {
                    result = Result { try body(reader) }
                    return .commit
                }
                guard let result else {
                    throw CatalogueError(.readWrite, "the catalogue could not be read", place: location.folder.path)
                }
                return try result.get()
            }
        }
    }

    // MARK: - Writing

    /// Takes the right to write and starts a batch. Wait, and its end, as ``WriterLock`` says.
    ///
    /// - Parameters:
    ///   - note: what the history shows for the batch, for example the paths of an import.
    ///   - dryRun: does all the work, and takes it back at the end.
    ///   - allOrNothing: one transaction for the whole batch.
    public func beginBatch(
        kind: BatchKind, note: String, dryRun: Bool = false, allOrNothing: Bool = false
    ) throws -> BatchWriter {
        try BatchWriter(self, kind: kind, note: note, isDryRun: dryRun, isAllOrNothing: allOrNothing)
    }

    /// The right to write, without a batch (for the search index, say).
    ///
    /// - Parameter wait: seconds; the catalogue's own unless given. 0 tries once.
    public func lockForWriting(wait: Double? = nil) throws -> WriterLock {
        guard !isReadOnly else { throw readOnlyError }
        return try WriterLock(at: location.lockFile.path, wait: wait ?? lockWait)
    }

    /// Sets a setting of the collection, or removes it.
    public func set(setting name: String, to value: String?) throws {
        try writeAlone { db in try MetaRows.set(setting: name, to: value, in: db) }
    }

    /// Saves a search under a name, replaces it, or removes it. `value` is JSON that the query layer understands.
    public func set(savedSearch name: String, to value: String?) throws {
        try writeAlone { db in try MetaRows.set(savedSearch: name, to: value, in: db) }
    }

    private func writeAlone(_ body: (Database) throws -> Void) throws {
        let lock = try lockForWriting()
        defer { lock.release() }
        let path = location.databaseFile.path
        try CatalogueError.translating(at: path) {
            let queue = try Self.writerQueue(path)
            try queue.write(body)
            try queue.close()
        }
    }

    var readOnlyError: CatalogueError {
        CatalogueError(.readOnly, "the collection was opened for reading only", place: location.folder.path)
    }

    /// A connection that writes. Its commits are on the disk when they return.
    static func writerQueue(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "kist.writer"
        // A batch's transaction spans several calls.
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // Overwrites what is deleted, for erasure.
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    PRAGMA cache_size = -16000;
                    PRAGMA wal_autocheckpoint = 2000;
                    """)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
