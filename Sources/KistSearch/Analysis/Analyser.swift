/// Turns text into the terms of an index and a query into the terms to look for.
///
/// Not shared between threads: scanners and stemmer keep buffers.
final class Analyser {
    /// A term without the byte of its field.
    struct Term: Hashable {
        var space: SegmentLayout.Space
        var bytes: [UInt8]
        /// Factor of its part in the score of a query.
        var weight: Float = 1
    }

    /// What one written word of a query asks for in one field.
    struct QueryWord: Hashable {
        /// Terms by place: any of the first place, then any of the second directly after it…
        var places: [[Term]] = []
        /// Terms that stand for the whole word written as one.
        var joined: [Term] = []
        /// Forms as typed: they add to the score of documents that match.
        var forms: [Term] = []
        /// Too common in this field's language to be asked for.
        var isStopWord = false
    }

    let name: AnalyserName
    let keepsForms: Bool
    /// Part of a form as typed in a score, against 1 for the word itself.
    static let formWeight: Float = 0.25
    static let gaelicStemWeight: Float = 0.5
    private var words = WordScanner()
    private var gaelic = GaelicScanner()
    private var runs = RunScanner()
    private let stemmer: EnglishStemmer?

    init(_ field: SearchField) {
        name = field.analyser
        keepsForms = field.keepsForms
        stemmer = field.analyser == .english || field.analyser == .porter ? EnglishStemmer() : nil
    }

    /// Adds the words of a passage to `list`, from `list.position` on.
    func scan(_ text: String, into list: inout WordList) {
        var text = text
        text.withUTF8 { scan($0, into: &list) }
    }

