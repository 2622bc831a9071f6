/// Finds in the text of one field what a query asks for. Not shared between threads.
final class MarkFinder {
    /// Bytes of the text, and the part of the query that asks for them.
    struct Mark {
        var start: Int
        var end: Int
        var part: Int
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
    private let letters: LetterFilter
    private var words = WordList()
    private var known = AnswerTable()
    private var surface: [UInt8] = []
    private var marks: [Mark] = []
    private var hits: [PlaceHit] = []

    init(_ wanted: Highlights.Field, _ field: SearchField) {
        self.wanted = wanted
        analyser = Analyser(field)
        letters = LetterFilter(wanted)
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
        let letters = letters
        let analyser = analyser
        var position: UInt32 = 0
        var at = 0
        while let word = reader.nextWord(at) {
            let start = word.start
            let count = word.end &- start
            if count > 0, count <= WordList.maximumByteCount, analyser.endsPlain(reader, word.end) {
                if letters.contains(text[start], count > 1 ? text[start &+ 1] : 0, count > 2 ? text[start &+ 2] : 0) {
                    addPlain(text, start, word.end, position)
                }
                position &+= 1
                at = word.end
            } else if let (end, positions) = uninteresting(text, start) {
                position &+= positions
                at = end
            } else {
                words.removeAll()
                words.position = position
                at = analyser.scanWord(reader, start, word.end, into: &words)
                position = words.position
                addWords()
            }
        }
    }

    private func addPlain(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ position: UInt32) {
        surface.removeAll(keepingCapacity: true)
        for index in start..<end {
            let byte = text[index]
            surface.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        let lower = surface
        lower.withUnsafeBufferPointer { add($0, start, end, position) }
    }

    /// Whether a word of ASCII may be one to mark.
    @inline(__always)
    private func passes(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        letters.contains(
            text[start], start &+ 1 < end ? text[start &+ 1] : 0, start &+ 2 < end ? text[start &+ 2] : 0)
    }

    /// The end of a compound of ASCII letters of which neither the parts nor the whole can be words to mark, and how
    /// many positions it takes; nil where that cannot be said so simply.
    private func uninteresting(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> (end: Int, positions: UInt32)? {
        guard analyser.name != .porter, !passesJoined(text, start, isWhole: true) else { return nil }
        var at = start
        var positions: UInt32 = 0
        while true {
            let runStart = at
            while at < text.count, (text[at] | 0x20) &- 0x61 < 26 { at &+= 1 }
            // Very long words are left to the scanner, and so are digits and characters beyond ASCII.
            guard at > runStart, at &- start <= 64, !passes(text, runStart, at),
                !passesJoined(text, runStart, isWhole: false)
            else { return nil }
            // An apostrophe joins without parting.
            if runStart == start || text[runStart &- 1] != 0x27 { positions &+= 1 }
            guard at < text.count else { return (at, positions) }
            if text[at] >= 0x80 || CharacterReader.isPlain(text[at]) { return nil }
            guard Self.isConnector(text[at]), at &+ 1 < text.count else { return (at, positions) }
            if text[at &+ 1] >= 0x80 { return nil }
            guard CharacterReader.isPlain(text[at &+ 1]) else { return (at, positions) }
            at &+= 1
        }
    }

    /// Whether the letters from `start` on, written as one across apostrophes or (`isWhole`) whatever joins, may be a
    /// word to mark.
    private func passesJoined(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, isWhole: Bool) -> Bool {
        var found: (UInt8, UInt8, UInt8) = (0, 0, 0)
        var count = 0
        var at = start
        while at < text.count, count < 3 {
            let byte = text[at]
            if CharacterReader.isPlain(byte) {
                if count == 0 { found.0 = byte } else if count == 1 { found.1 = byte } else { found.2 = byte }
                count &+= 1
            } else if byte != 0x27, !isWhole || !Self.isConnector(byte) {
                break
            }
            at &+= 1
        }
        return letters.contains(found.0, found.1, found.2)
    }

    /// Apostrophe, hyphen, full stop, slash, colon and underscore.
    private static func isConnector(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x27, 0x2D, 0x2E, 0x2F, 0x3A, 0x5F: true
        default: false
        }
    }

    private func addWords() {
        let list = words.words
        words.bytesPointer { bytes in
            for word in list {
                add(
                    UnsafeBufferPointer(rebasing: bytes[word.start..<word.start + word.count]), word.textStart,
                    word.textEnd, word.position)
            }
        }
    }

    private func add(_ surface: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ position: UInt32) {
        let answer = known.find(surface) ?? learn(surface)
        if answer.part >= 0 { marks.append(Mark(start: start, end: end, part: Int(answer.part))) }
        for index in answer.places {
            let place = known.places[Int(index)]
            hits.append(
                PlaceHit(phrase: place.phrase, place: place.place, position: position, start: start, end: end))
        }
    }

    private func learn(_ surface: UnsafeBufferPointer<UInt8>) -> AnswerTable.Answer {
        var part: Int?
        var places: [(phrase: Int, place: Int)] = []
        for term in analyser.documentTerms(Array(surface)) {
            let key = [term.space.rawValue] + term.bytes
            if part == nil { part = self.part(key) }
            for (number, phrase) in wanted.phrases.enumerated() {
                for (place, terms) in phrase.places.enumerated() where terms.contains(key) {
                    places.append((number, place))
                }
            }
        }
        return known.insert(surface, part: part, places: places)
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
