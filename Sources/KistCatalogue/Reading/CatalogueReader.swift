internal import Foundation
internal import GRDB
public import KistModel

/// Answers questions about a collection from one snapshot of it. Valid only inside the closure that it is given to.
public final class CatalogueReader {
    let db: Database
    let location: CollectionLocation

    init(_ db: Database, location: CollectionLocation) {
        self.db = db
        self.location = location
    }

    // MARK: - One record

    /// How the record stands, without its content; nil for an id that is not here.
    public func status(_ id: RecordID) throws -> RecordStatus? {
        try db.row(Self.statusColumns + " WHERE r.id = ?", [id.text]).map(status)
    }

    /// The record's state; nil when there is no such record.
    public func state(_ id: RecordID) throws -> RecordState? { try status(id)?.state }

    /// The record's current version, also of a withdrawn or undone record (see ``StoredVersion/state``); nil for an unknown
    /// id and where there is no content.
    public func record(_ id: RecordID) throws -> StoredVersion? {
        try db.row(Self.versionColumns + " JOIN version v ON v.seq = r.version WHERE r.id = ?", [id.text])
            .flatMap(version)
    }

    /// A version of any age by its name; nil when it is not here or erased.
    public func version(_ name: VersionName) throws -> StoredVersion? {
        try db.row(Self.versionColumns + " JOIN version v ON v.record = r.seq WHERE v.name = ?", [name.hash.data])
            .flatMap(version)
    }

    /// All versions of a record, the first first.
    public func versions(_ id: RecordID) throws -> [VersionSummary] {
        try db.map(
            """
            SELECT v.name, v.number, v.parents, v.batch, v.provenance, v.content IS NOT NULL
            FROM version v JOIN record r ON r.seq = v.record WHERE r.id = ? ORDER BY v.number
            """, [id.text]
        ) { row in
            let provenance: String? = row[4]
            return VersionSummary(
                name: VersionName(try ContentHash(column: row[0], id.text)), number: row[1],
                parents: try ContentHash.list(column: row[2], id.text).map { VersionName($0) }, batch: row[3],
                date: try provenance.map { try VersionContent.provenance($0, at: id.text) }?.date, hasContent: row[5])
        }
    }

    /// What stands in a withdrawn or erased record's place; nil for any other.
    public func tombstone(_ id: RecordID) throws -> Tombstone? {
        guard
            let row = try db.row(
                """
                SELECT t.reason, t.date, t.replacement FROM tombstone t
                WHERE t.number = (SELECT changed FROM record WHERE id = ?)
                """, [id.text])
        else { return nil }
        let replacement: String? = row[2]
        return Tombstone(
            reason: row[0], date: row[1], replacement: try replacement.map { try RecordID(column: $0) })
    }

    // MARK: - Many records

    /// The ids that begin with `prefix`, in order, at most `limit`; none for a prefix under four characters.
    public func ids(withPrefix prefix: String, limit: Int = 20) throws -> [RecordID] {
        let prefix = prefix.lowercased()
        guard prefix.utf8.count >= RecordID.shortestPrefix, prefix.utf8.allSatisfy(RecordID.alphabet.contains) else {
            return []
        }
        // "{" comes after every character of an id.
        return try db.map(
            "SELECT id FROM record WHERE id >= ? AND id < ? AND state <> 'undone' ORDER BY id LIMIT ?",
            [prefix, prefix + "{", limit]
        ) { try RecordID(column: $0[0]) }
    }

    /// The one record that an id or the beginning of an id means.
    ///
    /// - Throws: ``CatalogueError`` `notFound`; `ambiguous`, whose place lists the ids.
    public func resolve(prefix: String) throws -> RecordID {
        let found = try ids(withPrefix: prefix, limit: 10)
        guard let first = found.first else {
            throw CatalogueError(.notFound, "no record has this id", place: prefix)
        }
        guard found.count == 1 else {
            throw CatalogueError(
                .ambiguous, "several records have an id that begins like this: type more of it",
                place: found.map(\.text).joined(separator: ", "))
        }
        return first
    }

    /// The shortest beginning of an id, at least four characters, that no other record's id has.
    public func shortestPrefix(of id: RecordID) throws -> String {
        var shared = RecordID.shortestPrefix - 1
        for sql in [
            "SELECT id FROM record WHERE id < ? ORDER BY id DESC LIMIT 1",
            "SELECT id FROM record WHERE id > ? ORDER BY id LIMIT 1",
        ] {
            guard let row = try db.row(sql, [id.text]) else { continue }
            let neighbour: String = row[0]
            shared = max(shared, zip(neighbour.utf8, id.text.utf8).prefix { $0 == $1 }.count)
        }
        return String(id.text.prefix(shared + 1))
    }

    /// Records in id order, a page at a time.
    ///
    /// - Parameters:
    ///   - type: of this type only.
    ///   - after: the last id of the page before.
    public func records(
        type: String? = nil, state: RecordState = .current, after: RecordID? = nil, limit: Int
    ) throws -> [RecordStatus] {
        let start = after?.text ?? ""
        if let type {
            return try db.map(
                Self.statusColumns + " WHERE r.type = ? AND r.state = ? AND r.id > ? ORDER BY r.id LIMIT ?",
                [type, state.rawValue, start, limit], status)
        }
        return try db.map(
            Self.statusColumns + " WHERE r.state = ? AND r.id > ? ORDER BY r.id LIMIT ?",
            [state.rawValue, start, limit], status)
    }

