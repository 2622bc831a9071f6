/// Runs a flat query in every segment of a searcher.
struct FlatSearch {
    private struct Resolved {
        var field: Int
        var key: [UInt8]
        var weight: Float
        var idf: Double
        var factor: Double
        var space: SegmentLayout.Space
        /// By segment.
        var infos: [TermInfo?]
    }

    private let searcher: Searcher
    private let query: FlatQuery
    private let ranking: SearchRanking
    private let terms: [Resolved]

    init(_ query: FlatQuery, _ searcher: Searcher, ranking: SearchRanking) throws {
        self.searcher = searcher
        self.ranking = ranking
        self.query = query
        guard query.shape != .prefix else {
            terms = []
            return
        }
        var hasDeletions = false
        for segment in searcher.segments where segment.deletions.count > 0 { hasDeletions = true }
        terms = try query.terms.compactMap { term in
            guard let space = SegmentLayout.Space(rawValue: term.key[1]) else { return nil }
            let infos = try searcher.segments.map { try $0.reader.dictionary.find(term.key) }
            let count =
                hasDeletions
                ? try searcher.documentFrequency(term.key) : infos.reduce(0) { $0 + ($1?.documentCount ?? 0) }
            let idf = BM25.idf(documents: searcher.documentCount, having: count)
            return Resolved(
                field: term.field, key: term.key, weight: BM25.scaled(term.factor * ranking.weight(idf: idf)), idf: idf,
                factor: term.factor, space: space, infos: infos)
        }
    }

    /// Whether all scores fit the numbers that flat searches count with.
    static func fits(_ weights: some Sequence<Float>) -> Bool { weights.reduce(0, +) < 500_000_000 }

    var isSmallEnough: Bool { Self.fits(terms.map(\.weight)) }

    func run(_ top: inout TopHits) throws {
        for number in searcher.segments.indices {
            let live = searcher.segments[number]
            switch query.shape {
            case .any:
                let runs = try runs(number)
                if runs.count == 1 {
                    try TermSearch(run: runs[0], live: live, number: number).search(&top)
                } else if !runs.isEmpty {
                    try AnySearch(runs, live, number: number).run(&top)
                }
            case .all:
                guard let runs = try allRuns(number) else { continue }
                if runs.count == 1 {
                    try TermSearch(run: runs[0], live: live, number: number).search(&top)
                } else {
                    try AllSearch(runs, live, number: number).run(&top)
                }
            case .phrase:
                guard let runs = try allRuns(number) else { continue }
                try PhraseSearch(runs, weight: phraseWeight, live, number: number).run(&top)
            case .prefix: try prefix(live, number)?.run(&top)
            }
        }
    }

    func count() throws -> Int {
        var total = 0
        if terms.count == 1, query.shape != .prefix, searcher.segments.allSatisfy({ $0.deletions.count == 0 }) {
            return terms[0].infos.reduce(0) { $0 + ($1?.documentCount ?? 0) }
        }
        for number in searcher.segments.indices {
            let live = searcher.segments[number]
            switch query.shape {
            case .any:
                let cursors = try runs(number).map(\.cursor)
                if cursors.count == 1, live.deletions.count == 0 {
                    total += cursors[0].info.documentCount
                } else if !cursors.isEmpty {
                    let bits = SegmentBits(documentCount: live.reader.documentCount)
                    for cursor in cursors { try bits.set(cursor) }
                    bits.removeDeleted(live.deletions)
                    total += bits.count
                }
            case .all:
                guard let runs = try allRuns(number) else { continue }
                total += try AllSearch(runs, live, number: number).count()
            case .phrase:
                guard let runs = try allRuns(number) else { continue }
                total += try PhraseSearch(runs, weight: phraseWeight, live, number: number).count()
            case .prefix: total += try prefix(live, number)?.count() ?? 0
            }
        }
        return total
    }

    private func prefix(_ live: LiveSegment, _ number: Int) -> PrefixSearch? {
        guard let term = query.terms.first else { return nil }
        return PrefixSearch(
            key: term.key, field: term.field, score: Int64(BM25.scaled(term.factor)), live: live, number: number)
    }

    private var phraseWeight: Float {
        BM25.scaled((terms.first?.factor ?? 0) * terms.reduce(0) { $0 + $1.idf })
    }

    private func run(_ term: Resolved, _ number: Int) throws -> TermRun? {
        let reader = searcher.segments[number].reader
        guard let info = term.infos[number], let lengths = try reader.lengths(term.field) else { return nil }
        let cursor = try TermCursor(segment: reader, space: term.space, field: term.field, info: info)
        return TermRun(
            cursor, weight: term.weight, lengths: lengths, table: searcher.tables(ranking)[term.field],
            field: term.field)
    }

    private func runs(_ number: Int) throws -> [TermRun] { try terms.compactMap { try run($0, number) } }

    /// Nil when the segment lacks a term.
    private func allRuns(_ number: Int) throws -> [TermRun]? {
        guard !terms.isEmpty else { return nil }
        var result: [TermRun] = []
        for term in terms {
            guard let run = try run(term, number) else { return nil }
            result.append(run)
        }
        return result
    }
}

extension Searcher {
    /// The best documents of a flat query, best first.
    package func top(_ query: FlatQuery, limit: Int, ranking: SearchRanking = .bm25) throws -> [FlatHit] {
        let isRanked = ranking == .default && limit > 0
        var top = TopHits(limit: isRanked ? max(limit, SearchRanking.candidateCount) : limit, segments: segments)
        try FlatSearch(query, self, ranking: ranking).run(&top)
        var entries = try top.sorted()
        if isRanked {
            var rescoring = Rescoring(try RankedWords(query.sequence, self), self)
            _ = try rescoring.run(&entries)
        }
        return entries.prefix(limit).map { FlatHit(segment: $0.segment, document: $0.document, score: $0.score) }
    }

    /// How many documents match a flat query.
    package func count(_ query: FlatQuery) throws -> Int { try FlatSearch(query, self, ranking: .bm25).count() }

    /// The key of a hit.
    package func key(_ hit: FlatHit) throws -> String { try segments[hit.segment].reader.keyText(hit.document) }
}

/// A document that a flat query found.
package struct FlatHit: Sendable {
    var segment: Int
    var document: UInt32
    /// In units of 1 / 2^20.
    package var score: Int64
}
