/// Finds the terms of one field and space that an automaton accepts.
///
/// Follows the front-coded blocks letter by letter: what a term shares with the one before it is not read again, terms
/// that share a beginning that leads nowhere are passed over, and so are blocks that hold nothing else, found by the
/// table of blocks.
struct TermWalk<Automaton: TermAutomaton> {
    private struct Step {
        /// Where the letter ends, in bytes of the term.
        var end: Int
        var state: Automaton.State
    }

    private let dictionary: TermDictionary
    private let automaton: Automaton
    private let head: [UInt8]
    /// The term at hand, or its beginning up to the letter that led nowhere.
    private var path: [UInt8]
    /// The letters of `path` that live, with the state after each; the first is the state before all.
    private var steps: [Step]
    /// Terms that share so many bytes with `path` lead nowhere.
    private var deadEnd = Int.max
    /// Whether `path` begins with `head`.
    private var isInside: Bool

    init(_ dictionary: TermDictionary, _ automaton: Automaton, field: Int, space: SegmentLayout.Space) {
        self.dictionary = dictionary
        self.automaton = automaton
        head = [UInt8(field), space.rawValue]
        path = head
        isInside = true
        steps = [Step(end: head.count, state: automaton.start)]
    }

    /// Calls `body` with each accepted term (field and space before it), its distance and where its documents are,
    /// ascending, until it returns false.
    mutating func forEach(_ body: ([UInt8], Int, TermInfo) throws -> Bool) throws {
        guard dictionary.blockCount > 0 else { return }
        let size = SegmentLayout.termBlockEntrySize
        let table = try dictionary.file.bytes(dictionary.blocks, 0, dictionary.blockCount * size)
        func prefix(_ block: Int) -> UInt64 { table.loadUnaligned(fromByteOffset: block &* size, as: UInt64.self) }
        var block = head.withUnsafeBytes { lastBlock(before: TermOrder.prefix($0), from: 0, prefix) }
        while block < dictionary.blockCount {
            let range = try dictionary.range(of: block)
            var reader = ByteReader(try dictionary.file.bytes(dictionary.terms, range.lowerBound, range.count))
            let next = block + 1 < dictionary.blockCount ? prefix(block + 1) : UInt64.max
            var info = TermInfo()
            let count = try reader.length()
            info.postingsOffset = try moved(0, &reader)
            info.positionsOffset = try moved(0, &reader)
            var jump: Int?
            for index in 0..<count where jump == nil {
                var shared = Int(try reader.varint32())
                var added = try reader.bytes(try reader.length())
                if index == 0 {
                    guard shared == 0 else { throw damage }
                    shared = common(added)
                    added = UnsafeRawBufferPointer(rebasing: added[shared...])
                }
                // The space of a term decides what follows it; in other spaces only the way on matters.
                guard shared <= path.count || shared >= deadEnd, let space = space(added, after: shared) else {
                    throw damage
                }
                try readInfo(&info, space, &reader)
                if shared >= deadEnd { continue }
                deadEnd = .max
                path.removeSubrange(shared...)
                path.append(contentsOf: added)
                if shared < head.count {
                    steps.removeSubrange(1...)
                    isInside = path.starts(with: head)
                    if !isInside, head.lexicographicallyPrecedes(path) { return }
                }
                if !isInside { continue }
                while steps.count > 1, steps[steps.count - 1].end > shared { steps.removeLast() }
                if let dead = read() {
                    let target = target(dead)
                    if target > next { jump = lastBlock(before: target, from: block + 1, prefix) }
                } else if let distance = automaton.distance(steps[steps.count - 1].state) {
                    if try !body(path, distance, info) { return }
                }
            }
            block = jump ?? block + 1
        }
    }

    // MARK: - Letters

    /// How many bytes a term shares with `path`.
    private func common(_ term: UnsafeRawBufferPointer) -> Int {
        var shared = 0
        let limit = min(path.count, term.count)
        while shared < limit, path[shared] == term[shared] { shared += 1 }
        return shared
    }

    /// Follows the letters of `path` that are new; where the first one that leads nowhere begins, if one does.
    private mutating func read() -> Int? {
        var at = steps[steps.count - 1].end
        var state = steps[steps.count - 1].state
        let count = path.count
        while at < count {
            let start = at
            let byte = path[at]
            if byte < 0x80 {
                state = automaton.next(state, UInt32(byte))
                at += 1
            } else {
                at = min(at + (byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4), count)
                // Accents fall away; some letters are two.
                for letter in Folding.fold(Folding.scalars(Array(path[start..<at]))) {
                    state = automaton.next(state, letter)
                }
            }
            if automaton.isDead(state) {
                path.removeSubrange(at...)
                deadEnd = at
                return start
            }
            steps.append(Step(end: at, state: state))
        }
        return nil
    }

    // MARK: - Blocks

    /// The first eight bytes of the first term after `path`, the last letter of which begins at `start`, that could be
    /// accepted; no more than that of `path` where eight bytes cannot tell.
    private func target(_ start: Int) -> UInt64 {
        let prefix = path.withUnsafeBytes { TermOrder.prefix($0) }
        guard path.count <= 8 else { return prefix }
        let byte = path[start]
        if byte < 0x80 {
            let shift = UInt64(56 - 8 * start)
            // Above ASCII a letter may be any with its accents.
            let letter = automaton.asciiLetter(steps[steps.count - 1].state, above: UInt32(byte)) ?? 0x80
            return prefix & ~(0xFF << shift) | UInt64(letter) << shift
        }
        return prefix &+ 1 << UInt64(64 - 8 * path.count)
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

    /// The space of a term, given what it has behind the bytes that it shares with `path`.
    private func space(_ added: UnsafeRawBufferPointer, after shared: Int) -> SegmentLayout.Space? {
        if shared >= 2 { return SegmentLayout.Space(rawValue: path[1]) }
        return 1 - shared < added.count ? SegmentLayout.Space(rawValue: added[1 - shared]) : nil
    }

    private func readInfo(_ info: inout TermInfo, _ space: SegmentLayout.Space, _ reader: inout ByteReader) throws {
        let count = try reader.varint()
        guard count > 0, count <= UInt64(dictionary.file.documentCount) else { throw damage }
        info.documentCount = Int(count)
        info.frequency = 1
        if count == 1 {
            info.document = try reader.varint32()
            guard Int(info.document) < dictionary.file.documentCount else { throw damage }
            if space.hasFrequencies { info.frequency = try reader.varint32() }
        } else {
            info.postingsOffset = try moved(info.postingsOffset, &reader)
        }
        if space.hasPositions { info.positionsOffset = try moved(info.positionsOffset, &reader) }
    }

    private func moved(_ offset: Int, _ reader: inout ByteReader) throws -> Int {
        let step = try reader.varint()
        guard step <= UInt64(dictionary.file.byteCount), offset + Int(step) <= dictionary.file.byteCount else {
            throw damage
        }
        return offset + Int(step)
    }

    private var damage: SearchError { dictionary.file.damage(at: dictionary.terms.offset) }
}
