import KistCatalogue
public import KistModel

/// A batch as the history shows it.
public struct HistoryLine: Hashable, Sendable {
    public var number: Int
    /// Day and time in UTC.
    public var date: String
    public var kind: String
    public var note: String
    /// “3 added, 1 updated”.
    public var counts: String
    public var undoneBy: Int?
    public var canBeUndone: Bool

    public var json: JSONValue {
        [
            "batch": .int(number), "date": .string(date), "kind": .string(kind), "note": .string(note),
            "counts": .string(counts),
            "undoneBy": undoneBy.map { .int($0) } ?? .null,
            "undo": canBeUndone ? .string("kist undo \(number)") : .null,
        ]
    }
}

extension Repository {
    /// Batches, the newest first.
    public func history(limit: Int) throws -> [HistoryLine] {
        try catalogue.read { try $0.batches(limit: limit) }.map { batch in
            let counts = LogEntry.Kind.allCases.compactMap { kind in batch.counts[kind].map { "\($0) \(kind.rawValue)" }
            }.joined(separator: ", ")
            return HistoryLine(
                number: batch.number, date: String(batch.started.prefix(16)).replacing("T", with: " "),
                kind: batch.kind.rawValue, note: batch.note,
                counts: counts, undoneBy: batch.undoneBy, canBeUndone: batch.undoneBy == nil && batch.kind != .erase)
        }
    }

    /// How many records there are of each type, types in the schema's order.
    public func counts() throws -> [(type: String, count: Int)] {
        let counts = try catalogue.read { try $0.countByType() }
        return counts.keys.sorted().compactMap { type in counts[type].map { (type, $0) } }
    }
}
