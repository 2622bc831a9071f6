internal import Foundation
internal import GRDB
internal import KistModel

extension BatchWriter {
    /// How a record stood at one point of the log.
    private struct Standing: Equatable {
        var state: RecordState
        var version: VersionName?
        var tombstone: Tombstone?
    }

    /// Takes back what a batch did, by new entries: a record that came with it is hidden (*undone*), one that it changed goes
    /// back to what it was. A record that was changed since keeps the later change and is listed.
    ///
    /// - Throws: ``CatalogueError`` `notFound`, `alreadyUndone`.
    public func undo(_ target: BatchNumber) throws -> UndoResult {
        try perform { db in
            guard target != batch, let row = try db.row("SELECT undoneBy, undoes FROM batch WHERE number = ?", [target])
            else { throw CatalogueError(.notFound, "there is no batch with this number", place: "\(target)") }
            if let earlier: Int = row[0] {
                throw CatalogueError(
                    .alreadyUndone, "the batch was undone already, by batch \(earlier)", place: "\(target)")
            }
            let undoes: Int? = row[1]
            var result = UndoResult(target: target)
            let records = try db.map(
                "SELECT record, min(number), max(number) FROM log WHERE batch = ? GROUP BY record ORDER BY max(number) DESC",
                [target]
            ) { (record: $0[0] as Int, first: $0[1] as Int, last: $0[2] as Int) }
            for entry in records {
                try undo(record: entry.record, first: entry.first, last: entry.last, &result, db)
            }
            if let batch {
                try db.run("UPDATE batch SET undoneBy = ? WHERE number = ?", [batch, target])
                try db.run("UPDATE batch SET undoes = ? WHERE number = ?", [target, batch])
                if let undoes { try db.run("UPDATE batch SET undoneBy = NULL WHERE number = ?", [undoes]) }
            }
            return result
        }
    }

    private func undo(
        record seq: Int, first: LogNumber, last: LogNumber, _ result: inout UndoResult, _ db: Database
    ) throws {
        guard let row = try RecordRow.fetch(seq: seq, db), let after = try standing(seq, at: last, db) else {
            throw CatalogueError(.damaged, "the log names a record that is not there: run “kist check”")
        }
        if row.state == .erased {
            result.kept.append(UndoResult.Kept(id: row.id, reason: .erased))
            return
        }
        let now = try standing(seq, at: chain.number, db)
        guard now == after else {
            result.kept.append(UndoResult.Kept(id: row.id, reason: .changedSince))
            return
        }
        let before = try standing(seq, at: first - 1, db)
        guard let before, before.state != .undone, before.state != .erased else {
            if row.state != .undone { try change(row, .undone, before?.version ?? row.version, db) }
            result.undone.append(row.id)
            return
        }
        if before == after { return }
        switch before.state {
        case .withdrawn: try change(row, .withdrawn, before.version, tombstone: before.tombstone, db)
        default:
            let kind: LogEntry.Kind =
                row.state == .withdrawn ? .reinstated : row.state == .undone ? .revived : .reverted
            try change(row, kind, before.version, db)
        }
        result.reverted.append(row.id)
    }

    /// What the record's last entry up to `number` left; nil before its first.
    private func standing(_ seq: Int, at number: LogNumber, _ db: Database) throws -> Standing? {
        guard
            let row = try db.row(
                """
                SELECT l.kind, l.version, t.reason, t.date, t.replacement
                FROM log l LEFT JOIN tombstone t ON t.number = l.number
                WHERE l.record = ? AND l.number <= ? ORDER BY l.number DESC LIMIT 1
                """, [seq, number])
        else { return nil }
        guard let kind = LogEntry.Kind(rawValue: row[0]) else {
            throw CatalogueError(.damaged, "the log holds an entry of an unknown kind: run “kist check”")
        }
        let version: Data? = row[1]
        let reason: String? = row[2]
        let date: String? = row[3]
        let replacement: String? = row[4]
        return Standing(
            state: kind.stateAfter,
            version: try version.map { VersionName(try ContentHash(column: $0, "log")) },
            tombstone: try reason.map {
                Tombstone(reason: $0, date: date ?? "", replacement: try replacement.map { try RecordID(column: $0) })
            })
    }
}
