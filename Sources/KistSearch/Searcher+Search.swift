extension Searcher {
    /// Most hits that a search can be asked for, those before `offset` included.
    public static let largestWindow = 1_000_000

    public func search(_ request: SearchRequest) throws -> SearchResponse {
        try search(request, paging: DeepPage.Limits())
    }

    func search(_ request: SearchRequest, paging: DeepPage.Limits) throws -> SearchResponse {
        guard request.limit >= 0, request.offset >= 0, request.limit <= Self.largestWindow,
            request.offset <= Self.largestWindow - request.limit
        else {
            throw SearchError(
                .invalidRequest, "limit and offset must be 0 or more, and at most 1,000,000 together.")
        }
        let planner = QueryPlanner(self, ranking: request.ranking)
        let clauses = try planner.clauses(request.query)
        let filters = try request.filters.map { try planner.filter($0) }
        let groups = try request.filterGroups.sorted { $0.key < $1.key }.map { name, queries in
            (field: try keywordField(name), plan: try planner.filter(.or(queries)))
        }
        let facetFields = try request.facets.map { try keywordField($0.field) }
        let ranking = try ranking(request.sort)
        let countable = clauses.indices.filter { clauses[$0].isCountable }
        let wanted = request.limit + request.offset
        let isRanked = request.ranking == .default && request.sort == .relevance && wanted > 0
        var top = TopHits(limit: isRanked ? max(wanted, SearchRanking.candidateCount) : wanted, segments: segments)
        // A page behind all candidates of the second look is not changed by it.
        let isDeep =
            paging.applies(offset: request.offset, limit: request.limit)
            && (!isRanked || request.offset >= SearchRanking.candidateCount)
        let page = DeepPage(offset: request.offset, limit: request.limit, capacity: paging.capacity)
        if isDeep { top = TopHits(limit: wanted, page: page, segments: segments) }
        var runs: [SegmentSearch] = []
        var total = 0
        let flat =
            try request.isPlain ? FlatQuery(clauses).map { try FlatSearch($0, self, ranking: request.ranking) } : nil
        let flatSearch = flat.flatMap { $0.isSmallEnough ? $0 : nil }
        var facetSums = facetFields.map { _ in [String: Int]() }
        for (number, live) in segments.enumerated() {
            let factory = MatcherFactory(segment: live.reader, tables: tables(request.ranking))
            let run = SegmentSearch(
                number: number, live: live, clauses: try clauses.map { try factory.matcher($0) },
                countable: countable, filters: try filters.map { try factory.filter($0) },
                groups: try groups.map { ($0.field, try factory.filter($0.plan)) })
            let counters = try facetFields.map { field in
                try live.reader.keywords(field).map { FacetCounter(field: field, column: $0) }
            }
            if flatSearch == nil {
                try run.run(
                    &top, ranking: ranking, countsTotal: request.countsTotal, facets: counters.compactMap { $0 })
            }
            for (index, counter) in counters.enumerated() { try counter?.add(to: &facetSums[index]) }
            total += run.total
            runs.append(run)
        }
        if let flatSearch {
            try flatSearch.run(&top)
            if request.countsTotal { total = try flatSearch.count() }
        }
        var response = SearchResponse(total: total, partial: 0, hits: [], facets: [:])
        for (index, facet) in request.facets.enumerated() {
            response.facets[facet.field] = FacetCounter.sorted(facetSums[index], limit: facet.limit)
        }
        let highlights = request.snippet.map { _ in Highlights(clauses, fieldCount: schema.fields.count) }
        let maker = HitMaker(searcher: self, request: request, runs: runs, highlights: highlights)
        var isFound = false
        while isDeep, !isFound {
            switch try top.finishPage() {
            case .page(let entries):
                response.hits = try entries.map { try maker.hit($0, isPartial: false) }
                isFound = true
                continue
            case .again: break
            case .givenUp: top = TopHits(limit: wanted, segments: segments)
            }
            if let flatSearch {
                try flatSearch.run(&top)
            } else {
                for run in runs { try run.run(&top, ranking: ranking, countsTotal: false, facets: []) }
            }
            if !top.isPaging { break }
        }
        var entries = isFound ? [] : try top.sorted()
        var gains: [[ScorePart]] = []
        if isRanked, !isDeep {
            var rescoring = Rescoring(try RankedWords(clauses, self), self, explains: request.explain)
            gains = try rescoring.run(&entries)
        }
        response.hits += try entries.indices.prefix(wanted).dropFirst(request.offset).map { index in
            let gained = index < gains.count ? gains[index] : []
            return try maker.hit(entries[index], isPartial: false, gained: gained)
        }
        if let partial = request.partial, request.countsTotal, total < partial.threshold, countable.count > 1 {
            let before = max(request.offset - total, 0)
            var more = TopHits(limit: request.limit - response.hits.count + before, segments: segments)
            for run in runs {
                try run.runPartial(&more)
                response.partial += run.partial
            }
            response.hits += try more.sorted().dropFirst(before).map { try maker.hit($0, isPartial: true) }
        }
        if !request.countsTotal && request.facets.isEmpty { response.total = -1 }
        return response
    }

    private func keywordField(_ name: String) throws -> Int {
        guard let field = schema.number(of: name), schema.fields[field].kind == .keyword else {
            throw SearchError(.unknownField, "“\(name)” is not a keyword field of the index.")
        }
        return field
    }

    private func ranking(_ sort: SearchOrder) throws -> SegmentSearch.Ranking {
        switch sort {
        case .relevance: return .relevance
        case .newest: return .newest
        case .field(let name, let ascending):
            return .keys(try SortKeys(self, field: name, ascending: ascending))
        }
    }
}
