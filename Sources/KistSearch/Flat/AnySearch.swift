import CPostings

/// The best documents that have any of some terms: MaxScore in windows of 4,096 documents, the most promising window first.
///
/// In each window the terms are parted: those that together cannot lift a document over the floor are only looked up for
/// documents that the others found (Turtle and Flood 1995; per window as in Lucene's block-max MaxScore).
struct AnySearch {
    private let runs: [TermRun]
    private let live: LiveSegment
    private let number: Int
    private let windowCount: Int

    init(_ runs: [TermRun], _ live: LiveSegment, number: Int) {
        self.runs = runs
        self.live = live
        self.number = number
        windowCount = (live.reader.documentCount + Int(Window.size) - 1) / Int(Window.size)
    }

    /// Up to so many postings are added up in a table of their own instead of window by window.
    private static let mostSparse = 4096

    func run(_ top: inout TopHits) throws {
        if runs.reduce(0, { $0 + $1.cursor.info.documentCount }) <= Self.mostSparse { return try runSparse(&top) }
        for run in runs { try run.boundWindows(windowCount) }
        let least = startingFloor(top)
        var windows: [(bound: Int64, window: Int)] = []
        windows.reserveCapacity(windowCount)
        for window in 0..<windowCount {
            var sum: Int64 = 0
            for run in runs { sum &+= Int64(run.windowBounds[window]) }
            if sum > least { windows.append((sum, window)) }
        }
        windows.sort { $0.bound != $1.bound ? $0.bound > $1.bound : $0.window < $1.window }
        let sums = WindowSums()
        let candidates = CandidateList(capacity: Int(Window.size) + 128)
        var order = [(bound: Int32, run: Int)](repeating: (0, 0), count: runs.count)
        for (bound, window) in windows {
            let start = UInt32(window) << 12
            let floor = max(least, top.floor(segment: number, from: start))
            if bound <= floor {
                // Windows that could only tie may still follow.
                if bound < floor { return }
                continue
            }
            try search(start, window, Int32(truncatingIfNeeded: floor), sums, candidates, &order)
            candidates.removeDeleted(live.deletions)
            try insert(candidates, least, &top)
        }
    }

    private func runSparse(_ top: inout TopHits) throws {
        let sums = SparseSums(capacity: runs.reduce(0) { $0 + $1.cursor.info.documentCount })
        for run in runs {
            for block in 0..<run.cursor.blockCount {
                try run.scoreBlock(block)
                kp_table_add(sums.slots, sums.count - 1, run.cursor.documents, run.scores, run.cursor.count)
            }
        }
        let candidates = CandidateList(capacity: 128)
        for start in stride(from: 0, to: sums.count, by: 128) {
            // Documents come in any order: those that only tie may still get in.
            let floor = Int32(truncatingIfNeeded: max(top.floor(segment: number, from: 0), 0))
            candidates.count = kp_table_collect(
                sums.slots + start, 128, floor, candidates.documents, candidates.scores)
            candidates.removeDeleted(live.deletions)
            try insert(candidates, 0, &top)
        }
    }

    /// Offers candidates whose scores are above `least`.
    @inline(__always)
    private func insert(_ candidates: CandidateList, _ least: Int64, _ top: inout TopHits) throws {
        var floor = max(least, top.floor(segment: number, from: 0), 0)
        for index in 0..<candidates.count where Int64(candidates.scores[index]) > floor {
            let entry = TopHits.Entry(
                score: Int64(candidates.scores[index]), segment: number, document: candidates.documents[index])
            try top.insert(entry)
            floor = max(least, top.floor(segment: number, from: 0), 0)
        }
    }

    /// A score below which no document can be among the best: as many reach one term's score alone.
    private func startingFloor(_ top: TopHits) -> Int64 {
        guard live.deletions.count == 0, top.limit > 0 else { return 0 }
        return max(runs.map { $0.scoreReached(by: top.limit) }.max() ?? 0, 1) - 1
    }

