import Testing

@testable import KistSearch

/// The engine against the slow scan: the same documents, the same order to the last bit, the same counts.
@Suite struct AgreementTests {
    private func check(
        _ searcher: Searcher, _ reference: ReferenceSearch, _ collection: inout RandomCollection, requests: Int,
        _ what: String
    ) throws {
        #expect(searcher.documentCount == reference.documents.count)
        for number in 0..<requests {
            let request = collection.request()
            let expected = reference.search(request)
            let found = try searcher.search(request)
            let hits = found.hits.map {
                ReferenceSearch.Hit(key: $0.key, score: $0.score, isPartial: $0.isPartial, missing: $0.missingClauses)
            }
            let isSame =
                hits == expected.hits && found.total == expected.total && found.partial == expected.partial
                && found.facets == expected.facets
            #expect(
                isSame,
                """
                \(what), request \(number): \(request)
                found \(found.total)+\(found.partial) \(hits.prefix(5)) \(found.facets)
                expected \(expected.total)+\(expected.partial) \(expected.hits.prefix(5)) \(expected.facets)
                """)
            if !isSame { return }
            // The same page without a heap: bounds so small that it takes several passes.
            let limits = DeepPage.Limits(leastOffset: 1, capacity: 2 * max(request.limit, 4))
            let paged = try searcher.search(request, paging: limits).hits.map(\.key)
            #expect(paged == hits.map(\.key), "\(what), paged, request \(number): \(request)")
            if paged != hits.map(\.key) { return }
            var quick = request
            quick.countsTotal = false
            quick.facets = []
            quick.partial = nil
            let keys = try searcher.search(quick).hits.map(\.key)
            let full = expected.hits.filter { !$0.isPartial }.map(\.key)
            #expect(keys == full, "\(what), without total, request \(number): \(request)")
            if keys != full { return }
        }
    }

    @Test(arguments: 1...6) func smallCollections(seed: UInt64) throws {
        var collection = RandomCollection(random: SeededGenerator(seed: seed))
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: RandomCollection.schema)
        var live: [String: SearchDocument] = [:]
        let writer = try index.writer()
        for commit in 0..<(2 + collection.random.below(12)) {
            for _ in 0..<collection.random.below(40) {
                let document = collection.document(collection.random.below(150))
                try writer.add(document)
                live[document.key] = document
            }
            for _ in 0..<collection.random.below(8) {
                let key = "doc\(collection.random.below(150))"
                try writer.delete(key: key)
                live[key] = nil
            }
            try writer.commit(stamp: ["commit": "\(commit)"])
        }
        let reference = ReferenceSearch(schema: RandomCollection.schema, documents: Array(live.values))
        let searcher = try index.searcher()
        #expect(try searcher.keys() == live.keys.sorted())
        try check(searcher, reference, &collection, requests: 80, "segments, seed \(seed)")

        // The same with some changes held in memory only.
        var changed = live
        var added: [SearchDocument] = []
        for _ in 0..<15 {
            let document = collection.document(collection.random.below(200))
            added.append(document)
            changed[document.key] = document
        }
        let gone = (0..<6).map { _ in "doc\(collection.random.below(150))" }
        for key in gone where !added.contains(where: { $0.key == key }) { changed[key] = nil }
        let overlaid = try searcher.overlaying(added, deleting: gone)
        let changedReference = ReferenceSearch(schema: RandomCollection.schema, documents: Array(changed.values))
        try check(overlaid, changedReference, &collection, requests: 50, "overlay, seed \(seed)")

        // Merging changes nothing.
        try writer.mergeAll()
        try writer.commit(stamp: [:])
        try check(try index.searcher(), reference, &collection, requests: 40, "merged, seed \(seed)")
        try index.verify()
    }

    /// Several windows and many blocks, in one segment and in several.
    @Test(arguments: [21, 22]) func largerCollections(seed: UInt64) throws {
        var collection = RandomCollection(random: SeededGenerator(seed: seed))
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: RandomCollection.schema)
        let writer = try index.writer(memoryLimit: 1 << 20)
        var documents: [SearchDocument] = []
        for number in 0..<6_000 {
            let document = collection.document(number, largestText: 3)
            documents.append(document)
            try writer.add(document)
            if seed == 22, number % 1_500 == 1_499 { try writer.commit(stamp: [:]) }
        }
        try writer.commit(stamp: [:])
        for number in stride(from: 0, to: 6_000, by: 7) { try writer.delete(key: "doc\(number)") }
        try writer.commit(stamp: [:])
        let live = documents.enumerated().filter { $0.offset % 7 != 0 }.map(\.element)
        let reference = ReferenceSearch(schema: RandomCollection.schema, documents: live)
        try check(try index.searcher(), reference, &collection, requests: 20, "large, seed \(seed)")
        try writer.mergeAll()
        try writer.commit(stamp: [:])
        try check(try index.searcher(), reference, &collection, requests: 20, "large merged, seed \(seed)")
    }
}
