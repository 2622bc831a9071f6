import Foundation
import Testing

@testable import KistSearch

/// Searching before commits, joining in the background, several threads.
@Suite struct WriterLifeTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "text", kind: .text, analyser: .english), SearchField(name: "type", kind: .keyword),
    ])

    private func document(_ key: String, _ text: String, order: Int64 = 0) -> SearchDocument {
        SearchDocument(key: key, order: order, values: ["text": .text([TextPassage(text: text)])])
    }

    private func keys(_ searcher: Searcher, _ query: String) throws -> [String] {
        try searcher.search(SearchRequest(query: .words(query, fields: nil), limit: 1000)).hits.map(\.key)
    }

    /// A thread that cannot write its postings aside stops the writer with the reason, not the program.
    @Test(arguments: [1, 2, 3])
    func aThreadThatFailsEndsTheWriter(threads: Int) throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer(memoryLimit: 1 << 20, threads: threads)
        try FileManager.default.removeItem(at: folder.url)
        let error = #expect(throws: SearchError.self) {
            for number in 0..<20_000 {
                try writer.add(document("key \(number)", "word\(number) other\(number * 7) third\(number * 13)"))
            }
            try writer.commit(stamp: [:])
        }
        #expect(error?.code == .missing)
        #expect(throws: SearchError.self) { try writer.add(document("late", "word")) }
    }

    @Test func aWriterSearchesWhatIsNotCommitted() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        try writer.add(document("a", "first"))
        try writer.commit(stamp: ["n": "1"])
        try writer.add(document("b", "first second"))
        try writer.delete(key: "a")
        let early = try writer.searcher()
        #expect(try keys(early, "first") == ["b"])
        #expect(try keys(index.searcher(), "first") == ["a"])
        try writer.add(document("b", "third"))
        try writer.add(document("a", "first again"))
        #expect(try keys(writer.searcher(), "first") == ["a"])
        #expect(try keys(writer.searcher(), "third") == ["b"])
        #expect(try keys(early, "first") == ["b"])
        try writer.rollback()
        #expect(try keys(writer.searcher(), "first") == ["a"])
        #expect(try keys(writer.searcher(), "second") == [])
        // The snapshot's file is gone from the folder, not from the snapshot.
        #expect(try keys(early, "second") == ["b"])
        try writer.add(document("c", "fourth"))
        _ = try writer.searcher()
        try writer.commit(stamp: ["n": "2"])
        #expect(try keys(index.searcher(), "fourth") == ["c"])
        try index.verify()
    }

    @Test func segmentsAreJoinedInTheBackground() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        for number in 0..<40 {
            try writer.add(document("k\(number)", "common word\(number)", order: Int64(number)))
            try writer.commit(stamp: ["n": "\(number)"])
        }
        try writer.finishMerges()
        let searcher = try index.searcher()
        #expect(searcher.segments.count < 9 && searcher.stamp == ["n": "39"])
        #expect(try keys(searcher, "common").count == 40)
        try searcher.verify()
        writer.close()
        // Only what the manifest names is left.
        let named = searcher.segments.map(\.reader.file.name) + ["lock", "manifest"]
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == named.sorted())
    }

    /// What is deleted or replaced while segments are being joined stays so.
    @Test func deletionsDuringAMergeAreKept() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        var expected = Set<String>()
        for number in 0..<8 {
            for part in 0..<40 {
                try writer.add(document("k\(number)-\(part)", "common"))
                expected.insert("k\(number)-\(part)")
            }
            try writer.commit(stamp: [:])
        }
        // The eighth commit started a merge; these changes are not in it, whether it is done yet or not.
        try writer.delete(key: "k3-7")
        try writer.add(document("k5-1", "replaced"))
        expected.subtract(["k3-7", "k5-1"])
        try writer.finishMerges()
        #expect(try keys(index.searcher(), "common").count == 320)
        try writer.commit(stamp: [:])
        try writer.finishMerges()
        #expect(try Set(keys(index.searcher(), "common")) == expected)
        #expect(try keys(index.searcher(), "replaced") == ["k5-1"])
        for part in 0..<40 { try writer.delete(key: "k2-\(part)") }
        try writer.rollback()
        #expect(try Set(keys(writer.searcher(), "common")) == expected)
        try writer.mergeAll()
        try writer.commit(stamp: [:])
        #expect(try index.searcher().segments.count == 1)
        #expect(try Set(keys(index.searcher(), "common")) == expected)
    }

    @Test func aMergeCanBeStopped() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        for number in 0..<8 {
            try writer.add(document("k\(number)", "common"))
            try writer.commit(stamp: [:])
            writer.cancelMerges()
        }
        #expect(try index.searcher().segments.count == 8)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names.filter { $0.hasSuffix(".kss") }.count == 8)
        writer.close()
        // A later writer goes on where this one stopped.
        let second = try index.writer()
        try second.add(document("k8", "common"))
        try second.commit(stamp: [:])
        second.close()
        #expect(try index.searcher().segments.count < 8)
        #expect(try keys(index.searcher(), "common").count == 9)
    }

    /// However many threads and however little memory: the same segment, byte for byte.
    @Test(arguments: [(1, 256), (1, 1), (2, 256), (3, 1)]) func threadsAndMemory(_ threads: Int, _ megabytes: Int)
        throws
    {
        func build(_ threads: Int, _ megabytes: Int) throws -> Data {
            let folder = TemporaryFolder()
            var collection = RandomCollection(random: SeededGenerator(seed: 77))
            let index = try SearchIndex.create(at: folder.url, schema: RandomCollection.schema)
            let writer = try index.writer(memoryLimit: megabytes << 20, threads: threads)
            for number in 0..<1500 {
                try writer.add(collection.document(number % 1400))
                if number % 97 == 0 { try writer.delete(key: collection.document(number / 2).key) }
            }
            try writer.mergeAll()
            try writer.commit(stamp: [:])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            let name = try #require(names.first { $0.hasSuffix(".kss") })
            return try Data(contentsOf: folder.url.appendingPathComponent(name))
        }
        #expect(try build(threads, megabytes) == build(1, 1024))
    }

    @Test func wrongDocumentsAreRefusedAtOnceWithThreads() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer(threads: 2)
        try writer.add(document("a", "kept"))
        #expect(throws: SearchError.self) { try writer.add(document("", "refused")) }
        for number in 0..<300 { try writer.add(document("k\(number)", "kept")) }
        try writer.delete(key: "k7")
        try writer.commit(stamp: [:])
        #expect(try keys(index.searcher(), "kept").count == 300)
        writer.close()
        #expect(throws: SearchError.self) { try writer.searcher() }
    }
}
