import KistCatalogue
import KistModel

/// What a catalogue should do, in a few arrays: the yardstick of ``RandomOperationsTests``.
struct ModelCatalogue {
    struct Standing: Equatable {
        var state: RecordState
        /// Index into the record's versions.
        var version: Int?
        var reason: String?
    }

    struct Version: Equatable {
        var title: String
        var file: UInt8?
        var parent: Int?
    }

    struct Record {
        var versions: [Version] = []
        /// Standings by entry, with the batch that made each.
        var history: [(batch: Int, standing: Standing)] = []
        var now: Standing? { history.last?.standing }
    }

    var records: [RecordID: Record] = [:]
    var batch = 0
    var undone: Set<Int> = []
    var undoes: [Int: Int] = [:]
    var entries = 0

    private mutating func add(_ id: RecordID, _ standing: Standing) {
        records[id, default: Record()].history.append((batch, standing))
        entries += 1
    }

    /// True when the catalogue should accept it.
    mutating func put(_ id: RecordID, title: String, file: UInt8?) -> Bool {
        let now = records[id]?.now
        if now?.state == .withdrawn || now?.state == .erased { return false }
        var record = records[id] ?? Record()
        if let now, let current = now.version, record.versions[current].title == title,
            record.versions[current].file == file
        {
            if now.state == .undone { add(id, Standing(state: .current, version: current)) }
            return true
        }
        let version = Version(title: title, file: file, parent: now?.version)
        let index: Int
        if let known = record.versions.firstIndex(of: version) {
            index = known
        } else {
            index = record.versions.count
            record.versions.append(version)
        }
        records[id] = record
        add(id, Standing(state: .current, version: index))
        return true
    }

    mutating func withdraw(_ id: RecordID, reason: String) -> Bool {
        guard let now = records[id]?.now, now.state == .current else { return false }
        add(id, Standing(state: .withdrawn, version: now.version, reason: reason))
        return true
    }

    mutating func reinstate(_ id: RecordID) -> Bool {
        guard let now = records[id]?.now, now.state == .withdrawn else { return false }
        add(id, Standing(state: .current, version: now.version))
        return true
    }

    mutating func erase(_ id: RecordID, reason: String) -> Bool {
        guard let now = records[id]?.now, now.state != .erased else { return false }
        guard var record = records[id] else { return false }
        // The reasons of earlier withdrawals go with the content.
        for index in record.history.indices { record.history[index].standing.reason = nil }
        records[id] = record
        add(id, Standing(state: .erased, version: nil, reason: reason))
        return true
    }

    /// Nil when the batch cannot be undone; else the records that went back, and those that were kept.
    mutating func undo(_ target: Int) -> (changed: Set<RecordID>, kept: Set<RecordID>)? {
        guard target >= 1, target < batch, !undone.contains(target) else { return nil }
        var changed: Set<RecordID> = [], kept: Set<RecordID> = []
        for (id, record) in records.sorted(by: { $0.key < $1.key }) {
            guard let first = record.history.firstIndex(where: { $0.batch == target }),
                let last = record.history.lastIndex(where: { $0.batch == target }), let now = record.now
            else { continue }
            guard now.state != .erased, now == record.history[last].standing else {
                kept.insert(id)
                continue
            }
            let before = first == 0 ? nil : record.history[first - 1].standing
            if let before, before.state != .undone {
                if before != now {
                    add(id, before)
                    changed.insert(id)
                }
            } else {
                if now.state != .undone { add(id, Standing(state: .undone, version: before?.version ?? now.version)) }
                changed.insert(id)
            }
        }
        if !changed.isEmpty, records.values.contains(where: { $0.history.last?.batch == batch }) {
            undone.insert(target)
            undoes[batch] = target
            if let reopened = undoes[target] { undone.remove(reopened) }
        }
        return (changed, kept)
    }

    /// Starts a batch; ended without an entry it does not count.
    mutating func begin() { batch += 1 }

    mutating func end() {
        if !records.values.contains(where: { $0.history.contains { $0.batch == batch } }) { batch -= 1 }
    }
}
