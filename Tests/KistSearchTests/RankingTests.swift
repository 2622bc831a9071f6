import Foundation
import Testing

@testable import KistSearch

@Suite struct RankingTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "title", kind: .text, analyser: .porter, weight: 2, keepsForms: false),
        SearchField(name: "body", kind: .text, analyser: .porter, keepsForms: false),
        SearchField(name: "note", kind: .text, analyser: .porter, isDefault: false, keepsForms: false),
        SearchField(name: "type", kind: .keyword),
    ])

    /// Words of all lengths; the first ones come often.
    private static let words: [String] = [
        "the", "of", "a", "class", "reading", "feedback", "pupil", "size", "teacher", "i", "question", "assessment",
        "hinge", "group", "maths", "vocabulary", "retrieval", "practice", "spelling", "phonics", "outdoor", "learning",
        "bilingual", "handwriting", "metacognition", "x", "playground", "attainment", "differentiation", "homework",
        "numeracy", "peer", "tutoring", "parents", "transition", "nursery", "gaelic", "drama", "music", "oracy",
    ]

    private static func text(_ random: inout SeededGenerator, _ most: Int) -> String {
        (0..<random.below(most + 1)).map { _ in
            words[min(random.below(words.count), min(random.below(words.count), random.below(words.count)))]
        }.joined(separator: " ")
    }

    private static func document(_ number: Int, _ random: inout SeededGenerator) -> SearchDocument {
        var values: [String: SearchValue] = [:]
        if random.chance(70) { values["title"] = .text([TextPassage(text: text(&random, 5))]) }
        // Few texts, so that many documents tie.
        if random.chance(85) {
            values["body"] = .text(
                (0...random.below(2)).map { _ in TextPassage(text: text(&random, random.pick([3, 12, 60]))) })
        }
        if random.chance(20) { values["note"] = .text([TextPassage(text: text(&random, 5))]) }
        values["type"] = .keywords([random.pick(["a", "b"])])
        return SearchDocument(key: "doc\(number)", order: Int64(random.below(3)), values: values)
    }

    private static func check(
        _ searcher: Searcher, _ documents: [SearchDocument], _ random: inout SeededGenerator, _ label: String
    ) throws {
        let reference = ReferenceRanking(schema: schema, documents: documents)
        for _ in 0..<12 {
            var typed: [String] = []
            for _ in 0...random.below(6) { typed.append(random.pick(words)) }
            if random.chance(30), let first = typed.first { typed.append(first) }
            let needsAll = random.chance(30)
            let parts: [Query] = typed.map { .words($0, fields: nil) }
            let expected = reference.search(typed, needsAll: needsAll)
            for (limit, offset) in [(10, 0), (3, 2), (1000, 0), (20, 60)] {
                // A filter that holds for all takes the way through the matchers.
                let filters: [Query] = random.chance(50) ? [.all] : []
                let request = SearchRequest(
                    query: needsAll ? .and(parts) : .or(parts), filters: filters, limit: limit, offset: offset,
                    ranking: .default, explain: true)
                let answer = try searcher.search(request)
                let hits = answer.hits.map { ReferenceRanking.Hit(key: $0.key, score: $0.score) }
                let wanted = Array(expected.dropFirst(offset).prefix(limit))
                #expect(hits == wanted, "\(label): \(typed) \(needsAll) \(limit) \(offset)")
                #expect(answer.total == expected.count)
                for hit in answer.hits {
                    let sum = hit.explanation.reduce(0) { $0 + $1.score }
                    #expect(sum == hit.score, "\(label): \(typed), \(hit.explanation.map(\.text))")
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func agreesWithTheReference(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        var live: [String: SearchDocument] = [:]
        for round in 0..<3 {
            for _ in 0..<(random.pick([20, 90, 150])) {
                let document = Self.document(random.below(400), &random)
                try writer.add(document)
                live[document.key] = document
            }
            if round > 0 {
                for _ in 0..<15 {
                    let key = "doc\(random.below(400))"
                    try writer.delete(key: key)
                    live[key] = nil
                }
            }
            try writer.commit(stamp: [:])
        }
        try Self.check(try index.searcher(), Array(live.values), &random, "segments, seed \(seed)")
        try writer.mergeAll()
        try writer.commit(stamp: [:])
        try Self.check(try index.searcher(), Array(live.values), &random, "merged, seed \(seed)")
    }

    /// The flat way of the benchmark gives what requests give.
    @Test func flatQueriesAgree() throws {
        var random = SeededGenerator(seed: 9)
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [
            SearchField(name: "body", kind: .text, analyser: .porter, keepsForms: false, keepsText: false)
        ])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        for number in 0..<500 {
            try writer.add(
                SearchDocument(
                    key: "doc\(number)", order: 0,
                    values: ["body": .text([TextPassage(text: Self.text(&random, 40))])]))
        }
        try writer.commit(stamp: [:])
        let searcher = try index.searcher()
        for _ in 0..<30 {
            let typed = (0...random.below(5)).map { _ in random.pick(Self.words) }
            let query = try FlatQuery(.any, words: typed, field: "body", schema: schema)
            let flat = try searcher.top(query, limit: 10, ranking: .default)
            let hits = try searcher.search(
                SearchRequest(
                    query: .or(Set(typed).count == typed.count ? typed.map { .words($0, fields: nil) } : []), limit: 10,
                    ranking: .default)
            ).hits
            guard Set(typed).count == typed.count else { continue }
            #expect(try flat.map { try searcher.key($0) } == hits.map(\.key), "\(typed)")
            #expect(flat.map { Double($0.score) / 1_048_576 } == hits.map(\.score), "\(typed)")
        }
    }

    /// Without signatures nothing gains by likeness, and everything else is as before.
    @Test func ranksWithoutSignatures() throws {
        var random = SeededGenerator(seed: 12)
        let documents = (0..<120).map { Self.document($0, &random) }
        var searchers: [Searcher] = []
        let folders = [TemporaryFolder(), TemporaryFolder()]
        for (folder, keeps) in zip(folders, [true, false]) {
            let schema = SearchSchema(fields: Self.schema.fields, keepsSignatures: keeps)
            let writer = try SearchIndex.create(at: folder.url, schema: schema).writer()
            for document in documents { try writer.add(document) }
            try writer.commit(stamp: [:])
            searchers.append(try SearchIndex.open(at: folder.url).searcher())
        }
        for word in Self.words {
            let request = SearchRequest(
                query: .or([.words(word, fields: nil), .words("reading", fields: nil)]), limit: 1000, ranking: .default,
                explain: true)
            let with = try searchers[0].search(request).hits
            let without = try searchers[1].search(request).hits
            let gains = Dictionary(
                uniqueKeysWithValues: with.map { hit in
                    (hit.key, hit.explanation.filter { $0.kind == .likeness }.reduce(0) { $0 + $1.score })
                })
            #expect(gains.values.contains { $0 > 0 } == !with.isEmpty)
            #expect(with.count == without.count)
            for hit in without {
                #expect(!hit.explanation.contains { $0.kind == .likeness })
                let other = try #require(with.first { $0.key == hit.key })
                #expect(hit.score == other.score - (gains[hit.key] ?? 0))
            }
        }
    }

    @Test func signaturesComeBack() {
        var random = SeededGenerator(seed: 5)
        var bytes = [UInt8](repeating: 0, count: 16)
        var back = [UInt16](repeating: 0, count: 16)
        for round in 0..<3000 {
            var set = Set<UInt16>()
            for _ in 0..<random.below(17) { set.insert(UInt16(random.below(round % 3 == 0 ? 20 : 1024))) }
            if round == 0 { set = Set(1008...1023) }
            let values = set.sorted()
            values.withUnsafeBufferPointer { values in
                bytes.withUnsafeMutableBytes { DocumentSignature.write(values, to: $0.baseAddress!) }
            }
            let count = bytes.withUnsafeBytes { bytes in
                back.withUnsafeMutableBufferPointer {
                    DocumentSignature.read(bytes.baseAddress!, into: $0.baseAddress!)
                }
            }
            #expect(Array(back[0..<count]) == values)
            // Other bytes give other sets, but never something else than a set.
            for index in bytes.indices { bytes[index] = UInt8(random.below(256)) }
            let number = bytes.withUnsafeBytes { bytes in
                back.withUnsafeMutableBufferPointer {
                    DocumentSignature.read(bytes.baseAddress!, into: $0.baseAddress!)
                }
            }
            #expect(zip(back[0..<number], back[0..<number].dropFirst()).allSatisfy { $0 < $1 })
            #expect(back[0..<number].allSatisfy { $0 < 1024 })
        }
    }
}
