import Foundation
import KistSearch

/// Times everything that a library's index does beside plain queries: snippets, facets, patterns, deep pages, likeness,
/// single commits. Fields as a library has them, texts kept.
struct BenchFeatures {
    private let searcher: Searcher
    private let index: SearchIndex
    private let words: [String]
    private let keys: [String]

    private static let schema = SearchSchema(fields: [
        SearchField(name: "title", kind: .text, analyser: .english, weight: 3),
        SearchField(name: "text", kind: .text, analyser: .english),
        SearchField(name: "letter", kind: .keyword),
        SearchField(name: "ending", kind: .keyword),
        SearchField(name: "length", kind: .number),
    ])

    /// Builds the index from the first `limit` documents of a corpus.
    init(corpus: String, folder: String, limit: Int) throws {
        try? FileManager.default.removeItem(atPath: folder)
        index = try SearchIndex.create(at: URL(fileURLWithPath: folder, isDirectory: true), schema: Self.schema)
        let writer = try index.writer()
        var keys: [String] = []
        var words: [String] = []
        try CorpusReader.forEach(path: corpus) { document in
            guard keys.count < limit else { return }
            let title = String(decoding: document.title, as: UTF8.self)
            let letters = title.lowercased().filter(\.isLetter)
            try writer.add(
                SearchDocument(
                    key: document.id, order: Int64(keys.count),
                    values: [
                        "title": .text([TextPassage(text: title)]),
                        "text": .text([TextPassage(text: String(decoding: document.text, as: UTF8.self))]),
                        "letter": .keywords([String(letters.prefix(1))]),
                        "ending": .keywords([String(letters.suffix(2))]),
                        "length": .number(Double(document.text.count)),
                    ]))
            if keys.count.isMultiple(of: max(1, limit / 200)) {
                words += title.lowercased().split { !$0.isLetter }.map(String.init).filter { $0.count > 4 }.prefix(2)
            }
            keys.append(document.id)
        }
        try writer.mergeAll()
        try writer.commit(stamp: [:])
        writer.close()
        self.words = words
        self.keys = keys
        searcher = try index.searcher()
    }

    func run() throws {
        let pairs = zip(words, words.dropFirst()).enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        let queries: [Query] = pairs.map { .words("\($0) \($1)", fields: nil) }
        let anyOf: [Query] = pairs.map { .or([.words($0, fields: nil), .words($1, fields: nil)]) }
        try compare("10 snippets", anyOf) {
            SearchRequest(query: $0, snippet: SnippetRequest(fields: ["text", "title"]))
        }
        try compare("2 facets", anyOf) {
            SearchRequest(query: $0, facets: [FacetRequest(field: "letter"), FacetRequest(field: "ending")])
        }
        try compare("explain", anyOf) { SearchRequest(query: $0, explain: true) }
        try compare("page at 1,000", anyOf) { SearchRequest(query: $0, offset: 1000) }
        try compare("page at 20,000 of all", anyOf.map { .or([$0, .all]) }) { SearchRequest(query: $0, offset: 20_000) }
        try compare("sorted by number", anyOf) { SearchRequest(query: $0, sort: .field("length", ascending: true)) }
        try compare("filter on number", anyOf) {
            SearchRequest(query: $0, filters: [.range(field: "length", from: 500, to: 900)])
        }
        try time("all words", queries.map { SearchRequest(query: $0) })
        try time("phrase, slop 2", pairs.map { SearchRequest(query: .phrase("\($0) \($1)", slop: 2, fields: nil)) })
        try time("prefix of 4", words.map { SearchRequest(query: .prefix(String($0.prefix(4)), fields: nil)) })
        try time(
            "wildcard", words.map { SearchRequest(query: .wildcard($0.prefix(3) + "*" + $0.suffix(2), fields: nil)) })
        try time("fuzzy, 1 letter", words.map { SearchRequest(query: .fuzzy($0, distance: 1, fields: nil)) })
        try time("fuzzy, 2 letters", words.map { SearchRequest(query: .fuzzy($0, distance: 2, fields: nil)) })
        try time(
            "more like this",
            stride(from: 0, to: keys.count, by: max(1, keys.count / 200)).map {
                SearchRequest(query: .like(key: keys[$0]))
            })
        report(
            "completion",
            try words.map { word in try cost { _ = try searcher.completions(for: String(word.prefix(3))) } })
        report("did you mean", try words.map { word in try cost { _ = try searcher.suggestions(for: word + "x") } })
        try commits()
    }

    /// What a request costs beyond the same one without its feature.
    private func compare(_ name: String, _ queries: [Query], _ request: (Query) -> SearchRequest) throws {
        var costs: [Double] = []
        var extra: [Double] = []
        for query in queries {
            let plain = try cost { _ = try searcher.search(SearchRequest(query: query)) }
            let whole = try cost { _ = try searcher.search(request(query)) }
            costs.append(whole)
            extra.append(whole - plain)
        }
        report(name, costs)
        report("  beyond the plain query", extra)
    }

    private func time(_ name: String, _ requests: [SearchRequest]) throws {
        report(name, try requests.map { request in try cost { _ = try searcher.search(request) } })
    }

    private func commits() throws {
        let writer = try index.writer()
        defer { writer.close() }
        report(
            "commit of 1 document",
            try (0..<100).map { number in
                let document = SearchDocument(
                    key: "new-\(number)", order: Int64(number),
                    values: ["title": .text([TextPassage(text: words[number % words.count])])])
                return try cost(rounds: 1) {
                    try writer.add(document)
                    try writer.commit(stamp: [:])
                }
            })
    }

    /// Microseconds, the least of some rounds.
    private func cost(rounds: Int = 5, _ body: () throws -> Void) throws -> Double {
        var best = Double.infinity
        for _ in 0..<rounds {
            let started = ContinuousClock.now
            try body()
            best = min(best, Double(started.duration(to: .now) / .nanoseconds(1)) / 1000)
        }
        return best
    }

    private func report(_ name: String, _ costs: [Double]) {
        let sorted = costs.sorted()
        guard let last = sorted.last else { return }
        let median = sorted[sorted.count / 2]
        let late = sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
        print(
            name.padding(toLength: 28, withPad: " ", startingAt: 0),
            [median, late, last].map { String(format: "%9.1f", $0) }.joined(separator: " "), "us")
    }
}
