internal import Foundation
internal import GRDB
public import KistModel

extension CatalogueReader {
    /// The last number of the log; 0 for an empty one.
    public func head() throws -> LogNumber { try db.number("SELECT max(number) FROM log") ?? 0 }

    /// The log's last entry, whose hash vouches for all before it.
    public func lastEntry() throws -> LogEntry? {
        try db.row(Self.entryColumns + " ORDER BY l.number DESC LIMIT 1").map(entry)
    }

    /// Entries in order from the one after `number`.
    public func entries(after number: LogNumber, limit: Int) throws -> [LogEntry] {
        try db.map(Self.entryColumns + " WHERE l.number > ? ORDER BY l.number LIMIT ?", [number, limit], entry)
    }

    /// All entries of a record, the first first.
    public func entries(of id: RecordID) throws -> [LogEntry] {
        try db.map(
            Self.entryColumns + " WHERE l.record = (SELECT seq FROM record WHERE id = ?) ORDER BY l.number", [id.text],
            entry)
    }

    /// All entries of a batch, in order.
    public func entries(of batch: BatchNumber) throws -> [LogEntry] {
        try db.map(Self.entryColumns + " WHERE l.batch = ? ORDER BY l.number", [batch], entry)
    }

    /// What followed a log number, for those who keep up with the log.
    public func changes(after number: LogNumber, limit: Int) throws -> [Change] {
        try db.map(
            """
            SELECT l.number, r.id, r.state, r.changed = l.number FROM log l JOIN record r ON r.seq = l.record
            WHERE l.number > ? ORDER BY l.number LIMIT ?
            """, [number, limit]
        ) { row in
            let id = try RecordID(column: row[1])
            return Change(number: row[0], id: id, state: try RecordState(column: row[2], id), isLatest: row[3])
        }
    }

    /// Batches, the newest first; `before` is the last number of the page before.
    public func batches(before: BatchNumber = .max, limit: Int = .max) throws -> [BatchInfo] {
        try db.map(
            Self.batchColumns + " WHERE number < ? ORDER BY number DESC LIMIT ?", [before, limit]
        ) { row in row.copy() }.map(batch)
    }

    public func batch(_ number: BatchNumber) throws -> BatchInfo? {
        try db.row(Self.batchColumns + " WHERE number = ?", [number]).map(batch)
    }

    private static let batchColumns = """
        SELECT number, kind, note, started, finished, undoes, undoneBy, firstEntry FROM batch
        """

    private func batch(_ row: Row) throws -> BatchInfo {
        let number: Int = row[0]
        guard let kind = BatchKind(rawValue: row[1]) else {
            throw CatalogueError(.damaged, "a batch is of an unknown kind: run “kist check”", place: "\(number)")
        }
        var counts: [LogEntry.Kind: Int] = [:]
        try db.each("SELECT kind, count(*) FROM log WHERE batch = ? GROUP BY kind", [number]) { row in
            if let kind = LogEntry.Kind(rawValue: row[0]) { counts[kind] = row[1] }
        }
        return BatchInfo(
            number: number, kind: kind, note: row[2], started: row[3], finished: row[4], undoes: row[5],
            undoneBy: row[6], counts: counts, firstEntry: row[7])
    }

    private static let entryColumns = """
        SELECT l.number, l.hash, l.kind, r.id, l.version, l.batch, l.files FROM log l JOIN record r ON r.seq = l.record
        """

    private func entry(_ row: Row) throws -> LogEntry {
        let number: Int = row[0]
        let place = "log \(number)"
        guard let kind = LogEntry.Kind(rawValue: row[2]) else {
            throw CatalogueError(.damaged, "a log entry is of an unknown kind: run “kist check”", place: place)
        }
        let version: Data? = row[4]
        return LogEntry(
            number: number, hash: try ContentHash(column: row[1], place), kind: kind,
            record: try RecordID(column: row[3]),
            version: try version.map { VersionName(try ContentHash(column: $0, place)) }, batch: row[5],
            files: try ContentHash.list(column: row[6], place))
    }
}
