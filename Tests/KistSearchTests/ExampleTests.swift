import KistSearch
import Testing

/// What a program that adopts the library writes.
@Suite struct ExampleTests {
    @Test func fortyLines() throws {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [
            SearchField(name: "title", kind: .text, analyser: .english, weight: 3),
            SearchField(name: "text", kind: .text, analyser: .english),
            SearchField(name: "type", kind: .keyword),
            SearchField(name: "year", kind: .number),
        ])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        try writer.add(
            SearchDocument(
                key: "a", order: 20240101,
                values: [
                    "title": .text([TextPassage(text: "Hinge questions in maths")]),
                    "text": .text([TextPassage(text: "One question decides what comes next.", place: "page 1")]),
                    "type": .keywords(["strategy"]), "year": .number(2024),
                ]))
        try writer.add(
            SearchDocument(
                key: "b", order: 20230101,
                values: [
                    "title": .text([TextPassage(text: "Marking less")]),
                    "text": .text([TextPassage(text: "Whole-class feedback takes the place of questions in margins.")]),
                    "type": .keywords(["enquiry"]), "year": .number(2023),
                ]))
        try writer.commit(stamp: ["source": "example"])

        let searcher = try index.searcher()
        let parsed = QueryParser(schema: schema).parse("question year:2020..2024")
        let response = try searcher.search(
            SearchRequest(
                query: parsed.query, facets: [FacetRequest(field: "type")],
                snippet: SnippetRequest(fields: ["text", "title"])))
        #expect(response.total == 2)
        #expect(response.hits.map(\.key) == ["a", "b"])
        #expect(response.hits[0].snippet?.place == "page 1")
        #expect(response.facets["type"]?.map(\.value) == ["enquiry", "strategy"])
    }

    @Test func nearSpellingsAndWords() throws {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [SearchField(name: "text", kind: .text, analyser: .english)])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        let text = "feedback Feedback formative assessment assessments café questions"
        try writer.add(SearchDocument(key: "a", order: 0, values: ["text": .text([TextPassage(text: text)])]))
        try writer.add(SearchDocument(key: "b", order: 0, values: ["text": .text([TextPassage(text: "assessment")])]))
        try writer.commit(stamp: [:])
        let searcher = try index.searcher()
        #expect(try searcher.suggestions(for: "fedback") == ["feedback"])
        #expect(try searcher.suggestions(for: "asessment", limit: 2) == ["assessment", "assessments"])
        #expect(try searcher.suggestions(for: "caffe") == ["café"])
        #expect(try searcher.suggestions(for: "feedback") == [])
        #expect(try searcher.terms(field: "text", prefix: "assess").map(\.term) == ["assessment", "assessments"])
        #expect(try searcher.documentFrequency(of: "assessing") == 2)
    }
}
