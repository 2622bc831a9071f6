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
        try catalogue.read { reader in try reader.batches(limit: limit).map { (batch: $0, note: try note($0, reader)) }
        }.map { batch, note in
            let counts = LogEntry.Kind.allCases.compactMap { kind in batch.counts[kind].map { "\($0) \(kind.rawValue)" }
            }.joined(separator: ", ")
            return HistoryLine(
                number: batch.number, date: String(batch.started.prefix(16)).replacing("T", with: " "),
                kind: batch.kind.rawValue, note: note,
                counts: counts, undoneBy: batch.undoneBy, canBeUndone: batch.undoneBy == nil && batch.kind != .erase)
        }
    }

    /// How many records there are of each type, types in the schema's order.
    public func counts() throws -> [(type: String, count: Int)] {
        let counts = try catalogue.read { try $0.countByType() }
        return counts.keys.sorted().compactMap { type in counts[type].map { (type, $0) } }
    }

    /// What was imported; or for a change to one record, its title as it stands now. The batch itself keeps no title: one
    /// that was erased must not live on there.
    private func note(_ batch: BatchInfo, _ reader: CatalogueReader) throws -> String {
        guard [.add, .edit, .withdraw, .reinstate, .link].contains(batch.kind),
            let id = try reader.entries(of: batch.number).first?.record, let stored = try reader.record(id),
            schemas[stored.record.type]?.isInternal != true
        else { return batch.note }
        let title = card(stored.record).title
        return batch.note.hasPrefix(id.text)
            ? title + batch.note.dropFirst(id.text.utf8.count) : "\(batch.note): \(title)"
    }
}
