import Testing

@testable import KistSearch

/// Lists that end exactly at the edge of a block, or one document before or after it, in every space and every way of
/// packing: all documents, each second, the last ones.
@Suite struct BlockEdgeTests {
    private static let schema = SearchSchema(
        fields: [
            SearchField(name: "text", kind: .text, analyser: .english),
            SearchField(name: "state", kind: .keyword, analyser: .standard),
        ], keepsSignatures: false)

    /// What the document of a number holds.
    private static func words(_ number: Int, of count: Int) -> [String] {
        var words = ["all"]
        if number % 2 == 0 { words.append("even") }
        if number % 3 == 0 { words += ["triple", "triple"] }
        if number >= count / 2 { words.append("late") }
        if number == count - 1 { words.append("last") }
        return words
    }

    private static func document(_ number: Int, of count: Int) -> SearchDocument {
        let words = words(number, of: count)
        return SearchDocument(
            key: "d\(number)", order: Int64(number),
            values: [
                "text": .text([TextPassage(text: words.joined(separator: " "))]), "state": .keywords(Array(Set(words))),
            ])
    }

    private func expectAll(_ searcher: Searcher, of count: Int, _ name: Comment) throws {
        #expect(searcher.documentCount == count, name)
        for word in ["all", "even", "triple", "late", "last"] {
            let expected = (0..<count).count { Self.words($0, of: count).contains(word) }
            for query in [
                Query.keyword(field: "state", value: word), .words(word, fields: nil), .phrase(word, fields: nil),
                .and([.words(word, fields: nil), .keyword(field: "state", value: word)]),
            ] {
                let request = SearchRequest(
                    query: query, filters: [.keyword(field: "state", value: "all")],
                    facets: [FacetRequest(field: "state")], limit: count)
                let response = try searcher.search(request)
                #expect(response.total == expected, "\(name): \(word)")
                #expect(Set(response.hits.map(\.key)).count == expected, "\(name): \(word)")
                #expect(response.facets["state"]?.first { $0.value == "all" }?.count == expected, "\(name): \(word)")
            }
        }
    }

    @Test(arguments: [127, 128, 129, 255, 256, 257, 384, 1_024])
    func listsThatEndAtTheEdgeOfABlock(count: Int) throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        for number in 0..<count { try writer.add(Self.document(number, of: count)) }
        try writer.commit(stamp: [:])
        try expectAll(try index.searcher(), of: count, "one segment")

        // The same in two segments, and joined again.
        try writer.delete(key: "d0")
        try writer.commit(stamp: [:])
        try writer.add(Self.document(0, of: count))
        try writer.commit(stamp: [:])
        try expectAll(try index.searcher(), of: count, "two segments")
        try writer.mergeAll()
        try writer.commit(stamp: [:])
        try expectAll(try index.searcher(), of: count, "joined")
        try index.verify()
    }
}
