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
}
