import Testing

@testable import KistSearch

/// Words with letters beyond ASCII are looked up as they are written once they have been met: what a document has for them
/// must not depend on what stood before it.
@Suite struct WrittenWordTests {
    private static let pieces = [
        "a", "B", "c", "é", "É", "e\u{301}", "o\u{308}", "œ", "Ж", "ж", "1", "’", "'", "-", "“", "”", "…", "漢",
        "\u{AD}", "_",
    ]

    private func index(_ texts: [String]) throws -> (folder: TemporaryFolder, searcher: Searcher) {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [SearchField(name: "text", kind: .text, analyser: .english)])
        let writer = try SearchIndex.create(at: folder.url, schema: schema).writer()
        for (number, text) in texts.enumerated() {
            // The table is asked for words that have sixteen bytes from their beginning on.
            let passage = TextPassage(text: text + " and sixteen bytes more")
            try writer.add(SearchDocument(key: "\(number)", order: 0, values: ["text": .text([passage])]))
        }
        try writer.commit(stamp: [:])
        return (folder, try writer.searcher())
    }

    @Test(arguments: 0..<6) func aDocumentHasTheSameWordsAloneAndAmongOthers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed + 900)
        // Few different words, so that most are met again.
        let words = (0..<24).map { _ in
            (0..<(1 + random.below(5))).map { _ in random.pick(Self.pieces) }.joined()
        }
        let texts = (0..<20).map { _ in (0..<12).map { _ in random.pick(words) }.joined(separator: " ") }
        var queries: [Query] = words.map { .words($0, fields: nil) }
        for _ in 0..<24 { queries.append(.phrase(random.pick(words) + " " + random.pick(words), fields: nil)) }
        let together = try index(texts)
        var expected = Array(repeating: 0, count: queries.count)
        for text in texts {
            let alone = try index([text])
            for (number, query) in queries.enumerated() {
                expected[number] += try alone.searcher.search(SearchRequest(query: query, limit: 0)).total
            }
        }
        for (number, query) in queries.enumerated() {
            let found = try together.searcher.search(SearchRequest(query: query, limit: 0)).total
            #expect(found == expected[number], "\(query)")
        }
        #expect(expected.contains { $0 > 0 })
    }
}
