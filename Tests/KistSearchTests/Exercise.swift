import KistSearch

/// Asks a searcher everything that can be asked: every kind of query, order, facet and snippet, and every way in.
///
/// The index is one of `RandomCollection`. What the answers say is given as text, so that two runs can be compared.
struct Exercise {
    /// One question, and how to ask it.
    struct Question: Sendable {
        var name: String
        var ask: @Sendable (Searcher) throws -> String
    }

    /// The same questions for the same arguments: one of each kind, then `more` random requests.
    static func questions(more: Int = 0, seed: UInt64 = 5) -> [Question] {
        var collection = RandomCollection(random: SeededGenerator(seed: seed))
        var requests = plain + arranged
        for _ in 0..<more {
            var request = collection.request()
            if collection.random.chance(30) { request.snippet = snippet }
            request.explain = collection.random.chance(20)
            request.countsTotal = collection.random.chance(60)
            requests.append(request)
        }
        return others
            + requests.enumerated().map { number, request in
                Question(name: "request \(number)") { try describe($0.search(request)) }
            }
    }

    /// Asks all; damage that a question runs into is its answer. Any other error is thrown on.
    static func answers(_ searcher: Searcher, _ questions: [Question]) throws -> [Answer] {
        try questions.map { question in
            do {
                return .text(try question.ask(searcher))
            } catch let error as SearchError {
                guard error.code == .corrupt else { throw error }
                return .damage(error)
            }
        }
    }

    enum Answer: Equatable {
        case text(String)
        case damage(SearchError)
    }

    // MARK: - Questions

    private static let snippet = SnippetRequest(fields: ["text", "title", "gd"], maximumLength: 60)

    private static func words(_ text: String) -> Query { .words(text, fields: nil) }

    private static var plain: [SearchRequest] {
        let queries: [Query] = [
            words("running"), words("running teacher feedback"), words("zzz"),
            .words("runs", fields: ["plain", "text"]),
            .phrase("self assessment", fields: nil), .phrase("bun sgoil", fields: ["gd"]),
            .prefix("ca", fields: nil), .prefix("r", fields: ["title"]), .keyword(field: "stage", value: "early"),
            .keyword(field: "type", value: "nothing"), .range(field: "year", from: 2011, to: 2016),
            .range(field: "year", from: nil, to: nil), .or([words("feedback"), words("maths"), words("café")]),
            .and([words("the"), .not(words("teacher"))]), .not(words("run")),
            .phrase("running feedback", slop: 3, fields: nil), .phrase("the teacher the", slop: 16, fields: ["text"]),
            .wildcard("r?n*", fields: nil), .wildcard("*e*", fields: ["text"]), .fuzzy("techer", fields: nil),
            .fuzzy("ghaidlig", distance: 2, fields: ["gd"]), .like(key: "doc4"), .like(key: "doc9", fields: ["title"]),
            .boost(2, .or([words("hinge"), .constant(words("question"))])), .all, .none,
        ]
        return queries.map { SearchRequest(query: $0) } + queries.map { SearchRequest(query: $0, countsTotal: false) }
    }

    private static var arranged: [SearchRequest] {
        let facets = [FacetRequest(field: "type"), FacetRequest(field: "stage")]
        return [
            SearchRequest(query: words("running teacher"), facets: facets, snippet: snippet, partial: PartialMatches()),
            SearchRequest(
                query: words("feedback question the"), snippet: snippet, partial: PartialMatches(threshold: 1000),
                explain: true),
            SearchRequest(query: .phrase("the teacher", fields: nil), sort: .field("year", ascending: true)),
            SearchRequest(query: .prefix("f", fields: nil), limit: 50, sort: .field("stage", ascending: false)),
            SearchRequest(query: .all, filters: [.range(field: "year", from: 2012, to: 2020)], sort: .newest),
            SearchRequest(
                query: words("maths"), filters: [.keyword(field: "type", value: "digest")],
                filterGroups: ["stage": [.keyword(field: "stage", value: "first")]], facets: facets, limit: 5, offset: 3
            ),
            SearchRequest(query: .all, limit: 1000, snippet: snippet),
            SearchRequest(query: .phrase("sgoil agus", fields: nil), snippet: snippet, explain: true),
        ]
    }

    private static var others: [Question] {
        [
            Question(name: "counts") { "\($0.documentCount) \(try $0.documentFrequency(of: "running"))" },
            Question(name: "keys") { try $0.keys().joined(separator: " ") },
            Question(name: "documents") { searcher in
                try (0..<40).map { number in
                    guard let document = try searcher.document(key: "doc\(number * 7)") else { return "-" }
                    let texts = document.texts.sorted { $0.key < $1.key }
                    let keywords = document.keywords.sorted { $0.key < $1.key }
                    return "\(document.order) \(texts) \(keywords) \(document.numbers) \(document.stored)"
                }.joined(separator: "\n")
            },
            Question(name: "contains") { "\(try $0.contains(key: "doc3")) \(try $0.contains(key: "nothing"))" },
            Question(name: "terms") { searcher in
                try ["title", "text", "gd", "code", "plain"].map { field in
                    try ["", "r", "b", "2"].map { "\(try searcher.terms(field: field, prefix: $0))" }.joined()
                }.joined()
            },
            Question(name: "suggestions") { searcher in
                try ["runing", "feedbak", "teecher", "leughad"].map { word in
                    try searcher.suggestions(for: word).joined(separator: " ")
                }.joined(separator: ";")
            },
            Question(name: "overlay") { searcher in
                let added = SearchDocument(
                    key: "doc5", order: 3, values: ["text": .text([TextPassage(text: "running feedback")])])
                let other = try searcher.overlaying([added], deleting: ["doc6"])
                return "\(other.documentCount) " + (try describe(other.search(SearchRequest(query: words("running")))))
            },
        ]
    }

    private static func describe(_ response: SearchResponse) throws -> String {
        var text = "\(response.total) \(response.partial)"
        for hit in response.hits {
            text += "\n\(hit.key) \(hit.score) \(hit.isPartial) \(hit.matchedFields) \(hit.missingClauses)"
            text += " \(hit.stored) \(hit.explanation)"
            if let snippet = hit.snippet { text += " \(snippet)" }
        }
        for (field, counts) in response.facets.sorted(by: { $0.key < $1.key }) { text += "\n\(field) \(counts)" }
        return text
    }
}
