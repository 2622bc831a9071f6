@testable import KistSearch

/// A text as a query: it parses, prints back as itself, and finds the same however it is asked.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let parsed = Known.parser.parse(text)
    let printed = Known.parser.print(parsed.syntax)
    precondition(Known.parser.parse(printed).syntax == parsed.syntax, "prints as \(printed)")
    expectOnlySearchErrors {
        var request = SearchRequest(query: parsed.query, limit: 60)
        let all = try Known.searcher.search(request)
        request.limit = 5
        request.countsTotal = false
        let best = try Known.searcher.search(request)
        precondition(best.hits.map(\.key) == all.hits.prefix(5).map(\.key), "other hits when there is no total")
        precondition(best.hits.map(\.score) == all.hits.prefix(5).map(\.score), "other scores")
        request.countsTotal = true
        request.partial = PartialMatches(threshold: 100)
        request.snippet = SnippetRequest(fields: ["text", "title", "gd"], maximumLength: 40)
        request.explain = true
        request.facets = [FacetRequest(field: "type")]
        request.filters = [parsed.query]
        let filtered = try Known.searcher.search(request)
        precondition(filtered.total == all.total, "a query as its own filter finds other documents")
        precondition(filtered.hits.prefix(all.total).allSatisfy { !$0.isPartial })
    }
    return 0
}

private enum Known {
    static let parser = QueryParser(schema: RandomCollection.schema)
    static let searcher = needed { try Samples.searcher(documents: 60) }
}
