internal import GRDB
public import KistModel

extension CatalogueReader {
    /// The current links that go out from a record, in the order of their ids. The record at the other end may be in any
    /// state.
    public func links(from id: RecordID) throws -> [LinkSummary] {
        try db.map(Self.linkColumns + " WHERE l.source = ? AND r.state = 'current' ORDER BY r.id", [id.text], link)
    }

    /// The current links that point to a record.
    public func links(to id: RecordID) throws -> [LinkSummary] {
        try db.map(Self.linkColumns + " WHERE l.target = ? AND r.state = 'current' ORDER BY r.id", [id.text], link)
    }

    /// Every place in a current record that names `id`, ends of links included.
    public func referring(to id: RecordID) throws -> [ReferenceUse] {
        try db.map(
            Self.referenceColumns + " WHERE f.target = ? AND r.state = 'current' ORDER BY r.id, f.position", [id.text],
            reference)
    }

    /// The places in a record that name others, in their order.
    public func references(in id: RecordID) throws -> [ReferenceUse] {
        try db.map(Self.referenceColumns + " WHERE r.id = ? ORDER BY f.position", [id.text], reference)
    }

    /// References of current records of which it is not known yet whom they mean: by record, in the order in which records
    /// came, and place. `after` leaves out the records up to one.
    public func unresolved(after id: RecordID? = nil, limit: Int = .max) throws -> [ReferenceUse] {
        // In the order of the index of open references: asked for by id, every record would be looked at.
        try db.map(
            Self.referenceColumns + """
                 WHERE f.target IS NULL AND r.state = 'current'
                AND f.record > coalesce((SELECT seq FROM record WHERE id = ?), 0)
                ORDER BY f.record, f.position LIMIT ?
                """, [id?.text ?? "", limit], reference)
    }

    /// References of current records to ids that are not here, or hidden.
    public func dangling(limit: Int = .max) throws -> [ReferenceUse] {
        try db.map(
            Self.referenceColumns + """
                 LEFT JOIN record t ON t.id = f.target
                WHERE f.target IS NOT NULL AND r.state = 'current' AND (t.seq IS NULL OR t.state = 'undone')
                ORDER BY r.id, f.position LIMIT ?
                """, [limit], reference)
    }

    private static let linkColumns = """
        SELECT r.id, l.relation, l.source, l.target FROM link l JOIN record r ON r.seq = l.record
        """

    private func link(_ row: Row) throws -> LinkSummary {
        let from: String? = row[2]
        let to: String? = row[3]
        return LinkSummary(
            id: try RecordID(column: row[0]), relation: row[1], from: try from.map { try RecordID(column: $0) },
            to: try to.map { try RecordID(column: $0) })
    }

    private static let referenceColumns = """
        SELECT r.id, f.path, f.target, f.words FROM reference f JOIN record r ON r.seq = f.record
        """

    private func reference(_ row: Row) throws -> ReferenceUse {
        let target: String? = row[2]
        return ReferenceUse(
            id: try RecordID(column: row[0]), path: row[1], target: try target.map { try RecordID(column: $0) },
            words: row[3])
    }
}
