import KistCatalogue
import KistModel
import KistSearch

/// The query layer: one question in, one answer out, over one snapshot of the index.
struct SearchService {
    let repository: Repository
    let searcher: Searcher
    private let names: FilterNames

    /// Fewer full matches than this, and near terms and partial matches are searched as well.
    private static let few = 5
    private static let snippetLength = 160
    private static let facetValues = 20

    init(repository: Repository, searcher: Searcher) {
        self.repository = repository
        self.searcher = searcher
        names = FilterNames(repository.schemas)
    }

    func answer(_ question: SearchQuestion, withSnippets: Bool = true) throws -> SearchAnswer {
        let parsed = QuestionParser(schemas: repository.schemas, names: names, filters: filterReader).parse(
            question.text)
        let hasWords = parsed.query != .all
        let groups = try filterReader.groups(question.filters)
        let expander = QueryExpander(schemas: repository.schemas, vocabularies: repository.vocabularies)
        var planner = QuestionPlanner(
            schemas: repository.schemas, vocabularies: repository.vocabularies, expander: expander, names: names,
            near: question.near)
        var plan = planner.plan(parsed.query, expands: question.expands)
        let exact = try exactQuery(question.text, hasWords: hasWords)
        var request = try request(
            plan, exact: exact, groups: groups, question: question, withSnippets: withSnippets, hasWords: hasWords)
        var response = try searcher.search(request)
        if response.total < Self.few, plan.hasCloseTerms {
            planner.includesClose = true
            plan = planner.plan(parsed.query, expands: true)
            request = try self.request(
                plan, exact: exact, groups: groups, question: question, withSnippets: withSnippets, hasWords: hasWords)
            response = try searcher.search(request)
        }
        let reasons = question.explains ? reasons(for: question, expanded: plan.expanded) : nil
        var answer = SearchAnswer(
            total: response.total, partial: response.partial,
            hits: try response.hits.compactMap { try hit($0, reasons: reasons) },
            facets: try facets(response, question: question, request: request), expanded: plan.expanded,
            notes: parsed.notes + plan.notes,
            suggestions: [])
        try addWithdrawn(to: &answer, request: request, question: question)
        if response.total == 0, hasWords { try addHelp(to: &answer, parsed: parsed.query, question: question) }
        return answer
    }

    // MARK: - The request

    private var filterReader: FilterReader {
        let repository = repository
        return FilterReader(schemas: repository.schemas, vocabularies: repository.vocabularies, names: names) { text in
            try repository.catalogue.read { reader in
                if let id = RecordID(text) { return [id] }
                return try IdentityKeys.naming(text).flatMap { try reader.records(with: $0) }.filter {
                    $0.state == .current
                }.map(\.id)
            }
        }
    }

    private func request(
        _ plan: QuestionPlanner.Plan, exact: Query?, groups: [(field: String, queries: [Query])],
        question: SearchQuestion, withSnippets: Bool, hasWords: Bool
    ) throws -> SearchRequest {
        // Without words the plan is for everything, which says nothing beside a likeness.
        var clauses = question.like == nil || hasWords ? plan.clauses : []
        if let like = question.like { clauses.insert(.like(key: like.text, fields: nil), at: 0) }
        // A record that goes by exactly these words comes first; by its title it matches them anyway, so nothing else changes.
        let isName = RecordID(question.text.trimmed) != nil || Identifier.recognise(question.text) != nil
        if let exact, !isName { clauses.append(.or([.constant(.all), .boost(1_000, exact)])) }
        var query: Query = clauses.isEmpty ? .all : clauses.count == 1 ? clauses[0] : .and(clauses)
        // An identifier may be written in ways that the record does not have it in.
        if let exact, isName { query = .or([query, .boost(1_000, exact)]) }
        var request = SearchRequest(query: query)
        if !question.includesWithdrawn {
            request.filters.append(.keyword(field: IndexLayout.state, value: IndexedState.current.rawValue))
        }
        for group in groups {
            let engineField = Self.engineField(group.field)
            let isFacet = searcher.schema.fields.contains { $0.name == engineField && $0.kind == .keyword }
            if isFacet {
                request.filterGroups[engineField] = group.queries
            } else {
                request.filters.append(.or(group.queries))
            }
        }
        request.facets = try question.facets.map {
            FacetRequest(field: try facetField($0).engine, limit: Self.facetValues)
        }
        request.limit = question.limit
        request.offset = question.offset
        request.sort = try sort(question.sort, isRanked: hasWords || question.like != nil)
        request.explain = question.explains
        if withSnippets, hasWords {
            let fields =
                IndexLayout.languages.map { IndexLayout.text($0) }
                + IndexLayout.languages.map { IndexLayout.summary($0) }
            request.snippet = SnippetRequest(fields: fields, maximumLength: Self.snippetLength)
        }
        request.partial =
            hasWords && clauses.count > 1 && question.like == nil && !isName && request.sort == .relevance
            ? PartialMatches(threshold: Self.few) : nil
        return request
    }

