import Testing

@testable import KistSearch

/// Flat queries against a plain scan, on collections with several windows, dense and rare words, ties and deletions.
@Suite struct FlatSearchTests {
    private struct Document {
        var key: String
        var order: Int64
        var words: [String]
    }

    private static let schema = SearchSchema(fields: [
        SearchField(name: "body", kind: .text, analyser: .porter, keepsForms: false, keepsText: false)
    ])

    /// Word n is in about one document in n + 1.
    private static func documents(_ count: Int, _ random: inout SeededGenerator) -> [Document] {
        (0..<count).map { number in
            var words: [String] = []
            for word in 0..<90 {
                let rarity = word < 60 ? word + 1 : word * word
                guard random.below(rarity * 4) < 4 else { continue }
                let times = random.chance(25) ? 1 + random.below(random.chance(3) ? 90 : 4) : 1
                words += Array(repeating: Self.word(word), count: times)
            }
            for index in words.indices.reversed() where index > 0 { words.swapAt(index, random.below(index + 1)) }
            return Document(key: "d\(number)", order: Int64(random.below(9)), words: words)
        }
    }

    /// Words that no stemmer changes, some of which begin alike.
    private static func word(_ number: Int) -> String {
        let letters = Array("bcdfghjkmx")
        return "\(letters[number % 10])\(letters[number / 10])q\(number)"
    }

    private struct Scan {
        var documents: [Document]
        var average: Double

        init(_ documents: [Document]) {
            self.documents = documents.sorted { $0.order != $1.order ? $0.order > $1.order : $0.key < $1.key }
            let filled = documents.filter { !$0.words.isEmpty }
            average = Double(filled.reduce(0) { $0 + $1.words.count }) / Double(max(filled.count, 1))
        }

        func frequency(_ document: Document, _ word: String) -> Int { document.words.count { $0 == word } }

        func matches(_ shape: FlatQuery.Shape, _ words: [String]) -> [(key: String, score: Int64)] {
            var weights: [String: Float] = [:]
            for word in words {
                let count = documents.count { $0.words.contains(word) }
                weights[word] = BM25.scaled(BM25.idf(documents: documents.count, having: count))
            }
            let inverses = BM25.inverses(averageLength: average)
            var phraseWeight: Float = 0
            if shape == .phrase {
                phraseWeight = BM25.scaled(
                    words.reduce(0.0) { sum, word in
                        let count = documents.count { $0.words.contains(word) }
                        return sum + BM25.idf(documents: documents.count, having: count)
                    })
            }
            var found: [(key: String, score: Int64)] = []
            for document in documents {
                let inverse = inverses[Int(LengthByte.encode(document.words.count))]
                var score: Int64 = 0
                var matched = 0
                switch shape {
                case .any, .all:
                    for word in words {
                        let count = frequency(document, word)
                        guard count > 0 else { continue }
                        matched += 1
                        score += BM25.score(weights[word] ?? 0, UInt32(count), inverse)
                    }
                    if matched == 0 || (shape == .all && matched < words.count) { continue }
                case .phrase:
                    var count = 0
                    for start in document.words.indices
                    where document.words[start...].prefix(words.count).elementsEqual(words) { count += 1 }
                    guard count > 0 else { continue }
                    score = BM25.score(phraseWeight, UInt32(count), inverse)
                case .prefix:
                    guard document.words.contains(where: { $0.hasPrefix(words[0]) }) else { continue }
                    score = Int64(BM25.scaled(1))
                }
                found.append((document.key, score))
            }
            // Documents are in tie order, and this sort keeps it.
            return found.enumerated().sorted {
                $0.element.score != $1.element.score ? $0.element.score > $1.element.score : $0.offset < $1.offset
            }.map(\.element)
        }
    }

    @Test(arguments: [(1, 1, false), (2, 4, true), (3, 1, true)])
    func sameAsAScan(seed: UInt64, commits: Int, deletes: Bool) throws {
        var random = SeededGenerator(seed: 700 + seed)
        var documents = Self.documents(9_500, &random)
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        for (number, document) in documents.enumerated() {
            try writer.add(
                SearchDocument(
                    key: document.key, order: document.order,
                    values: ["body": .text([TextPassage(text: document.words.joined(separator: " "))])]))
            if number % (documents.count / commits) == documents.count / commits - 1 {
                try writer.commit(stamp: [:])
            }
        }
        if deletes {
            for number in stride(from: 0, to: documents.count, by: 5) { try writer.delete(key: "d\(number)") }
            documents = documents.enumerated().filter { $0.offset % 5 != 0 }.map(\.element)
        }
        try writer.commit(stamp: [:])
        let searcher = try index.searcher()
        let scan = Scan(documents)
        for number in 0..<36 {
            let shape: FlatQuery.Shape = [.any, .all, .phrase, .any, .all, .prefix][number % 6]
            var words: [String] = []
            if shape == .prefix {
                words = [String(Self.word(random.below(90)).prefix(1 + random.below(4)))]
            } else if shape == .phrase {
                let source = documents[random.below(documents.count)].words
                guard source.count > 3 else { continue }
                let start = random.below(source.count - 2)
                words = Array(source[start..<start + 2 + random.below(2)])
            } else {
                while words.count < 1 + number % 5 {
                    let word = Self.word(random.below(random.chance(50) ? 12 : 90))
                    if !words.contains(word) { words.append(word) }
                }
            }
            let query = try FlatQuery(shape, words: words, field: "body", schema: Self.schema)
            let expected = scan.matches(shape, words)
            #expect(try searcher.count(query) == expected.count, "\(shape) \(words)")
            for limit in [1, 10, 83] {
                let found = try searcher.top(query, limit: limit, ranking: .bm25)
                let isSame =
                    try found.map(\.score) == expected.prefix(limit).map(\.score)
                    && found.map { try searcher.key($0) } == expected.prefix(limit).map(\.key)
                #expect(isSame, "\(shape) \(words), limit \(limit)")
            }
        }
    }
}
