/// One search in one segment: finds and counts matches window by window, and keeps the best.
final class SegmentSearch {
    enum Ranking {
        case relevance
        case newest
        case keys(SortKeys)
    }

    let live: LiveSegment
    let clauses: [Matcher]
    /// Clauses that a partial match may lack, as indices of `clauses`.
    private let countable: [Int]
    private let root: Matcher
    private let filters: [Matcher]
    private let groups: [(field: Int, matcher: Matcher)]
    private let number: Int
    private let scores: UnsafeMutablePointer<Int64>
    private let base = WindowBits()
    private let matched = WindowBits()
    private let final = WindowBits()
    private let work = WindowBits()
    private let touched = WindowBits()
    private(set) var total = 0
    private(set) var partial = 0

    init(
        number: Int, live: LiveSegment, clauses: [Matcher], countable: [Int], filters: [Matcher],
        groups: [(field: Int, matcher: Matcher)]
    ) {
        self.number = number
        self.live = live
        self.clauses = clauses
        self.countable = countable
        root = clauses.count == 1 ? clauses[0] : AndMatcher(clauses)
        self.filters = filters
        self.groups = groups
        scores = .allocate(capacity: Int(Window.size))
        scores.initialize(repeating: 0, count: Int(Window.size))
    }

    deinit { scores.deallocate() }

    // MARK: - Full matches

    func run(_ top: inout TopHits, ranking: Ranking, countsTotal: Bool, facets: [FacetCounter]) throws {
        let count = UInt32(live.reader.documentCount)
        let needsAll = countsTotal || !facets.isEmpty
        let groupBits = groups.map { _ in WindowBits() }
        // The counts of a facet look past its own group, so groups may only be skipped by where there are no facets.
        let leading = filters + (facets.isEmpty ? groups.map(\.matcher) : []) + [root]
        var document: UInt32 = 0
        while document < count {
            for matcher in leading {
                document = try matcher.next(from: document)
                if document >= count { return }
            }
            let start = Window.start(of: document)
            let isPromising = try isPromising(start, top, ranking)
            document = start + Window.size
            if !needsAll, !isPromising { continue }
            live.fillLive(start, base)
            for filter in filters { try narrow(filter, start, base) }
            if base.isEmpty { continue }
            if needsAll {
                try root.fill(start, base.words, matched)
                if matched.isEmpty { continue }
                final.copy(matched.words)
                for (index, group) in groups.enumerated() {
                    try group.matcher.fill(start, matched.words, groupBits[index])
                    for word in 0..<Window.wordCount { final.words[word] &= groupBits[index].words[word] }
                }
                total += final.count
                for facet in facets { add(facet, start, groupBits) }
            } else {
                for group in groups { try narrow(group.matcher, start, base) }
                final.copy(base.words)
            }
            if isPromising { try collect(start, &top, ranking, isMatched: needsAll) }
        }
    }

    private func narrow(_ matcher: Matcher, _ start: UInt32, _ bits: WindowBits) throws {
        work.copy(bits.words)
        try matcher.fill(start, work.words, bits)
    }

    /// Counts a facet over the matches of every group but its own.
    private func add(_ facet: FacetCounter, _ start: UInt32, _ groupBits: [WindowBits]) {
        guard groups.contains(where: { $0.field == facet.field }) else {
            facet.add(start, final)
            return
        }
        work.copy(matched.words)
        for (index, group) in groups.enumerated() where group.field != facet.field {
            for word in 0..<Window.wordCount { work.words[word] &= groupBits[index].words[word] }
        }
        facet.add(start, work)
    }

    private func isPromising(_ start: UInt32, _ top: TopHits, _ ranking: Ranking) throws -> Bool {
        if top.limit == 0 { return false }
        if !top.isFull { return true }
        switch ranking {
        case .keys: return true
        case .newest: return top.floor(segment: number) < 0
        case .relevance: return try root.bound(start) > top.floor(segment: number)
        }
    }

    /// Puts the best of the window into `top`. `final` has the matches, or what they must be among.
    private func collect(_ start: UInt32, _ top: inout TopHits, _ ranking: Ranking, isMatched: Bool) throws {
        if case .relevance = ranking {
            if let and = root as? AndMatcher {
                if !isMatched { try narrow(and, start, final) }
                try collectAll(and.parts.filter(\.isScoring), start, &top)
            } else {
                try collectAny((root as? OrMatcher)?.parts ?? [root], start, &top)
            }
            return
        }
        if !isMatched { try narrow(root, start, final) }
        try final.forEach { local in
            let document = start + UInt32(local)
            var score: Int64 = 0
            if case .keys(let keys) = ranking { score = keys.key(segment: number, document) }
            try top.insert(TopHits.Entry(score: score, segment: number, document: document))
        }
    }

    /// All of `final` match every part: adds the parts with the largest bounds first, and drops what cannot get in.
    private func collectAll(_ parts: [Matcher], _ start: UInt32, _ top: inout TopHits) throws {
        touched.copy(final.words)
        defer { clearScores() }
        var bounds = try parts.map { (part: $0, bound: try $0.bound(start)) }
        bounds.sort { $0.bound > $1.bound }
        var remaining = bounds.reduce(0) { $0 &+ $1.bound }
        for (index, entry) in bounds.enumerated() {
            if index > 0 { drop(remaining, top.floor(segment: number)) }
            if final.isEmpty { return }
            try entry.part.score(start, final.words, isMatched: true, scores)
            remaining &-= entry.bound
        }
        try insertFinal(start, &top)
    }