    /// A record whose id, identifier or title is the whole text; nil when there is none.
    private func exactQuery(_ text: String, hasWords: Bool) throws -> Query? {
        guard hasWords else { return nil }
        var queries: [Query] = []
        if let id = RecordID(text.trimmed) { queries.append(.keyword(field: IndexLayout.id, value: id.text)) }
        if let identifier = Identifier.recognise(text) {
            queries.append(.keyword(field: IndexLayout.identifier, value: identifier.text))
        }
        let title = Folding.key(text)
        if !title.isEmpty { queries.append(.keyword(field: IndexLayout.exactTitle, value: title)) }
        guard !queries.isEmpty, try searcher.search(SearchRequest(query: .or(queries), limit: 0)).total > 0 else {
            return nil
        }
        return .or(queries)
    }

    private func sort(_ sort: SearchQuestion.Sort, isRanked: Bool) throws -> SearchOrder {
        switch sort {
        case .relevance: return isRanked ? .relevance : .newest
        case .newest: return .newest
        case .field(let name, let ascending):
            let word = FilterNames.word(name)
            if word == "title" { return .field(IndexLayout.exactTitle, ascending: ascending) }
            if ["type", "year", "id"].contains(word) { return .field(word, ascending: ascending) }
            guard let field = names.field(name) else { throw unknown(name) }
            let isNumber = [.number, .integer, .date].contains(field.kind)
            return .field(
                isNumber ? IndexLayout.number(of: field.name) : IndexLayout.values(of: field.name), ascending: ascending
            )
        }
    }

    private static func engineField(_ field: String) -> String {
        ["type", "year", "id", "state"].contains(field) ? field : IndexLayout.values(of: field)
    }

    private func unknown(_ name: String) -> RepositoryError {
        RepositoryError(
            .unknownField, "There is no field “\(name)”.",
            hint: names.nearest(to: name).map { "Did you mean \($0)?" }
                ?? "Fields: \(names.offered.joined(separator: ", ")).")
    }

    // MARK: - The answer

    private func reasons(for question: SearchQuestion, expanded: [String]) -> HitReasons {
        let words = (QueryWord.words(of: question.text).map(\.text) + expanded).flatMap {
            Folding.key($0).split(separator: " ").map(String.init)
        }
        return HitReasons(schemas: repository.schemas, words: words) { value, field in
            try facetLabel(value, field: field, engine: IndexLayout.values(of: field.name))
        }
    }

    private func hit(_ hit: SearchHit, reasons: HitReasons?) throws -> SearchAnswer.Hit? {
        guard let bytes = hit.stored[IndexLayout.card], let json = try? JSONParser.parse(bytes),
            let card = RecordCard(json: json)
        else { return nil }
        return SearchAnswer.Hit(
            card: card, score: hit.score, isPartial: hit.isPartial, matched: Self.matched(hit.matchedFields),
            snippet: hit.snippet.map {
                .init(field: IndexLayout.name(of: $0.field), text: $0.text, marks: $0.marks, place: $0.place)
            },
            explanation: try reasons?.lines(hit.explanation) ?? [], parts: hit.explanation.map(\.text))
    }

