import Testing

@testable import KistSearch

/// Suggestions, completions and automata against looking at every word.
@Suite struct TermsTests {
    private static let letters = ["a", "b", "c", "d", "é", "e", "o\u{308}", "œ", "1", "z", "ж"]

    private func word(_ random: inout SeededGenerator, _ most: Int = 7) -> String {
        (0..<(1 + random.below(most))).map { _ in random.pick(Self.letters) }.joined()
    }

    private func folded(_ text: String) -> [UInt32] {
        Folding.fold(text.unicodeScalars.map { Folding.lower($0.value) })
    }

    private func accepts(_ automaton: some TermAutomaton, _ letters: [UInt32]) -> Int? {
        var state = automaton.start
        for letter in letters {
            if automaton.isDead(state) { return nil }
            state = automaton.next(state, letter)
        }
        return automaton.distance(state)
    }

    @Test func automataMeasureDistances() throws {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<6_000 {
            let wanted = folded(word(&random))
            let other = folded(word(&random))
            for reach in 0...2 {
                let automaton = try #require(SpellingAutomaton(wanted, reach: reach))
                let distance = SpellingDistance.between(wanted, other, atMost: reach)
                #expect(accepts(automaton, other) == (distance <= reach ? distance : nil))
            }
        }
    }

    /// No letter is passed over that could lead on.
    @Test func nextLettersAreNotMissed() throws {
        var random = SeededGenerator(seed: 42)
        func check(_ automaton: some TermAutomaton, _ text: [UInt32]) {
            var state = automaton.start
            for letter in text {
                for above: UInt32 in [0, 0x30, 0x61, 0x63, 0x7A] {
                    let next = automaton.asciiLetter(state, above: above) ?? 128
                    let missed = ((above + 1)..<max(next, above + 1)).filter { passed in
                        !automaton.isDead(automaton.next(state, passed))
                    }
                    if !missed.isEmpty { Issue.record("\(missed) were passed over after \(above)") }
                }
                state = automaton.next(state, letter)
                if automaton.isDead(state) { return }
            }
        }
        for _ in 0..<300 {
            check(try #require(SpellingAutomaton(folded(word(&random)), reach: random.below(3))), folded(word(&random)))
            let signs = folded(word(&random)).flatMap { letter -> [UInt32] in
                random.chance(30) ? [0x2A, letter] : random.chance(30) ? [0x3F, letter] : [letter]
            }
            check(try #require(WildcardAutomaton(signs)), folded(word(&random)))
        }
    }

    private struct Collection {
        var searcher: Searcher
        var texts: [[String]]
        let folder: TemporaryFolder
    }

    private func collection(_ random: inout SeededGenerator) throws -> Collection {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [
            SearchField(name: "number", kind: .number),
            SearchField(name: "kind", kind: .keyword),
            SearchField(name: "text", kind: .text, analyser: .standard),
            SearchField(name: "last", kind: .keyword),
        ])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        var texts: [[String]] = []
        for number in 0..<400 {
            let words = (0..<random.below(12)).map { _ in word(&random) }
            texts.append(words)
            try writer.add(
                SearchDocument(
                    key: "d\(number)", order: 0,
                    values: [
                        "text": .text([TextPassage(text: words.joined(separator: " "))]),
                        "kind": .keywords([String(repeating: word(&random), count: 300), "a"]),
                        "last": .keywords([String(repeating: word(&random), count: 300), "b"]),
                    ]))
            if number == 250 { try writer.commit(stamp: [:]) }
        }
        try writer.commit(stamp: [:])
        return Collection(searcher: try index.searcher(), texts: texts, folder: folder)
    }

    /// Words as the index writes them, with the number of documents that have each.
    private func counts(_ texts: [[String]]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for words in texts { for word in Set(words.map(written)) { counts[word, default: 0] += 1 } }
        return counts
    }

    private func written(_ word: String) -> String {
        var scalars = word.unicodeScalars.map { Folding.lower($0.value) }
        Folding.compose(&scalars)
        return String(decoding: Folding.utf8(scalars), as: UTF8.self)
    }

    @Test(arguments: 1...3) func suggestionsAreTheNearest(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let collection = try collection(&random)
        let counts = counts(collection.texts)
        for _ in 0..<150 {
            let typed = word(&random)
            let wanted = folded(typed)
            guard wanted.count >= 3 else { continue }
            let reach = wanted.count <= 5 ? 1 : 2
            let near = counts.compactMap { word, count -> (word: String, distance: Int, count: Int)? in
                let distance = SpellingDistance.between(folded(word), wanted, atMost: reach)
                return distance > 0 && distance <= reach ? (word, distance, count) : nil
            }.sorted {
                if $0.distance != $1.distance { return $0.distance < $1.distance }
                if $0.count != $1.count { return $0.count > $1.count }
                return $0.word.utf8.lexicographicallyPrecedes($1.word.utf8)
            }
            for limit in [1, 3, 100] {
                let found = try collection.searcher.suggestions(for: typed, limit: limit)
                #expect(found == near.prefix(limit).map(\.word), "\(typed)")
            }
        }
    }

    @Test(arguments: 1...3) func completionsAreTheMostFrequent(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed + 10)
        let collection = try collection(&random)
        for _ in 0..<60 {
            let before = random.chance(50) ? "" : word(&random) + " "
            let typed = word(&random, 2)
            let texts = collection.texts.filter { words in
                before.isEmpty || words.contains { folded($0) == folded(String(before.dropLast())) }
            }
            let expected = counts(texts).filter { folded($0.key).starts(with: folded(typed)) }.sorted {
                $0.value != $1.value ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
            }
            let found = try collection.searcher.completions(for: before + typed, limit: 1000)
            #expect(found.map(\.word) == expected.map(\.key), "\(before)\(typed)")
            #expect(found.map(\.documentCount) == expected.map(\.value))
            #expect(found.allSatisfy { $0.text == before + $0.word })
            let few = try collection.searcher.completions(for: "text:" + typed, limit: 2)
            #expect(few.allSatisfy { $0.text == "text:" + $0.word } && few.count <= 2)
        }
        for text in [
            "", " ", "a ", "\"a b", "-", "NOT ", "a OR b", "(a AND b", "kind:a", "text:", "~", "*", "a\u{301}",
        ] {
            _ = try collection.searcher.completions(for: text)
        }
    }