    /// Matches of any part among `final`: MaxScore. Parts whose bounds together cannot lift a document over the floor
    /// are only asked about documents that the others found.
    private func collectAny(_ parts: [Matcher], _ start: UInt32, _ top: inout TopHits) throws {
        let floor = top.floor(segment: number)
        var bounds = try parts.map { (part: $0, bound: floor >= 0 ? try $0.bound(start) : 0) }
        bounds.sort { $0.bound < $1.bound }
        var optional = 0
        var remaining: Int64 = 0
        while floor >= 0, optional < bounds.count, remaining &+ bounds[optional].bound <= floor {
            remaining &+= bounds[optional].bound
            optional += 1
        }
        if optional == bounds.count { return }
        touched.clear()
        defer { clearScores() }
        let isOnlyOne = floor >= 0 && bounds.count - optional == 1
        for entry in bounds[optional...] {
            try entry.part.scoreAll(
                start, final.words, floor: isOnlyOne ? floor &- remaining : -1, scores, touched)
        }
        final.copy(touched.words)
        for entry in bounds[0..<optional].reversed() {
            drop(remaining, floor)
            if final.isEmpty { return }
            try entry.part.score(start, final.words, isMatched: false, scores)
            remaining &-= entry.bound
        }
        try insertFinal(start, &top)
    }

    /// Leaves out documents that `remaining` cannot lift over the floor.
    private func drop(_ remaining: Int64, _ floor: Int64) {
        guard floor >= 0 else { return }
        for index in 0..<Window.wordCount {
            var word = final.words[index]
            while word != 0 {
                let bit = word.trailingZeroBitCount
                if scores[index &* 64 &+ bit] &+ remaining <= floor { final.words[index] &= ~(1 &<< UInt64(bit)) }
                word &= word &- 1
            }
        }
    }

    private func insertFinal(_ start: UInt32, _ top: inout TopHits) throws {
        try final.forEach { local in
            guard scores[local] > top.floor(segment: number) else { return }
            try top.insert(TopHits.Entry(score: scores[local], segment: number, document: start + UInt32(local)))
        }
    }

    private func clearScores() {
        touched.forEach { scores[$0] = 0 }
    }

    // MARK: - Partial matches

    /// The number of clauses a document matches counts before its score.
    static let clauseShift: Int64 = 48

    func runPartial(_ top: inout TopHits) throws {
        let count = UInt32(live.reader.documentCount)
        let needed = PartialMatches.needed(of: countable.count)
        guard countable.count > 1, needed > 0 else { return }
        let wanted = countable.map { clauses[$0] }
        let fixed =
            clauses.indices.filter { !countable.contains($0) }.map { clauses[$0] }
            + filters + groups.map(\.matcher)
        var numbers = [UInt16](repeating: 0, count: Int(Window.size))
        var document: UInt32 = 0
        while document < count {
            for matcher in fixed {
                document = try matcher.next(from: document)
                if document >= count { return }
            }
            var first = UInt32.max
            for matcher in wanted { first = min(first, try matcher.next(from: document)) }
            guard first < count else { return }
            let start = Window.start(of: first)
            document = start + Window.size
            live.fillLive(start, base)
            for matcher in fixed { try narrow(matcher, start, base) }
            if base.isEmpty { continue }
            touched.clear()
            for matcher in wanted {
                try matcher.fill(start, base.words, matched)
                for word in 0..<Window.wordCount { touched.words[word] |= matched.words[word] }
                matched.forEach { numbers[$0] += 1 }
            }
            final.clear()
            touched.forEach { local in
                if Int(numbers[local]) >= needed, Int(numbers[local]) < wanted.count { final.set(local) }
            }
            partial += final.count
            for matcher in wanted where matcher.isScoring {
                try matcher.score(start, final.words, isMatched: false, scores)
            }
            try final.forEach { local in
                let score = scores[local] | Int64(numbers[local]) << Self.clauseShift
                try top.insert(TopHits.Entry(score: score, segment: number, document: start + UInt32(local)))
            }
            touched.forEach { numbers[$0] = 0 }
            clearScores()
        }
    }

    // MARK: - Hits

    /// What of the query a document matched.
    func report(_ document: UInt32) throws -> MatchReport {
        var report = MatchReport(document: document)
        let start = only(document)
        for clause in clauses { try clause.report(start, base.words, &report) }
        return report
    }

    /// The clauses that a partial match lacks.
    func missing(_ document: UInt32) throws -> [Int] {
        let start = only(document)
        return try countable.filter { index in
            try clauses[index].fill(start, base.words, matched)
            return matched.isEmpty
        }
    }

    private func only(_ document: UInt32) -> UInt32 {
        base.clear()
        let start = Window.start(of: document)
        base.set(Int(document - start))
        return start
    }
}
