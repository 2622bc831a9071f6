import Foundation
import Testing

@testable import KistSearch

@Suite struct WriterTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "text", kind: .text, analyser: .english), SearchField(name: "data", kind: .stored),
        SearchField(name: "type", kind: .keyword), SearchField(name: "year", kind: .number),
    ])

    private func document(_ key: String, _ text: String, order: Int64 = 0) -> SearchDocument {
        SearchDocument(key: key, order: order, values: ["text": .text([TextPassage(text: text, place: "p. 1")])])
    }

    private func keys(_ searcher: Searcher, _ query: String) throws -> [String] {
        try searcher.search(SearchRequest(query: .words(query, fields: nil))).hits.map(\.key)
    }

    @Test func oneWriterAtATime() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        do {
            _ = try index.writer()
            Issue.record("two writers")
        } catch let error as SearchError {
            #expect(error.code == .locked)
        }
        writer.close()
        try index.writer().close()
        #expect(throws: SearchError.self) { try writer.add(document("a", "b")) }
        #expect(throws: SearchError.self) { try SearchIndex.create(at: folder.url, schema: Self.schema) }
    }

    @Test func nothingShowsBeforeCommit() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        try writer.add(document("a", "first words"))
        #expect(try index.searcher().documentCount == 0)
        try writer.commit(stamp: ["log": "7"])
        let before = try index.searcher()
        #expect(before.stamp == ["log": "7"])
        try writer.add(document("a", "other words"))
        try writer.add(document("b", "first of all"))
        try writer.rollback()
        try writer.commit(stamp: ["log": "8"])
        #expect(try keys(index.searcher(), "first") == ["a"])
        try writer.add(document("a", "other words"))
        try writer.delete(key: "missing")
        try writer.commit(stamp: ["log": "9"])
        #expect(try keys(index.searcher(), "first") == [])
        #expect(try keys(index.searcher(), "other") == ["a"])
        // The snapshot taken before still answers as it did.
        #expect(try keys(before, "first") == ["a"])
        #expect(before.stamp == ["log": "7"])
    }

    @Test func storedValuesComeBack() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        var document = document("a", "some text", order: -5)
        document.values["data"] = .stored([1, 2, 3])
        document.values["type"] = .keywords(["b", "a", "b"])
        document.values["year"] = .number(2020)
        try writer.add(document)
        try writer.commit(stamp: [:])
        let searcher = try index.searcher()
        let stored = try #require(try searcher.document(key: "a"))
        #expect(stored.order == -5 && stored.stored == ["data": [1, 2, 3]] && stored.keywords == ["type": ["a", "b"]])
        #expect(
            stored.numbers == ["year": 2020] && stored.texts["text"] == [TextPassage(text: "some text", place: "p. 1")])
        #expect(try searcher.contains(key: "a") && !searcher.contains(key: "b"))
        let hit = try searcher.search(SearchRequest(query: .words("text", fields: nil), explain: true)).hits[0]
        #expect(hit.stored == ["data": [1, 2, 3]] && hit.matchedFields == ["text"])
        #expect(abs(hit.explanation.reduce(0) { $0 + $1.score } - hit.score) < 1e-9)
    }

    @Test func wrongDocumentsAreRefusedAndLeaveNothing() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        try writer.add(document("a", "kept"))
        for wrong in [
            SearchDocument(key: "", order: 0, values: [:]),
            SearchDocument(key: String(repeating: "k", count: 2000), order: 0, values: [:]),
            SearchDocument(key: "a", order: 0, values: ["nothing": .number(1)]),
            SearchDocument(key: "a", order: 0, values: ["text": .number(1)]),
        ] {
            #expect(throws: SearchError.self) { try writer.add(wrong) }
        }
        try writer.commit(stamp: [:])
        #expect(try keys(index.searcher(), "kept") == ["a"])
    }

    @Test func strayFilesGoAndSegmentsStayFew() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let stray = folder.url.appendingPathComponent("segment-77.kss")
        try Data("half a segment".utf8).write(to: stray)
        let writer = try index.writer()
        #expect(!FileManager.default.fileExists(atPath: stray.path))
        for number in 0..<60 {
            try writer.add(document("k\(number)", "common word\(number)", order: Int64(number)))
            try writer.commit(stamp: [:])
        }
        try writer.finishMerges()
        let searcher = try index.searcher()
        #expect(searcher.segments.count < 9)
        #expect(try keys(searcher, "common").first == "k59")
        for number in 0..<60 { try writer.delete(key: "k\(number)") }
        try writer.commit(stamp: [:])
        try writer.finishMerges()
        #expect(try index.searcher().documentCount == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["lock", "manifest"])
        #expect(try keys(searcher, "word30") == ["k30"])
    }

    @Test func sameDocumentsSameBytes() throws {
        var bytes: [Data] = []
        for _ in 0..<2 {
            let folder = TemporaryFolder()
            var collection = RandomCollection(random: SeededGenerator(seed: 8))
            let index = try SearchIndex.create(at: folder.url, schema: RandomCollection.schema)
            let writer = try index.writer()
            for number in 0..<200 { try writer.add(collection.document(number)) }
            try writer.commit(stamp: [:])
            bytes.append(try Data(contentsOf: folder.url.appendingPathComponent("segment-1.kss")))
        }
        #expect(bytes[0] == bytes[1])
    }

    /// Searchers opened before, during and after commits and merges, on several threads.
    @Test func readersAndAWriterAtOnce() async throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let first = try index.writer()
        for number in 0..<300 { try first.add(document("k\(number)", "common word\(number % 7)")) }
        try first.commit(stamp: ["count": "300"])
        first.close()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let writer = try index.writer()
                defer { writer.close() }
                for round in 1...25 {
                    for number in 0..<10 {
                        let key = "k\(300 + round * 10 + number)"
                        try writer.add(
                            SearchDocument(
                                key: key, order: 0, values: ["text": .text([TextPassage(text: "common added")])]))
                    }
                    try writer.commit(stamp: ["count": "\(300 + round * 10)"])
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<60 {
                        let other = try SearchIndex.open(at: folder.url)
                        for searcher in [try index.searcher(), try other.searcher()] {
                            let response = try searcher.search(
                                SearchRequest(query: .words("common", fields: nil), limit: 3))
                            #expect("\(response.total)" == searcher.stamp["count"])
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try index.searcher().documentCount == 550)
    }
}
