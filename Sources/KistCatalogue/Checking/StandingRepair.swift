internal import Foundation
internal import GRDB

/// Lets every record stand again as the log's last entry for it says.
enum StandingRepair {
    static func run(_ db: Database) throws {
        let last = try db.map(
            """
            SELECT l.record, l.number, l.kind, v.seq, v.type,
                (SELECT coalesce(max(c.number), 0) FROM version c WHERE c.record = l.record)
            FROM log l LEFT JOIN version v ON v.name = l.version
            WHERE l.number = (SELECT max(number) FROM log m WHERE m.record = l.record)
            """
        ) { row in row.copy() }
        for row in last {
            guard let kind = LogEntry.Kind(rawValue: row[2]) else { continue }
            let version: Int? = row[3]
            let type: String? = row[4]
            try db.run(
                "UPDATE record SET state = ?, version = ?, versions = ?, changed = ?, type = coalesce(?, type) WHERE seq = ?",
                [kind.stateAfter.rawValue, version, row[5] as Int, row[1] as Int, type, row[0] as Int])
        }
    }
}
