/// Turns the documents of a result into hits.
struct HitMaker {
    let searcher: Searcher
    let request: SearchRequest
    let runs: [SegmentSearch]
    let highlights: Highlights?
    private let snippets: SnippetMaker?

    init(searcher: Searcher, request: SearchRequest, runs: [SegmentSearch], highlights: Highlights?) {
        self.searcher = searcher
        self.request = request
        self.runs = runs
        self.highlights = highlights
        snippets = highlights.map { SnippetMaker(schema: searcher.schema, highlights: $0) }
    }

    /// `gained` is what the score has beside the parts of the query's matches.
    func hit(_ entry: TopHits.Entry, isPartial: Bool, gained: [ScorePart] = []) throws -> SearchHit {
        let run = runs[entry.segment]
        let reader = run.live.reader
        let report = try run.report(entry.document)
        let names = searcher.schema.fields.map(\.name)
        let score: Int64
        switch request.sort {
        case .relevance: score = entry.score & (1 << SegmentSearch.clauseShift - 1)
        case .newest, .field: score = isPartial ? entry.score & (1 << SegmentSearch.clauseShift - 1) : 0
        }
        let record = try reader.record(entry.document)
        var stored: [String: [UInt8]] = [:]
        var texts: [Int: [TextPassage]] = [:]
        let wanted = Set(request.snippet?.fields ?? [])
        try DocumentRecord.read(record) { field, value in
            guard names.indices.contains(field) else { return }
            switch value {
            case .stored(let bytes): stored[names[field]] = bytes
            case .text(let passages) where wanted.contains(names[field]): texts[field] = passages
            case .text, .keywords, .number: break
            }
        }
        var snippet: Snippet?
        if let request = request.snippet { snippet = snippets?.snippet(texts, request) }
        return SearchHit(
            key: try reader.keyText(entry.document), score: Double(score) / BM25.unit, isPartial: isPartial,
            matchedFields: report.fields.sorted().map { names[$0] },
            missingClauses: isPartial ? try run.missing(entry.document) : [], snippet: snippet, stored: stored,
            explanation: request.explain ? explanation(report, names) + gained : [])
    }

    private func explanation(_ report: MatchReport, _ names: [String]) -> [ScorePart] {
        report.parts.map { field, part in
            var part = part
            part.field = names[field]
            if searcher.schema.fields[field].kind == .text {
                part.documentCount = searcher.documentCount
                part.averageLength = searcher.averageLength(field)
            }
            return part
        }
    }
}
