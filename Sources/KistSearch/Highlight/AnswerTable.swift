/// What the written words of a text are to a query, by their bytes: texts repeat their words.
struct AnswerTable {
    struct Answer {
        /// The part of the query that asks for the word; -1 for none.
        var part: Int32 = -1
        /// Where it may stand in phrases, as a range of `places`.
        var places: Range<Int32> = 0..<0
    }

    private struct Entry {
        var hash: UInt64
        var start: Int
        var count: Int
        var answer: Answer
    }

    private var slots = [Int32](repeating: -1, count: 1024)
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    private(set) var places: [(phrase: Int, place: Int)] = []

    private static let mostEntries = 20_000

    func find(_ word: UnsafeBufferPointer<UInt8>) -> Answer? {
        let hash = ByteHash.hash(word)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.count == word.count, isSame(entry, word) { return entry.answer }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return nil
    }

    private func isSame(_ entry: Entry, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in 0..<word.count where bytes[entry.start &+ index] != word[index] { return false }
        return true
    }

    mutating func insert(
        _ word: UnsafeBufferPointer<UInt8>, part: Int?, places found: [(phrase: Int, place: Int)]
    ) -> Answer {
        if entries.count >= Self.mostEntries { self = AnswerTable() }
        let answer = Answer(
            part: Int32(part ?? -1), places: Int32(places.count)..<Int32(places.count + found.count))
        places += found
        entries.append(
            Entry(hash: ByteHash.hash(word), start: bytes.count, count: word.count, answer: answer))
        bytes += word
        if entries.count * 2 > slots.count {
            slots = [Int32](repeating: -1, count: slots.count * 2)
            for index in entries.indices { place(index) }
        } else {
            place(entries.count - 1)
        }
        return answer
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(index)
    }
}
