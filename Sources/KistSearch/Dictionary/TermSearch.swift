/// Finds the terms of one field and space that an automaton accepts, without reading the others: after a term that
/// leads nowhere it goes on at the first one that could.
struct TermSearch<Automaton: TermAutomaton> {
    private struct Step {
        /// Where the letter ends, in bytes of the term.
        var end: Int
        var state: Automaton.State
    }

    private let dictionary: TermDictionary
    private let automaton: Automaton
    private let head: [UInt8]
    /// The letters of `path` and the state after each; the first is the state before all.
    private var steps: [Step]
    /// Bytes of the term that `steps` belongs to.
    private var path: [UInt8] = []
    private var target: [UInt8] = []

    init(_ dictionary: TermDictionary, _ automaton: Automaton, field: Int, space: SegmentLayout.Space) {
        self.dictionary = dictionary
        self.automaton = automaton
        head = [UInt8(field), space.rawValue]
        steps = [Step(end: head.count, state: automaton.start)]
        path = head
    }

    /// Calls `body` with each accepted term (field and space before it), its distance and where its documents are,
    /// ascending, until it returns false.
    mutating func forEach(_ body: ([UInt8], Int, TermInfo) throws -> Bool) throws {
        guard dictionary.blockCount > 0 else { return }
        target = head
        var block = try seek(from: 0)
        var isSeeking = true
        while block < dictionary.blockCount {
            var iterator = TermIterator(dictionary, block: block)
            var isElsewhere = false
            while try iterator.advance(acrossBlocks: false) {
                if isSeeking {
                    if target.withUnsafeBytes({ iterator.compare($0) }) < 0 { continue }
                    isSeeking = false
                }
                guard iterator.term.starts(with: head) else { return }
                if let dead = read(iterator.term) {
                    guard setTarget(iterator.term, dead) else { return }
                    isSeeking = true
                    let next = try seek(from: block)
                    if next != block {
                        block = next
                        isElsewhere = true
                        break
                    }
                } else if let last = steps.last, let distance = automaton.distance(last.state) {
                    if try !body(iterator.term, distance, iterator.info) { return }
                }
            }
            if !isElsewhere { block += 1 }
        }
    }

    /// Follows the letters of a term; the number of steps that lived where one does not.
    private mutating func read(_ term: [UInt8]) -> Int? {
        var shared = 0
        let limit = min(path.count, term.count)
        while shared < limit, path[shared] == term[shared] { shared += 1 }
        while steps.count > 1, steps[steps.count - 1].end > shared { steps.removeLast() }
        path.removeSubrange(shared...)
        path.append(contentsOf: term[shared...])
        var at = steps[steps.count - 1].end
        var state = steps[steps.count - 1].state
        while at < term.count {
            let byte = term[at]
            if byte < 0x80 {
                state = automaton.next(state, UInt32(byte))
                at += 1
            } else {
                let size = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                let end = min(at + size, term.count)
                // Accents fall away; some letters are two.
                for letter in Folding.fold(Folding.scalars(Array(term[at..<end]))) {
                    state = automaton.next(state, letter)
                }
                at = end
            }
            if automaton.isDead(state) { return steps.count }
            steps.append(Step(end: at, state: state))
        }
        return nil
    }

    /// Sets `target` to the first bytes after the dead letter of a term that could lead to a term that is looked for.
    private mutating func setTarget(_ term: [UInt8], _ lived: Int) -> Bool {
        var step = lived - 1
        while step >= 0 {
            let start = steps[step].end
            let byte = term[start]
            if byte < 0x80 {
                target = Array(term[..<start])
                // Above ASCII a letter may be any with its accents.
                target.append(UInt8(automaton.asciiLetter(steps[step].state, above: UInt32(byte)) ?? 0x80))
                return true
            }
            // Past all terms that begin with this letter.
            let size = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            var end = min(start + size, term.count)
            while end > start {
                if term[end - 1] < 0xFF {
                    target = Array(term[..<end])
                    target[end - 1] += 1
                    return true
                }
                end -= 1
            }
            step -= 1
        }
        return false
    }

    /// The block, from `block` on, in which `target` stands or would stand.
    private func seek(from block: Int) throws -> Int {
        try target.withUnsafeBufferPointer { try max(dictionary.block(for: $0), block) }
    }
}
