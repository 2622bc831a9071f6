/// Finds the terms of one field and space that an automaton accepts.
///
/// Follows the front-coded blocks letter by letter: what a term shares with the one before it is not read again, terms
/// that share a beginning that leads nowhere are passed over, and so are blocks that hold nothing else, found by the
/// table of blocks.
///
/// Invariants: `path` owns `capacity` bytes and `steps` as many steps and one more; `stepCount` is within that, and so is
/// `pathCount` for a term of the field and space; each step but the first is one letter of `path`. Used by one thread.
final class TermWalk<Automaton: TermAutomaton> {
    private struct Step {
        /// Where the letter ends, in bytes of the term.
        var end: Int
        var state: Automaton.State
    }

    /// Longer words are nothing that an analyser makes.
    private static var capacity: Int { 1024 }

    private let dictionary: TermDictionary
    private let automaton: Automaton
    private let field: UInt8
    private let space: SegmentLayout.Space
    /// The term at hand, or its beginning up to the letter that led nowhere.
    private let path: UnsafeMutablePointer<UInt8>
    private var pathCount = 0
    /// The letters of `path` that live, with the state after each; the first is the state before all.
    private let steps: UnsafeMutablePointer<Step>
    private var stepCount = 1
    /// Terms that share so many bytes with `path` lead nowhere.
    private var deadEnd = Int.max

    init(_ dictionary: TermDictionary, _ automaton: Automaton, field: Int, space: SegmentLayout.Space) {
        self.dictionary = dictionary
        self.automaton = automaton
        self.field = UInt8(field)
        self.space = space
        path = .allocate(capacity: Self.capacity)
        steps = .allocate(capacity: Self.capacity + 1)
        let start = Step(end: 2, state: automaton.start)
        path.initialize(repeating: 0, count: Self.capacity)
        steps.initialize(repeating: start, count: Self.capacity + 1)
    }

    deinit {
        path.deallocate()
        steps.deallocate()
    }

    /// Calls `body` with each accepted term (field and space before it), its distance and where its documents are,
    /// ascending, until it returns false.
    func forEach(_ body: (UnsafeBufferPointer<UInt8>, Int, TermInfo) throws -> Bool) throws {
        guard dictionary.blockCount > 0 else { return }
        let size = SegmentLayout.termBlockEntrySize
        let table = try dictionary.file.bytes(dictionary.blocks, 0, dictionary.blockCount * size)
        func prefix(_ block: Int) -> UInt64 { table.loadUnaligned(fromByteOffset: block &* size, as: UInt64.self) }
        let head = UInt64(field) << 56 | UInt64(space.rawValue) << 48
        var block = lastBlock(before: head, from: 0, prefix)
        while block < dictionary.blockCount {
            let range = try dictionary.range(of: block)
            var reader = TermReader(try dictionary.file.bytes(dictionary.terms, range.lowerBound, range.count))
            let next = block + 1 < dictionary.blockCount ? prefix(block + 1) : UInt64.max
            let count = try reader.number()
            try reader.open()
            var jump: Int?
            var isInside = false
            var index = 0
            while index < count, jump == nil {
                try reader.readTerm()
                var shared = reader.shared
                var added = reader.added
                var addedCount = reader.addedCount
                if index == 0 {
                    guard shared == 0, addedCount >= 2 else { throw damage }
                    shared = common(added, addedCount)
                    added += shared
                    addedCount -= shared
                }
                index += 1
                guard try reader.readInfo() else { throw damage }
                if shared >= deadEnd, isInside || index == 1 {
                    isInside = true
                    continue
                }
                deadEnd = .max
                guard shared <= pathCount else { throw damage }
                // Of a long value of another field only the beginning is kept: only that it is one counts.
                let copied = min(addedCount, Self.capacity &- shared)
                if copied > 0 { (path + shared).update(from: added, count: copied) }
                pathCount = shared &+ addedCount
                if shared < 2 || index == 1 {
                    isInside = reader.field == field && reader.space == space
                    if !isInside, reader.head > head { return }
                }
                if shared < 2 { stepCount = 1 }
                if !isInside { continue }
                guard pathCount <= Self.capacity else { throw damage }
                while stepCount > 1, steps[stepCount - 1].end > shared { stepCount -= 1 }
                if let dead = read() {
                    let target = target(dead)
                    if target > next { jump = lastBlock(before: target, from: block + 1, prefix) }
                } else if let distance = automaton.distance(steps[stepCount - 1].state) {
                    let info = try dictionary.checked(reader.info)
                    if try !body(UnsafeBufferPointer(start: path, count: pathCount), distance, info) { return }
                }
            }
            block = jump ?? block + 1
        }
    }

    // MARK: - Letters

    /// How many bytes a term shares with `path`.
    private func common(_ term: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var shared = 0
        let limit = min(pathCount, count, Self.capacity)
        while shared < limit, path[shared] == term[shared] { shared &+= 1 }
        return shared
    }

    /// Follows the letters of `path` that are new; where the first one that leads nowhere begins, if one does.
    @inline(__always)
    private func read() -> Int? {
        var at = steps[stepCount - 1].end
        var state = steps[stepCount - 1].state
        let count = pathCount
        while at < count {
            let start = at
            let byte = path[at]
            if byte < 0x80 {
                state = automaton.next(state, UInt32(byte))
                at &+= 1
            } else {
                at = min(at + (byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4), count)
                // Accents fall away; some letters are two.
                let bytes = Array(UnsafeBufferPointer(start: path + start, count: at - start))
                for letter in Folding.fold(Folding.scalars(bytes)) { state = automaton.next(state, letter) }
            }
            if automaton.isDead(state) {
                pathCount = at
                deadEnd = at
                return start
            }
            steps[stepCount] = Step(end: at, state: state)
            stepCount &+= 1
        }
        return nil
    }

    // MARK: - Blocks

    /// The first eight bytes of the first term after `path`, the last letter of which begins at `start`, that could be
    /// accepted; no more than that of `path` where eight bytes cannot tell.
    private func target(_ start: Int) -> UInt64 {
        var prefix: UInt64 = 0
        for index in 0..<min(pathCount, 8) { prefix |= UInt64(path[index]) &<< UInt64(56 &- 8 &* index) }
        guard pathCount <= 8 else { return prefix }
        let byte = path[start]
        if byte < 0x80 {
            let shift = UInt64(56 &- 8 &* start)
            // Above ASCII a letter may be any with its accents.
            let letter = automaton.asciiLetter(steps[stepCount - 1].state, above: UInt32(byte)) ?? 0x80
            return prefix & ~(0xFF &<< shift) | UInt64(letter) &<< shift
        }
        return prefix &+ 1 &<< UInt64(64 &- 8 &* pathCount)
    }

    /// The last block whose first term is before `target`; `from` if that is none of the later ones.
    private func lastBlock(before target: UInt64, from: Int, _ prefix: (Int) -> UInt64) -> Int {
        var low = from
        var step = 1
        while low + step < dictionary.blockCount, prefix(low + step) < target {
            low += step
            step *= 2
        }
        var high = min(low + step, dictionary.blockCount)
        while high - low > 1 {
            let middle = (low + high) / 2
            if prefix(middle) < target { low = middle } else { high = middle }
        }
        return low
    }

    private var damage: SearchError { dictionary.file.damage(at: dictionary.terms.offset) }
}
