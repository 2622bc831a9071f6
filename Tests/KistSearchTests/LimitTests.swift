import Testing

@testable import KistSearch

/// Requests as large as they may be.
@Suite struct LimitTests {
    private let schema = SearchSchema(fields: [SearchField(name: "text", kind: .text, analyser: .standard)])

    private func searcher(_ texts: [String]) throws -> Searcher {
        let empty = Searcher(schema: schema, stamp: [:], segments: [])
        let documents = texts.enumerated().map { number, text in
            SearchDocument(key: "\(number)", order: 0, values: ["text": .text([TextPassage(text: text)])])
        }
        return try empty.overlaying(documents, deleting: [])
    }

    /// More clauses than a byte counts, all of which but one a document matches.
    @Test func partialMatchesOfManyWords() throws {
        let words = (0..<280).map { "w\($0)" }
        let searcher = try searcher([words.dropLast().joined(separator: " "), words.prefix(150).joined(separator: " ")])
        let request = SearchRequest(query: .words(words.joined(separator: " "), fields: nil), partial: PartialMatches())
        let response = try searcher.search(request)
        #expect(response.hits.map(\.key) == ["0"])
        #expect(response.hits.first?.missingClauses == [279])
    }

    /// Keys are bytes: two spellings of one text are two keys, in one commit as in two, and each is deleted alone.
    @Test(arguments: [false, true]) func keysAreBytes(commitsBetween: Bool) throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        let keys = ["caf\u{E9}", "cafe\u{301}"]
        for key in keys {
            try writer.add(SearchDocument(key: key, order: 0, values: ["text": .text([TextPassage(text: "word")])]))
            if commitsBetween { try writer.commit(stamp: [:]) }
        }
        try writer.commit(stamp: [:])
        #expect(try index.searcher().documentCount == 2)
        try writer.delete(key: keys[0])
        try writer.commit(stamp: [:])
        #expect(try index.searcher().keys().map { Array($0.utf8) } == [Array(keys[1].utf8)])
        try writer.add(SearchDocument(key: keys[0], order: 0, values: [:]))
        try writer.commit(stamp: [:])
        #expect(try index.searcher().documentCount == 2)
        for key in keys { try writer.delete(key: key) }
        try writer.commit(stamp: [:])
        #expect(try index.searcher().documentCount == 0)
    }
}