    /// Every record in a state, in id order, one in memory at a time. `body` may ask this reader other questions.
    public func forEachRecord(
        type: String? = nil, state: RecordState = .current, _ body: (StoredVersion) throws -> Void
    ) throws {
        var last: RecordID?
        while true {
            let page = try records(type: type, state: state, after: last, limit: 256)
            for entry in page {
                if let version = try record(entry.id) { try body(version) }
            }
            guard page.count == 256, let end = page.last else { return }
            last = end.id
        }
    }

    /// How many records there are of each type in a state.
    public func countByType(state: RecordState = .current) throws -> [String: Int] {
        var result: [String: Int] = [:]
        try db.each("SELECT type, count(*) FROM record WHERE state = ? GROUP BY type", [state.rawValue]) { row in
            result[row[0]] = row[1]
        }
        return result
    }

    /// How many records are in each state; every state is there.
    public func countByState() throws -> [RecordState: Int] {
        var result: [RecordState: Int] = [:]
        for state in RecordState.allCases {
            result[state] = try db.number("SELECT count(*) FROM record WHERE state = ?", [state.rawValue]) ?? 0
        }
        return result
    }

    // MARK: - Recognising

    /// The records that go by a key, in any state but erased, in id order.
    public func records(with key: IdentityKey) throws -> [IdentityMatch] {
        try db.map(
            """
            SELECT r.id, r.state FROM identity i JOIN record r ON r.seq = i.record
            WHERE i.scheme = ? AND i.value = ? ORDER BY r.id
            """, [key.scheme.withoutNulls, key.value.withoutNulls]
        ) { row in
            let id = try RecordID(column: row[0])
            return IdentityMatch(id: id, state: try RecordState(column: row[1], id))
        }
    }

    /// The same for many keys; a key that no record has is absent.
    public func records(withAny keys: some Sequence<IdentityKey>) throws -> [IdentityKey: [IdentityMatch]] {
        var result: [IdentityKey: [IdentityMatch]] = [:]
        for key in keys where result[key] == nil {
            let found = try records(with: key)
            if !found.isEmpty { result[key] = found }
        }
        return result
    }

    /// The records of which any version was read from a source with this hash, in id order.
    public func records(fromSource hash: ContentHash) throws -> [IdentityMatch] {
        try db.map(
            """
            SELECT DISTINCT r.id, r.state FROM version v JOIN record r ON r.seq = v.record
            WHERE v.source = ? ORDER BY r.id
            """, [hash.data]
        ) { row in
            let id = try RecordID(column: row[0])
            return IdentityMatch(id: id, state: try RecordState(column: row[1], id))
        }
    }

    /// Where the current version of a record came from, when it keeps the file with this hash and was read from it. Reads
    /// nothing of the record itself.
    public func provenance(of id: RecordID, keeping hash: ContentHash) throws -> Provenance? {
        let row = try db.row(
            """
            SELECT v.provenance FROM record r JOIN version v ON v.seq = r.version
            WHERE r.id = ? AND r.state = 'current' AND v.source = ?
                AND EXISTS (SELECT 1 FROM versionFile f WHERE f.version = v.seq AND f.hash = ?)
            """, [id.text, hash.data, hash.data])
        guard let text: String = row?[0] else { return nil }
        return try VersionContent.provenance(text, at: id.text)
    }

    // MARK: - Settings

    /// A setting of the collection; nil when it was never made.
    public func setting(_ name: String) throws -> String? { try MetaRows.setting(name, in: db) }

    /// Saved searches by name, in the order of names.
    public func savedSearches() throws -> [(name: String, value: String)] {
        try db.map("SELECT name, value FROM savedSearch ORDER BY name") { (name: $0[0], value: $0[1]) }
    }

    /// The value of a saved search; nil when there is none of that name.
    public func savedSearch(_ name: String) throws -> String? {
        try db.row("SELECT value FROM savedSearch WHERE name = ?", [name])?[0]
    }

    // MARK: - Rows

    private static let statusColumns = """
        SELECT r.id, r.type, r.state, v.name, coalesce(v.number, 0), r.changed
        FROM record r LEFT JOIN version v ON v.seq = r.version
        """

    private func status(_ row: Row) throws -> RecordStatus {
        let id = try RecordID(column: row[0])
        let name: Data? = row[3]
        return RecordStatus(
            id: id, type: row[1], state: try RecordState(column: row[2], id),
            version: try name.map { VersionName(try ContentHash(column: $0, id.text)) }, number: row[4], changed: row[5]
        )
    }

    private static let versionColumns = """
        SELECT r.id, r.state, v.type, v.name, v.number, v.parents, v.batch, v.content, v.provenance, v.identities
        FROM record r
        """

    private func version(_ row: Row) throws -> StoredVersion? {
        let id = try RecordID(column: row[0])
        let text: String? = row[7]
        guard let text else { return nil }
        let content = try VersionContent.read(text, at: id.text)
        let provenance: String? = row[8]
        let keys: String? = row[9]
        return StoredVersion(
            name: VersionName(try ContentHash(column: row[3], id.text)), number: row[4],
            parents: try ContentHash.list(column: row[5], id.text).map { VersionName($0) },
            record: KistRecord(id: id, type: row[2], fields: content.fields), files: content.files,
            provenance: try VersionContent.provenance(provenance ?? "{}", at: id.text),
            identities: try VersionContent.keys(keys ?? "[]", at: id.text), batch: row[6],
            state: try RecordState(column: row[1], id))
    }
}
