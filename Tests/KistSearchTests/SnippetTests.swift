import Testing

@testable import KistSearch

@Suite struct SnippetTests {
    private func snippet(_ query: String, _ passages: [TextPassage], length: Int = 60) throws -> Snippet {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [SearchField(name: "text", kind: .text, analyser: .english)])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        try writer.add(SearchDocument(key: "x", order: 0, values: ["text": .text(passages)]))
        try writer.commit(stamp: [:])
        let request = SearchRequest(
            query: QueryParser().parse(query).query,
            snippet: SnippetRequest(fields: ["text"], maximumLength: length))
        let hit = try #require(try index.searcher().search(request).hits.first)
        return try #require(hit.snippet)
    }

    private func marked(_ snippet: Snippet) -> [String] {
        let units = Array(snippet.text.utf16)
        return snippet.marks.map { String(decoding: units[$0], as: UTF16.self) }
    }

    @Test func marksWordsAsTheyStand() throws {
        let found = try snippet(
            "organised cafes", [TextPassage(text: "The 👩‍👧 organization ran a Café.", place: "page 2")])
        #expect(found.text == "The 👩‍👧 organization ran a Café.")
        #expect(marked(found) == ["organization", "Café"])
        #expect(found.place == "page 2" && !found.isCutAtStart && !found.isCutAtEnd)
    }

    @Test func aPhraseIsOneMark() throws {
        let text = "Pairs may share. Think, pair and share; then “think-pair share” again."
        let found = try snippet("\"think pair share\"", [TextPassage(text: text)], length: 200)
        #expect(marked(found) == ["think-pair share"])
    }

    @Test func choosesTheBestPassage() throws {
        let found = try snippet(
            "hinge question",
            [
                TextPassage(text: "A question."), TextPassage(text: "One hinge question each.", place: "b"),
                TextPassage(text: "hinge hinge hinge"),
            ])
        #expect(found.place == "b" && marked(found) == ["hinge", "question"])
    }

    /// Any piece is part of the text, short enough, cut between characters, and marks lie in it.
    @Test func piecesAreTrue() throws {
        var random = SeededGenerator(seed: 6)
        let pieces = ["needle", "word", "e\u{301}te\u{301}", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "\r\n", "漢字漢字", " ", " ", ", ", "a", "\u{301}"]
        for _ in 0..<120 {
            let text =
                (0..<random.below(60)).map { _ in random.pick(pieces) }.joined() + " needle "
                + (0..<random.below(60)).map { _ in random.pick(pieces) }.joined()
            let length = 10 + random.below(60)
            let found = try snippet("needle", [TextPassage(text: text)], length: length)
            #expect(Array(text).indices.contains { Array(text)[$0...].starts(with: Array(found.text)) })
            #expect(found.text.utf16.count <= length)
            #expect(!found.marks.isEmpty)
            for mark in marked(found) { #expect(mark.hasPrefix("needl")) }
        }
    }

    @Test func withoutTextMatchTheBeginning() throws {
        let found = try snippet("-zzz", [TextPassage(text: " "), TextPassage(text: "The beginning of it.")])
        #expect(found.text == "The beginning of it." && found.marks.isEmpty)
    }
}

extension SnippetTests {
    @Test func theRarestWordsAndTheClosestWin() throws {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [SearchField(name: "text", kind: .text, analyser: .english)])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        for number in 0..<20 {
            try writer.add(
                SearchDocument(
                    key: "other\(number)", order: 0, values: ["text": .text([TextPassage(text: "common words")])]))
        }
        let filler = String(repeating: "filler ", count: 20)
        let text = "common common words. " + filler + "rare and more " + filler + "common rare here. " + filler + "rare"
        try writer.add(SearchDocument(key: "x", order: 0, values: ["text": .text([TextPassage(text: text)])]))
        try writer.commit(stamp: [:])
        for (query, marks) in [
            ("common rare", ["common", "rare"]), ("common rar~1", ["common", "rare"]),
            ("comm?n OR rare", ["common", "rare"]), ("\"here rare\"~3", ["rare here"]), ("r?re", ["rare"]),
        ] {
            let request = SearchRequest(
                query: QueryParser().parse(query).query, filters: [.words("filler", fields: nil)],
                snippet: SnippetRequest(fields: ["text"], maximumLength: 40))
            let hit = try #require(try index.searcher().search(request).hits.first)
            let snippet = try #require(hit.snippet)
            let units = Array(snippet.text.utf16)
            #expect(snippet.marks.map { String(decoding: units[$0], as: UTF16.self) } == marks, "\(query): \(snippet)")
        }
    }
}
