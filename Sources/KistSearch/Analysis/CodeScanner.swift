/// Cuts codes and identifiers into their smallest parts (letters, digits, changes from lower to upper case), and gives
/// each run between spaces, and a short passage as a whole, joined as well.
struct CodeScanner {
    private struct Part {
        var bytes: [UInt8]
        var textStart: Int
        var textEnd: Int
    }

    func scan(_ text: UnsafeBufferPointer<UInt8>, into list: inout WordList) {
        let reader = CharacterReader(text)
        let start = list.position
        var chunk: [Part] = []
        var passage: [UInt8] = []
        var chunks = 0
        var at = 0
        var previous = Folding.Kind.separator
        var previousWasLower = false
        var textEnd = 0
        func endChunk() {
            guard let first = chunk.first, let last = chunk.last else { return }
            chunks += 1
            if chunk.count > 1 {
                let joined = chunk.flatMap(\.bytes)
                if joined.count <= 64 { list.add(joined[...], first.textStart, last.textEnd, list.position, .joined) }
            }
            for part in chunk {
                list.add(part.bytes[...], part.textStart, part.textEnd, list.position, .word)
                list.position += 1
            }
            chunk.removeAll(keepingCapacity: true)
        }
        while let next = reader.scalar(at) {
            var kind = Folding.kind(next.value)
            if kind == .ideograph { kind = .letter }
            if kind == .letter || kind == .digit {
                let lower = Folding.lower(next.value)
                let isUpper = lower != next.value
                if kind != previous || (previousWasLower && isUpper) || chunk.isEmpty {
                    chunk.append(Part(bytes: [], textStart: at, textEnd: at))
                }
                for folded in Folding.fold([lower]) {
                    Folding.append(folded, to: &chunk[chunk.count - 1].bytes)
                    if passage.count <= 80 { Folding.append(folded, to: &passage) }
                }
                chunk[chunk.count - 1].textEnd = at + next.size
                textEnd = at + next.size
                previousWasLower = kind == .letter && !isUpper
                previous = kind
            } else if kind == .mark || kind == .ignored {
                // Belongs to the part before it.
            } else {
                previous = .separator
                previousWasLower = false
                if next.value <= 0x20 || next.value == 0xA0 { endChunk() }
            }
            at += next.size
        }
        endChunk()
        if chunks > 1, passage.count <= 64 {
            list.add(passage[...], 0, textEnd, start, .extra)
            list.sortByPosition()
        }
    }
}
