import Testing

@testable import KistSearch

/// Marks found by skipping words are those found by looking at every word.
@Suite struct MarkFinderTests {
    private static let words = [
        "the", "theory", "Theories", "thee", "run", "running", "ran", "enquiry", "inquiries", "paediatric",
        "pediatrics",
        "grey", "gray", "moulds", "mold", "colour", "Color", "organise", "organization", "dying", "die", "dies",
        "lying",
        "skies", "sky", "skis", "early", "idly", "only", "ugly", "by", "bye", "tying", "ties", "maths", "math",
        "practise",
        "practice", "metre", "meters", "don’t", "don't", "it's", "its", "teacher's", "teachers’", "O'Brien", "brien",
        "obrien", "e-mail", "email", "self-assessment", "selfassessment", "pre-it's", "U.S.A", "usa", "and/or",
        "lit2-02a",
        "2-02", "20220705_1755", "1755", "P5", "p5", "café", "cafe", "cafe\u{301}", "naïve", "naive", "“theory”", "x",
        "I",
        "think--pair", "think-pair", "a.b.c", "http://x.org/theory", "theory.", "theory,", "-theory", "漢字", "œuvre",
        "y",
        "rock'n'roll", "the'ory", "l'eau", "aerobic", "encyclopaedia", "encyclopedias", "judgement", "judgment",
        "flavours",
    ]
    private static let separators = [" ", " ", " ", ", ", ". ", "\n", "—", " – ", "(", ") ", "-", "/", "…", "\u{A0}"]

    private func highlights(_ text: String, _ field: SearchField) throws -> Highlights.Field {
        let analyser = Analyser(field)
        var result = Highlights.Field()
        let words = text.split(separator: " ").compactMap { analyser.queryWord(String($0)) }
        for word in words {
            for term in word.places.joined() + word.joined[...] + word.forms {
                result.terms[[term.space.rawValue] + term.bytes] = 0
            }
        }
        if words.count > 1 {
            let places = words.flatMap(\.places).map { place in Set(place.map { [$0.space.rawValue] + $0.bytes }) }
            result.terms = [:]
            result.phrases = [
                Highlights.Phrase(
                    places: places,
                    twins: places.indices.map { place in places[..<place].lastIndex { $0 == places[place] } },
                    slop: text.utf8.count % 3, part: 0)
            ]
        }
        return result
    }

    /// Words by the analyser's own scan, and every choice of words for a phrase.
    private func expected(_ text: String, _ wanted: Highlights.Field, _ field: SearchField) -> [Range<Int>] {
        let analyser = Analyser(field)
        var list = WordList()
        analyser.scan(text, into: &list)
        var marks: [Range<Int>] = []
        var positions = wanted.phrases.first?.places.map { _ in [UInt32]() } ?? []
        var ranges: [UInt32: Range<Int>] = [:]
        for word in list.words {
            let terms = Set(analyser.documentTerms(list.surface(word)).map { [$0.space.rawValue] + $0.bytes })
            if terms.contains(where: { wanted.terms[$0] != nil }) { marks.append(word.textStart..<word.textEnd) }
            for (place, set) in (wanted.phrases.first?.places ?? []).enumerated() where !set.isDisjoint(with: terms) {
                positions[place].append(word.position)
                let old = ranges[word.position] ?? word.textStart..<word.textEnd
                ranges[word.position] =
                    min(old.lowerBound, word.textStart)..<max(old.upperBound, word.textEnd)
            }
        }
        if let phrase = wanted.phrases.first {
            let sorted = positions.map { Array(Set($0)).sorted() }
            PhraseSpans.forEach(sorted, twins: phrase.twins, slop: phrase.slop) { span in
                let first = ranges[UInt32(span.first)]!
                let last = ranges[UInt32(span.last)]!
                marks.append(first.lowerBound..<max(first.upperBound, last.upperBound))
            }
        }
        var joined: [Range<Int>] = []
        for mark in marks.sorted(by: { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }) {
            if let last = joined.last, mark.lowerBound < last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, mark.upperBound)
            } else {
                joined.append(mark)
            }
        }
        return joined
    }

    @Test(arguments: [AnalyserName.standard, .english, .porter, .gaelic, .code])
    func agreesWithLookingAtEveryWord(name: AnalyserName) throws {
        var random = SeededGenerator(seed: 31)
        let field = SearchField(name: "text", kind: .text, analyser: name)
        for number in 0..<500 {
            let query = (0..<(1 + random.below(2))).map { _ in random.pick(Self.words) }.joined(separator: " ")
            let text = (0..<random.below(30)).map { _ in
                random.pick(Self.words) + random.pick(Self.separators)
            }.joined()
            let wanted = try highlights(query, field)
            guard !wanted.isEmpty else { continue }
            var copy = text
            let finder = MarkFinder(wanted, field)
            for _ in 0..<2 {
                let found = copy.withUTF8 { finder.marks(in: $0) }.map { $0.start..<$0.end }
                let expected = expected(text, wanted, field)
                #expect(found == expected, "\(name) \(number): \(query) in \(text)")
                if found != expected { return }
            }
        }
    }
}