    /// Whatever is typed is searched without an error.
    @Test func anyTextCanBeSearched() throws {
        var random = SeededGenerator(seed: 77)
        let collection = try collection(&random)
        let parser = QueryParser(schema: collection.searcher.schema)
        let pieces = [
            "a", "ab*", "*a", "a?b", "**", "b~", "cd~2", "\"a b\"~3", "\"c\"", "(", ")", "-", "NOT", "OR", "AND", "^2",
            "a^3", "number:1..2", "number:>3", "kind:a", "text:(a b)", "text:a~1", ":", "~", "^", "\"", "é*", "ж?b",
            "🏴", "\u{0}",
        ]
        for _ in 0..<800 {
            let text = (0..<random.below(9)).map { _ in random.pick(pieces) }.joined(
                separator: random.chance(70) ? " " : "")
            let query = parser.parse(text).query
            _ = try collection.searcher.search(
                SearchRequest(query: query, limit: 3, snippet: SnippetRequest(fields: ["text"]), explain: true))
        }
    }

    @Test func explanationsAreInWords() throws {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [SearchField(name: "title", kind: .text, analyser: .english, weight: 3)])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        for number in 0..<12 {
            let text =
                number == 0
                ? "Feedback on feedback" : number < 3 ? "Feedback at length in very many more words" : "Oracy"
            try writer.add(
                SearchDocument(key: "\(number)", order: 0, values: ["title": .text([TextPassage(text: text)])]))
        }
        try writer.commit(stamp: [:])
        let hits = try index.searcher().search(
            SearchRequest(query: .words("feedback", fields: nil), explain: true)
        ).hits
        let summary = try #require(hits.first?.explanation.first).summary
        #expect(summary.hasPrefix("title has “feedback” twice; one document in 4 has it (common"))
        #expect(summary.contains("this field counts 3 times"))
        #expect(summary.hasSuffix("points."))
        let sum = hits[0].explanation.reduce(0) { $0 + $1.score }
        #expect(abs(sum - hits[0].score) < 0.000_01)
    }

    @Test func likeness() throws {
        let folder = TemporaryFolder()
        let schema = SearchSchema(fields: [SearchField(name: "text", kind: .text, analyser: .english)])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        let texts = [
            "a": "Hinge questions in mathematics lessons", "b": "A hinge question for each lesson of mathematics",
            "c": "The garden of the school in spring", "d": "Lessons outside in the school garden",
        ]
        for (key, text) in texts.sorted(by: { $0.key < $1.key }) {
            try writer.add(SearchDocument(key: key, order: 0, values: ["text": .text([TextPassage(text: text)])]))
        }
        try writer.commit(stamp: [:])
        let searcher = try index.searcher()
        #expect(try searcher.search(SearchRequest(query: .like(key: "a"))).hits.map(\.key).first == "b")
        #expect(try searcher.search(SearchRequest(query: .like(key: "c"))).hits.map(\.key).first == "d")
        #expect(try searcher.search(SearchRequest(query: .like(key: "missing"))).hits.isEmpty)
        for key in texts.keys {
            #expect(try !searcher.search(SearchRequest(query: .like(key: key))).hits.contains { $0.key == key })
        }
    }
}