    /// The bytes are valid UTF-8.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, into list: inout WordList) {
        switch name {
        case .standard, .english: words.scan(bytes, into: &list)
        case .porter: runs.scan(bytes, into: &list)
        case .gaelic: gaelic.scan(bytes, into: &list)
        case .code: CodeScanner().scan(bytes, into: &list)
        }
    }

    /// Whether words are ASCII letters and digits wherever nothing joins more to them, so that a caller may cut them
    /// itself with `CharacterReader.nextWord` and give the others to `scanWord`.
    var cutsPlainWords: Bool { name == .standard || name == .english || name == .porter }

    /// Whether nothing joins more to a word of ASCII letters and digits that ends at `end`.
    @inline(__always)
    func endsPlain(_ reader: CharacterReader, _ end: Int) -> Bool {
        name == .porter ? reader.byte(end) < 0x80 : WordScanner.endsPlain(reader, end)
    }

    /// Where a word ends that is written with letters beyond ASCII and that nothing is joined to; nil where only the
    /// scanner can tell.
    @inline(__always)
    func writtenEnd(_ reader: CharacterReader, _ start: Int) -> Int? {
        guard name != .porter else { return nil }
        let end = reader.writtenEnd(start)
        return WordScanner.endsPlain(reader, end) ? end : nil
    }

    /// Adds the word or compound at `start`; see `WordScanner.scanWord`.
    func scanWord(_ reader: CharacterReader, _ start: Int, _ end: Int, into list: inout WordList) -> Int {
        name == .porter ? runs.scanRun(reader, start, into: &list) : words.scanWord(reader, start, end, into: &list)
    }

    /// The terms that a document has for a word: all at the word's position, the normalised one first.
    func documentTerms(_ surface: [UInt8]) -> [Term] {
        var terms: [Term]
        switch name {
        case .code: return [Term(space: .primary, bytes: surface)]
        case .standard, .english, .porter: terms = [primary(surface)]
        case .gaelic: terms = GaelicWord(Folding.scalars(surface)).terms.map { Term(space: .primary, bytes: $0) }
        }
        if keepsForms { terms += forms(surface) }
        return terms
    }

    /// What a run of characters without spaces asks for; nil if there is no word in it.
    func queryWord(_ text: String) -> QueryWord? {
        var list = WordList()
        scan(text, into: &list)
        guard let first = list.words.first else { return nil }
        var result = QueryWord()
        if name == .gaelic, list.words.count == 1 {
            let surface = list.surface(first)
            let word = GaelicWord(Folding.scalars(surface))
            result.isStopWord = word.isStopWord
            result.joined = (word.joined.map { [Term(space: .primary, bytes: $0)] }) ?? []
            result.places = word.parts.map(places)
            if keepsForms { result.forms = [weighted(forms(surface)[0])] }
            return result.places.isEmpty && result.joined.isEmpty ? nil : result
        }
        var position: UInt32?
        for word in list.words {
            let surface = list.surface(word)
            switch word.kind {
            case .extra: continue
            case .joined: result.joined.append(primary(surface))
            case .word:
                if word.position == position { continue }
                position = word.position
                if name == .gaelic {
                    result.places += GaelicWord(Folding.scalars(surface)).parts.map(places)
                } else {
                    result.places.append([primary(surface)])
                }
            }
        }
        if keepsForms, name != .code, let main = list.words.first(where: { $0.kind == .joined }) ?? onlyWord(list) {
            result.forms = [weighted(forms(list.surface(main))[0])]
        }
        return result
    }

    /// Two words of a query that a document may have as one; nil where the language does not do so.
    func joined(_ first: String, _ second: String) -> Term? {
        guard name == .gaelic else { return nil }
        var list = WordList()
        scan(first + "-" + second, into: &list)
        guard list.words.count == 1, let word = list.words.first else { return nil }
        return GaelicWord(Folding.scalars(list.surface(word))).joined.map { Term(space: .primary, bytes: $0) }
    }

    /// Beginnings to look for: in which space, and the bytes.
    func prefixes(_ text: String) -> [Term] {
        var list = WordList()
        scan(text, into: &list)
        guard let word = list.words.first(where: { $0.kind == .joined }) ?? onlyWord(list) else { return [] }
        let surface = list.surface(word)
        let folded = Folding.fold(utf8: lowered(surface))
        switch name {
        case .code: return [Term(space: .primary, bytes: folded)]
        case .standard, .english, .porter:
            guard keepsForms else { return [Term(space: .primary, bytes: folded)] }
            return [Term(space: .form, bytes: folded), Term(space: .folded, bytes: folded)]
        case .gaelic:
            var result = keepsForms ? [Term(space: .form, bytes: folded), Term(space: .folded, bytes: folded)] : []
            let word = GaelicWord(Folding.scalars(surface))
            if let term = word.joined ?? word.parts.first?.term { result.append(Term(space: .primary, bytes: term)) }
            return result
        }
    }

    // MARK: - Words

    private func onlyWord(_ list: WordList) -> WordList.Word? {
        let words = list.words.filter { $0.kind == .word }
        return words.count == 1 ? words[0] : nil
    }

    private func places(_ part: GaelicWord.Part) -> [Term] {
        var terms = [Term(space: .primary, bytes: part.term)]
        if let stem = part.stem, stem != part.term {
            terms.append(Term(space: .primary, bytes: stem, weight: Self.gaelicStemWeight))
        }
        return terms
    }

    private func weighted(_ term: Term) -> Term {
        Term(space: term.space, bytes: term.bytes, weight: Self.formWeight)
    }

    private func lowered(_ surface: [UInt8]) -> [UInt8] {
        name == .gaelic ? Folding.utf8(Folding.scalars(surface).map(Folding.lower)) : surface
    }

    /// The form as written; and without accents where that differs.
    private func forms(_ surface: [UInt8]) -> [Term] {
        let form = lowered(surface)
        let folded = Folding.fold(utf8: form)
        var terms = [Term(space: .form, bytes: form)]
        if folded != form { terms.append(Term(space: .folded, bytes: folded)) }
        return terms
    }

    private func primary(_ surface: [UInt8]) -> Term {
        if name == .porter, let stemmer { return Term(space: .primary, bytes: stemmer.stem(surface)) }
        let folded = Folding.fold(utf8: surface)
        guard let stemmer, folded.count > 2, folded.allSatisfy({ $0 < 0x30 || $0 > 0x39 }) else {
            return Term(space: .primary, bytes: folded)
        }
        return Term(space: .primary, bytes: stemmer.stem(SpellingPairs.join(folded)))
    }
}
