/// Finds in the text of one field what a query asks for. Not shared between threads.
final class MarkFinder {
    /// Bytes of the text, and the part of the query that asks for them.
    struct Mark {
        var start: Int
        var end: Int
        var part: Int
    }

    /// What a written word is to the query.
    private struct Answer {
        /// -1 for none.
        var part = -1
        var places: [(phrase: Int, place: Int)] = []
    }

    private struct PlaceHit {
        var phrase: Int
        var place: Int
        var position: UInt32
        var start: Int
        var end: Int
    }

    private let wanted: Highlights.Field
    private let analyser: Analyser
    private let pairs: LetterPairs
    private var words = WordList()
    private var known: [[UInt8]: Answer] = [:]
    private var surface: [UInt8] = []
    private var marks: [Mark] = []
    private var hits: [PlaceHit] = []

    private static let mostKnown = 20_000

    init(_ wanted: Highlights.Field, _ field: SearchField) {
        self.wanted = wanted
        analyser = Analyser(field)
        pairs = LetterPairs(wanted)
    }

    /// Marks in order; those that overlap are one. A phrase is one mark, from its first word to its last.
    func marks(in text: UnsafeBufferPointer<UInt8>) -> [Mark] {
        marks.removeAll(keepingCapacity: true)
        hits.removeAll(keepingCapacity: true)
        words.removeAll()
        if analyser.cutsPlainWords {
            cut(CharacterReader(text), text)
        } else {
            analyser.scan(text, into: &words)
            addWords()
        }
        if !hits.isEmpty { addPhrases() }
        return joined()
    }

    // MARK: - Words

    private func cut(_ reader: CharacterReader, _ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while let word = reader.nextWord(at) {
            let count = word.end &- word.start
            guard count > 0, count <= WordList.maximumByteCount, analyser.endsPlain(reader, word.end) else {
                let position = words.position
                words.removeAll()
                words.position = position
                at = analyser.scanWord(reader, word.start, word.end, into: &words)
                addWords()
                continue
            }
            let second = count > 1 ? text[word.start &+ 1] | 0x20 : 0
            // Digits have the bit that makes letters small already.
            if pairs.contains(text[word.start] | 0x20, second) {
                surface.removeAll(keepingCapacity: true)
                for index in word.start..<word.end {
                    let byte = text[index]
                    surface.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
                }
                add(surface, word.start, word.end, words.position)
            }
            words.position &+= 1
            at = word.end
        }
    }

    private func addWords() {
        for word in words.words { add(words.surface(word), word.textStart, word.textEnd, word.position) }
    }

    private func add(_ surface: [UInt8], _ start: Int, _ end: Int, _ position: UInt32) {
        let answer = known[surface] ?? learn(surface)
        if answer.part >= 0 { marks.append(Mark(start: start, end: end, part: answer.part)) }
        for place in answer.places {
            hits.append(
                PlaceHit(phrase: place.phrase, place: place.place, position: position, start: start, end: end))
        }
    }

    private func learn(_ surface: [UInt8]) -> Answer {
        var answer = Answer()
        for term in analyser.documentTerms(surface) {
            let key = [term.space.rawValue] + term.bytes
            if answer.part < 0 { answer.part = part(key) ?? -1 }
            for (number, phrase) in wanted.phrases.enumerated() {
                for (place, terms) in phrase.places.enumerated() where terms.contains(key) {
                    answer.places.append((number, place))
                }
            }
        }
        if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
        known[surface] = answer
        return answer
    }

    private func part(_ key: [UInt8]) -> Int? {
        if let part = wanted.terms[key] { return part }
        if let prefix = wanted.prefixes.first(where: { key.starts(with: $0.term) }) { return prefix.part }
        return wanted.patterns.first { $0.pattern.space.rawValue == key[0] && $0.pattern.fits(key.dropFirst()) }?.part
    }

    // MARK: - Phrases

    private func addPhrases() {
        for (number, phrase) in wanted.phrases.enumerated() {
            var positions = phrase.places.map { _ in [UInt32]() }
            var ranges: [UInt32: (start: Int, end: Int)] = [:]
            for hit in hits where hit.phrase == number {
                if positions[hit.place].last != hit.position { positions[hit.place].append(hit.position) }
                let range = ranges[hit.position] ?? (hit.start, hit.end)
                ranges[hit.position] = (min(range.start, hit.start), max(range.end, hit.end))
            }
            PhraseSpans.forEach(positions, twins: phrase.twins, slop: phrase.slop) { span in
                guard let first = ranges[UInt32(span.first)], let last = ranges[UInt32(span.last)] else { return }
                marks.append(Mark(start: first.start, end: max(first.end, last.end), part: phrase.part))
            }
        }
    }

    private func joined() -> [Mark] {
        var isSorted = true
        for index in marks.indices.dropFirst() where marks[index].start < marks[index - 1].end { isSorted = false }
        if isSorted { return marks }
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
}
