/// Documents of a builder in order of arrival: all but their words.
///
/// The newest document with a key counts; older ones and removed ones are dead.
///
/// Invariant: a slot holds the upper half of a key's hash and a number plus one, or zero. Used by one thread.
final class PendingDocuments {
    private let keys = ByteBuffer(capacity: 1 << 10)
    private var keyEnds: [UInt32] = []
    private(set) var orders: [Int64] = []
    private let records: ByteSpool
    private var recordEnds: [Int] = []
    /// Words by text field, documents times fields; zero where a document lacks the field.
    private var lengths: [UInt32] = []
    /// Bits of the largest position, likewise.
    private var positionWidths: [UInt8] = []
    /// Of dead documents too, in order of arrival.
    private(set) var numbers: [(document: UInt32, field: Int, value: Double)] = []
    private var alive: [Bool] = []
    private let textFields: [Int]
    private var slots: [UInt64]
    private(set) var liveCount = 0

    /// Records go to a file beside `path` when they become many; nil keeps them in memory.
    init(schema: SearchSchema, beside path: String?) {
        records = ByteSpool(path: path.map { $0 + ".records" }, capacity: 1 << 10)
        textFields = schema.fields.indices.filter { schema.fields[$0].kind == .text }
        slots = [UInt64](repeating: 0, count: 64)
    }

    var count: Int { orders.count }

    func isAlive(_ document: Int) -> Bool { alive[document] }

    func key(_ document: Int) -> UnsafeBufferPointer<UInt8> {
        let start = document == 0 ? 0 : Int(keyEnds[document - 1])
        let base = (keys.start + start).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: base, count: Int(keyEnds[document]) - start)
    }

    func copyRecord(_ document: Int, to buffer: ByteBuffer) throws {
        let start = document == 0 ? 0 : recordEnds[document - 1]
        try records.copy(start..<recordEnds[document], to: buffer)
    }

    /// Calls `body` with each text field of a document that has words, their number, and the bits of a position.
    func forEachLength(_ document: Int, _ body: (_ field: Int, _ words: Int, _ width: UInt8) throws -> Void) rethrows {
        for (index, field) in textFields.enumerated() {
            let words = lengths[document * textFields.count + index]
            if words > 0 { try body(field, Int(words), positionWidths[document * textFields.count + index]) }
        }
    }

    /// Adds a document that is alive; an older one with its key dies. `writeRecord` appends what the store keeps of it.
    func add(
        key: String, order: Int64, lengths words: [(count: UInt32, end: UInt32)],
        numbers values: [(field: Int, value: Double)],
        writeRecord: (ByteBuffer) -> Void
    ) throws {
        let number = count
        var text = key
        text.withUTF8 { bytes in
            let (slot, old) = find(bytes)
            if let old, alive[old] {
                alive[old] = false
                liveCount -= 1
            }
            slots[slot] = ByteHash.hash(bytes) & Self.mark | UInt64(number + 1)
            keys.append(UnsafeRawBufferPointer(bytes))
        }
        precondition(keys.count <= Int(UInt32.max))
        keyEnds.append(UInt32(keys.count))
        orders.append(order)
        for field in textFields {
            lengths.append(words[field].count)
            // No position is larger than the last one.
            positionWidths.append(words[field].count == 0 ? 0 : UInt8(32 - (words[field].end - 1).leadingZeroBitCount))
        }
        for value in values { numbers.append((UInt32(number), value.field, value.value)) }
        alive.append(true)
        liveCount += 1
        writeRecord(records.buffer)
        recordEnds.append(records.count)
        try records.settle()
        if count * 4 > slots.count * 3 { grow() }
    }

    func remove(_ key: String) {
        var text = key
        text.withUTF8 { bytes in
            guard let old = find(bytes).document, alive[old] else { return }
            alive[old] = false
            liveCount -= 1
        }
    }

    private static let mark: UInt64 = 0xFFFF_FFFF_0000_0000

    private func find(_ bytes: UnsafeBufferPointer<UInt8>) -> (slot: Int, document: Int?) {
        let hash = ByteHash.hash(bytes)
        var slot = Int(truncatingIfNeeded: hash &>> 16) & (slots.count - 1)
        while slots[slot] != 0 {
            if slots[slot] & Self.mark == hash & Self.mark {
                let document = Int(slots[slot] & 0xFFFF_FFFF) - 1
                if key(document).elementsEqual(bytes) { return (slot, document) }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return (slot, nil)
    }

    /// The newest document of each key, so that a dead one never hides it.
    private func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 {
            let hash = ByteHash.hash(key(Int(entry & 0xFFFF_FFFF) - 1))
            var slot = Int(truncatingIfNeeded: hash &>> 16) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = entry
        }
    }
}