    /// Names of engine fields as people know them: without the language, each once.
    private static func matched(_ fields: [String]) -> [String] {
        var list: [String] = []
        for field in fields.map(IndexLayout.name) where !list.contains(field) { list.append(field) }
        return list
    }

    private func facetField(_ name: String) throws -> (engine: String, field: FieldSchema?) {
        let word = FilterNames.word(name)
        if word == "type" || word == "year" { return (word, nil) }
        guard let field = names.field(name) else { throw unknown(name) }
        return (IndexLayout.values(of: field.name), field)
    }

    private func facets(_ response: SearchResponse, question: SearchQuestion, request: SearchRequest) throws
        -> [SearchAnswer.Facet]
    {
        try question.facets.compactMap { name in
            let (engine, field) = try facetField(name)
            let counts = response.facets[engine] ?? []
            guard !counts.isEmpty else { return nil }
            let values = try counts.map {
                SearchAnswer.Facet.Count(
                    value: $0.value, label: try facetLabel($0.value, field: field, engine: engine), count: $0.count)
            }
            return SearchAnswer.Facet(
                field: field?.name ?? engine, label: field?.label() ?? (engine == "type" ? "Type" : "Year"),
                values: values)
        }
    }

    private func facetLabel(_ value: String, field: FieldSchema?, engine: String) throws -> String {
        guard let field else { return engine == "type" ? repository.typeLabel(value) : value }
        switch field.kind {
        case .term: return repository.label(value)
        case .reference:
            guard let id = RecordID(value), let stored = try repository.catalogue.read({ try $0.record(id) }) else {
                return value
            }
            return repository.card(stored.record).title
        default: return value
        }
    }

    private func addWithdrawn(to answer: inout SearchAnswer, request: SearchRequest, question: SearchQuestion) throws {
        guard !question.includesWithdrawn else { return }
        var counting = request
        counting.filters[0] = .keyword(field: IndexLayout.state, value: IndexedState.withdrawn.rawValue)
        counting.limit = 0
        counting.offset = 0
        counting.facets = []
        counting.snippet = nil
        counting.partial = nil
        counting.explain = false
        let count = try searcher.search(counting).total
        if count > 0 {
            answer.notes.append(
                "\(count) withdrawn record\(count == 1 ? "" : "s") also match\(count == 1 ? "es" : ""); --withdrawn shows them."
            )
        }
    }

    /// When nothing matches: which word is at fault, what is near to it, and which filter could go.
    private func addHelp(to answer: inout SearchAnswer, parsed: Query, question: SearchQuestion) throws {
        let words = QueryWord.words(of: question.text).map(\.text).filter { $0.first != "-" && $0 != "OR" }.prefix(12)
        var corrected = Array(words)
        var isCorrected = false
        for (index, word) in words.enumerated() {
            // What has signs in it is no word that could be misspelt.
            guard !word.contains(where: "~^*?".contains) else { continue }
            let found = try searcher.search(SearchRequest(query: .words(word, fields: nil), limit: 0)).total
            guard found == 0 else { continue }
            answer.notes.append("No record has the word “\(word)”.")
            if let near = try searcher.suggestions(for: word, fields: nil, limit: 1).first {
                corrected[index] = near
                isCorrected = true
            }
        }
        if isCorrected { answer.suggestions.append(corrected.joined(separator: " ")) }
        if !question.filters.isEmpty {
            var wider = question
            wider.filters = []
            wider.limit = 0
            wider.facets = []
            let total = try self.answer(wider, withSnippets: false).total
            if total > 0 {
                answer.notes.append("Without the filters \(total) record\(total == 1 ? "" : "s") would match.")
            }
        }
    }
}
