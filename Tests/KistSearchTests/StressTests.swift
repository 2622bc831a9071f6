import Foundation
import Testing

@testable import KistSearch

/// Readers on several threads while a writer adds, replaces, deletes, commits and merges. Meant for the thread sanitizer
/// as much as for its own expectations.
@Suite struct StressTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "text", kind: .text, analyser: .english),
        SearchField(name: "round", kind: .keyword),
        SearchField(name: "size", kind: .number),
    ])

    private static func document(_ key: Int, round: Int) -> SearchDocument {
        SearchDocument(
            key: "k\(key)", order: Int64(key),
            values: [
                "text": .text([TextPassage(text: "common word\(key % 7) round\(round % 3)")]),
                "round": .keywords(["r\(round % 3)"]), "size": .number(Double(key)),
            ])
    }

    /// What a snapshot says must fit what its commit promised, by every way that there is to ask.
    private static func check(_ searcher: Searcher) throws {
        let promised = try #require(searcher.stamp["count"])
        #expect("\(searcher.documentCount)" == promised)
        #expect("\(try searcher.keys().count)" == promised)
        let response = try searcher.search(
            SearchRequest(
                query: .words("common", fields: nil), facets: [FacetRequest(field: "round")], limit: 5,
                sort: .field("size", ascending: false), snippet: SnippetRequest(fields: ["text"])))
        #expect("\(response.total)" == promised)
        #expect("\(response.facets["round"]?.reduce(0) { $0 + $1.count } ?? 0)" == promised)
        #expect(response.hits.allSatisfy { $0.snippet?.text.hasPrefix("common") ?? false })
        let phrase = try searcher.search(SearchRequest(query: .phrase("common word3", fields: nil), countsTotal: false))
        let prefix = try searcher.search(SearchRequest(query: .prefix("wor", fields: nil), limit: 0))
        #expect(!phrase.hits.isEmpty && "\(prefix.total)" == promised)
        #expect(try !searcher.terms(field: "text", prefix: "w").isEmpty)
    }

    @Test func manyReadersAndAWriter() async throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let first = try index.writer()
        for key in 0..<200 { try first.add(Self.document(key, round: 0)) }
        try first.commit(stamp: ["count": "200"])
        first.close()
        let old = try index.searcher()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let writer = try index.writer(threads: 2)
                defer { writer.close() }
                var count = 200
                for round in 1...24 {
                    // Ten new, five replaced, three gone; now and then all segments become one, or a change is dropped.
                    for key in 0..<10 { try writer.add(Self.document(1000 * round + key, round: round)) }
                    for key in 0..<5 { try writer.add(Self.document(30 + (round * 5 + key) % 100, round: round)) }
                    if round % 5 == 4 {
                        try writer.rollback()
                        continue
                    }
                    let gone = [1000 * round + 2, 1000 * round + 5, 140 + round]
                    for key in gone { try writer.delete(key: "k\(key)") }
                    count += 10 - gone.count
                    if round % 6 == 0 { try writer.mergeAll() }
                    if round % 8 == 1 { #expect(try writer.searcher().documentCount == count) }
                    if round % 7 == 2 { writer.cancelMerges() }
                    if round % 7 == 5 { try writer.finishMerges() }
                    try writer.commit(stamp: ["count": "\(count)"])
                }
            }
            for reader in 0..<3 {
                group.addTask {
                    let other = try SearchIndex.open(at: folder.url)
                    for round in 0..<20 {
                        try Self.check(try index.searcher())
                        let searcher = try other.searcher()
                        try Self.check(searcher)
                        if round % 4 == reader {
                            let added = [Self.document(7, round: 1), Self.document(90_000 + round, round: 2)]
                            let more = try searcher.overlaying(added, deleting: ["k1"])
                            let total = try more.search(SearchRequest(query: .words("common", fields: nil))).total
                            #expect(total == searcher.documentCount)
                        }
                        if round % 7 == 0 { try searcher.verify() }
                    }
                }
            }
            try await group.waitForAll()
        }
        try Self.check(try index.searcher())
        // A snapshot keeps its files, whatever was merged away since.
        #expect(old.documentCount == 200)
        try Self.check(old)
    }

    /// Snapshots of a writer that has not committed are read by other threads while it goes on and merges.
    @Test func snapshotsOfAWriter() async throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let (searchers, feed) = AsyncStream.makeStream(of: (Searcher, Int).self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                let writer = try index.writer(threads: 2)
                defer { writer.close() }
                for round in 1...40 {
                    for key in 0..<8 { try writer.add(Self.document(round * 8 + key, round: round)) }
                    feed.yield((try writer.searcher(), round * 8))
                    if round % 3 == 0 { try writer.commit(stamp: ["count": "\(round * 8)"]) }
                }
                try writer.finishMerges()
            }
            group.addTask {
                try await withThrowingTaskGroup(of: Void.self) { readers in
                    for await (searcher, count) in searchers {
                        readers.addTask {
                            let request = SearchRequest(query: .words("common", fields: nil), limit: 3)
                            #expect(try searcher.search(request).total == count)
                            #expect(try searcher.keys().count == count)
                            try searcher.verify()
                        }
                    }
                    try await readers.waitForAll()
                }
            }
            try await group.waitForAll()
        }
    }

    /// One snapshot that nobody has asked anything yet: its first pages are checked by several threads at once.
    @Test func oneFreshSearcherForAll() async throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        for key in 0..<400 { try writer.add(Self.document(key, round: key)) }
        try writer.commit(stamp: ["count": "400"])
        writer.close()
        for _ in 0..<5 {
            let searcher = try SearchIndex.open(at: folder.url).searcher()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try Self.check(searcher) } }
                try await group.waitForAll()
            }
        }
    }
}