    /// Fills `candidates` with what of a window is above the floor.
    @inline(__always)
    private func search(
        _ start: UInt32, _ window: Int, _ floor: Int32, _ sums: WindowSums, _ candidates: CandidateList,
        _ order: inout [(bound: Int32, run: Int)]
    ) throws {
        candidates.count = 0
        var count = 0
        for (index, run) in runs.enumerated() {
            let bound = run.windowBounds[window]
            guard bound > 0 else { continue }
            // By bound, ascending.
            var at = count
            while at > 0, order[at - 1].bound > bound {
                order[at] = order[at - 1]
                at -= 1
            }
            order[at] = (bound, index)
            count += 1
        }
        var optional = 0
        var rest: Int32 = 0
        while optional < count, rest &+ order[optional].bound <= floor {
            rest &+= order[optional].bound
            optional += 1
        }
        if optional == count { return }
        if optional == count - 1 {
            try fillFromOne(runs[order[optional].run], start, floor &- rest, candidates)
        } else {
            var touched: UInt64 = 0
            for entry in order[optional..<count] { touched |= try add(runs[entry.run], start, sums) }
            candidates.count = kp_collect(
                sums.sums, touched, start, max(floor &- rest, 0), candidates.documents, candidates.scores)
        }
        while optional > 0, candidates.count > 0 {
            optional -= 1
            try runs[order[optional].run].addScores(to: candidates, from: start)
            rest &-= order[optional].bound
            candidates.keep(above: floor, with: rest)
        }
    }

    /// The documents of one term in a window that score above `floor`, from blocks that can have some.
    private func fillFromOne(_ run: TermRun, _ start: UInt32, _ floor: Int32, _ candidates: CandidateList) throws {
        if let whole = run.whole {
            let slice = whole.slice(start)
            candidates.documents.update(from: whole.documents + slice.lowerBound, count: slice.count)
            candidates.scores.update(from: whole.scores + slice.lowerBound, count: slice.count)
            candidates.count = slice.count
            candidates.keep(above: floor, with: 0)
            return
        }
        let cursor = run.cursor
        let end = start &+ (Window.size - 1)
        var block = cursor.blockIndex(for: start)
        while block < cursor.blockCount, cursor.first(ofBlock: block) <= end {
            if run.bound(ofBlock: block) > floor {
                try cursor.load(block)
                try cursor.loadFrequencies()
                let (from, to) = Self.slice(cursor, start, end)
                if from < to {
                    run.score(from, to)
                    let before = candidates.count
                    // What ascends has room: blocks that were passed over have not been compared with this one.
                    if before > 0, candidates.documents[before - 1] >= cursor.documents[from] { throw cursor.damage() }
                    candidates.append(run, from, to)
                    if floor > 0 {
                        candidates.count =
                            before
                            + kp_keep_above(
                                candidates.documents + before, candidates.scores + before, to - from, floor)
                    }
                }
            }
            if cursor.last(ofBlock: block) >= end { return }
            block += 1
        }
    }

    /// Adds the scores of one term in a window.
    private func add(_ run: TermRun, _ start: UInt32, _ sums: WindowSums) throws -> UInt64 {
        if let whole = run.whole {
            let slice = whole.slice(start)
            return kp_add(
                whole.documents + slice.lowerBound, whole.scores + slice.lowerBound, slice.count, start, sums.sums)
        }
        let cursor = run.cursor
        let end = start &+ (Window.size - 1)
        var touched: UInt64 = 0
        var block = cursor.blockIndex(for: start)
        while block < cursor.blockCount, cursor.first(ofBlock: block) <= end {
            try cursor.load(block)
            try cursor.loadFrequencies()
            let (from, to) = Self.slice(cursor, start, end)
            if from < to {
                run.score(from, to)
                touched |= kp_add(cursor.documents + from, run.scores + from, to - from, start, sums.sums)
            }
            if cursor.last(ofBlock: block) >= end { break }
            block += 1
        }
        return touched
    }

    /// Which postings of the block at hand lie in a window.
    @inline(__always)
    private static func slice(_ cursor: TermCursor, _ start: UInt32, _ end: UInt32) -> (from: Int, to: Int) {
        let from = cursor.documents[0] >= start ? 0 : cursor.position(of: start)
        let to = cursor.documents[cursor.count - 1] <= end ? cursor.count : cursor.position(of: end &+ 1)
        return (from, to)
    }
}

/// Sums of a few documents anywhere in a segment: a hash table with linear probing, as `kp_table_add` wants it.
///
/// Invariant: `slots` owns `count` slots, at least twice as many as there are ever documents.
final class SparseSums {
    let slots: UnsafeMutablePointer<UInt64>
    let count: Int

    init(capacity: Int) {
        var size = 128
        while size < capacity * 2 { size *= 2 }
        count = size
        slots = .allocate(capacity: size)
        slots.initialize(repeating: 0, count: size)
    }

    deinit { slots.deallocate() }
}

/// Sums by document of a window.
///
/// Invariant: `sums` owns room for a window; zero but within a search of one window.
final class WindowSums {
    let sums: UnsafeMutablePointer<Int32>

    init() {
        sums = .allocate(capacity: Int(Window.size))
        sums.initialize(repeating: 0, count: Int(Window.size))
    }

    deinit { sums.deallocate() }
}
