/// Chooses the piece of a document's text that shows best why it matched.
final class SnippetMaker {
    private struct Mark {
        var start: Int
        var end: Int
        var part: Int
    }

    private let schema: SearchSchema
    private let highlights: Highlights
    private var analysers: [Int: Analyser] = [:]
    /// Terms of surfaces seen, by field: texts repeat their words.
    private var known: [Int: [[UInt8]: [[UInt8]]]] = [:]
    private var words = WordList()

    init(schema: SearchSchema, highlights: Highlights) {
        self.schema = schema
        self.highlights = highlights
    }

    /// The best piece among the fields asked for; without any match the beginning of the first text.
    func snippet(_ texts: [Int: [TextPassage]], _ request: SnippetRequest) -> Snippet? {
        let limit = max(request.maximumLength, 1)
        var best: (field: Int, passage: TextPassage, marks: [Mark], score: Int)?
        for name in request.fields {
            guard let field = schema.number(of: name), let passages = texts[field], !highlights.fields[field].isEmpty
            else { continue }
            for passage in passages {
                let found = marks(field, passage.text)
                guard let (chosen, score) = choose(found, limit) else { continue }
                if score > best?.score ?? 0 { best = (field, passage, chosen, score) }
            }
        }
        if let best { return cut(best.field, best.passage, best.marks, limit) }
        for name in request.fields {
            guard let field = schema.number(of: name),
                let passage = texts[field]?.first(where: { $0.text.contains { !$0.isWhitespace } })
            else { continue }
            return cut(field, passage, [], limit)
        }
        return nil
    }

    // MARK: - Marks

    private func marks(_ field: Int, _ text: String) -> [Mark] {
        let wanted = highlights.fields[field]
        let analyser = analysers[field] ?? Analyser(schema.fields[field])
        analysers[field] = analyser
        words.removeAll()
        analyser.scan(text, into: &words)
        var marks: [Mark] = []
        // By position: the terms there, and how far the word reaches.
        var places: [UInt32: [(terms: [[UInt8]], word: WordList.Word)]] = [:]
        let needsPlaces = !wanted.phrases.isEmpty
        for word in words.words {
            let terms = terms(field, words.surface(word), analyser)
            if needsPlaces { places[word.position, default: []].append((terms, word)) }
            for term in terms {
                if let part = wanted.terms[term] ?? wanted.prefixes.first(where: { term.starts(with: $0.term) })?.part {
                    marks.append(Mark(start: word.textStart, end: word.textEnd, part: part))
                    break
                }
            }
        }
        for phrase in wanted.phrases {
            for position in places.keys.sorted() {
                if let mark = phraseMark(phrase.places, phrase.part, at: position, places) { marks.append(mark) }
            }
        }
        return joined(marks)
    }

    private func phraseMark(
        _ phrase: [Set<[UInt8]>], _ part: Int, at position: UInt32,
        _ places: [UInt32: [(terms: [[UInt8]], word: WordList.Word)]]
    ) -> Mark? {
        var mark: Mark?
        for (offset, wanted) in phrase.enumerated() {
            guard let here = places[position &+ UInt32(offset)],
                let found = here.first(where: { $0.terms.contains(where: wanted.contains) })
            else { return nil }
            mark = Mark(
                start: min(mark?.start ?? .max, found.word.textStart), end: max(mark?.end ?? 0, found.word.textEnd),
                part: part)
        }
        return mark
    }

    private func terms(_ field: Int, _ surface: [UInt8], _ analyser: Analyser) -> [[UInt8]] {
        if let terms = known[field]?[surface] { return terms }
        let terms = analyser.documentTerms(surface).map { [$0.space.rawValue] + $0.bytes }
        known[field, default: [:]][surface] = terms
        return terms
    }

    /// Marks in order, those that touch made one.
    private func joined(_ marks: [Mark]) -> [Mark] {
        var result: [Mark] = []
        for mark in marks.sorted(by: { ($0.start, -$0.end, $0.part) < ($1.start, -$1.end, $1.part) }) {
            if let last = result.last, mark.start < last.end {
                result[result.count - 1].end = max(last.end, mark.end)
            } else {
                result.append(mark)
            }
        }
        return result
    }

    /// The first run of marks within reach that shows most parts of the query, then most marks.
    private func choose(_ marks: [Mark], _ limit: Int) -> (marks: [Mark], score: Int)? {
        var best: (range: Range<Int>, score: Int)?
        for first in marks.indices {
            var parts = Set<Int>()
            var end = first
            while end < marks.count, end == first || marks[end].end - marks[first].start <= limit {
                parts.insert(marks[end].part)
                end += 1
            }
            let score = parts.count * 1000 + min(end - first, 999)
            if score > best?.score ?? 0 { best = (first..<end, score) }
        }
        return best.map { (Array(marks[$0.range]), $0.score) }
    }

    // MARK: - Text

    private func cut(_ field: Int, _ passage: TextPassage, _ marks: [Mark], _ limit: Int) -> Snippet {
        let text = passage.text
        let utf16 = text.utf16
        let first = marks.first.map { text.utf8.index(text.startIndex, offsetBy: $0.start) } ?? text.startIndex
        let last = marks.last.map { text.utf8.index(text.startIndex, offsetBy: $0.end) } ?? text.startIndex
        let room = max(limit - utf16.distance(from: first, to: last), 0)
        // A little before the first mark, the rest after the last; what one side cannot use goes to the other.
        let before = min(utf16.distance(from: text.startIndex, to: first), room / 3)
        let after = min(utf16.distance(from: last, to: text.endIndex), room - before)
        let earlier = min(utf16.distance(from: text.startIndex, to: first), room - after)
        var start = Boundary.down(text, utf16.index(first, offsetBy: -earlier))
        if utf16.distance(from: start, to: first) > earlier { start = text.index(after: start) }
        var end = Boundary.down(text, utf16.index(last, offsetBy: after))
        if utf16.distance(from: start, to: end) > limit {
            end = Boundary.down(text, utf16.index(start, offsetBy: limit))
        }
        start = Boundary.afterSpace(text, from: start, to: first)
        end = Boundary.beforeSpace(text, from: end, to: max(last, start))
        let piece = String(text[start..<end])
        let whole = utf16.distance(from: text.startIndex, to: start)
        let length = utf16.distance(from: start, to: end)
        let ranges = marks.compactMap { mark -> Range<Int>? in
            let from = utf16.distance(
                from: text.startIndex, to: text.utf8.index(text.startIndex, offsetBy: mark.start))
            let to = utf16.distance(from: text.startIndex, to: text.utf8.index(text.startIndex, offsetBy: mark.end))
            let range = max(from - whole, 0)..<max(min(to - whole, length), max(from - whole, 0))
            return range.isEmpty || range.lowerBound >= length ? nil : range
        }
        return Snippet(
            field: schema.fields[field].name, text: piece, marks: ranges, place: passage.place,
            isCutAtStart: start > text.startIndex, isCutAtEnd: end < text.endIndex)
    }
}
