@testable import KistSearch

/// A text through every analyser, into an index and back as a snippet.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for analyser in Known.analysers {
        checkWords(text, analyser)
        checkQuery(text, analyser)
    }
    expectOnlySearchErrors { try checkDocument(text) }
    return 0
}

private enum Known {
    nonisolated(unsafe) static let analysers = AnalyserName.allCases.flatMap { name in
        [true, false].map {
            Analyser(SearchField(name: "text", kind: .text, analyser: name, keepsForms: $0))
        }
    }

    static let schema = SearchSchema(
        fields: AnalyserName.allCases.map { SearchField(name: $0.rawValue, kind: .text, analyser: $0) })
}

/// Positions ascend, words lie in the text in whole characters, terms are words.
private func checkWords(_ text: String, _ analyser: Analyser) {
    var list = WordList()
    analyser.scan(text, into: &list)
    let bytes = Array(text.utf8)
    var position: UInt32 = 0
    func isBoundary(_ at: Int) -> Bool { at == bytes.count || bytes[at] & 0xC0 != 0x80 }
    for word in list.words {
        precondition(word.position >= position && word.position < max(list.position, 1), "positions go back")
        position = word.position
        precondition(0 <= word.textStart && word.textStart < word.textEnd && word.textEnd <= bytes.count, "outside")
        precondition(isBoundary(word.textStart) && isBoundary(word.textEnd), "inside a character")
        let surface = list.surface(word)
        checkTerm(surface)
        precondition(surface.count <= WordList.maximumByteCount)
        let terms = analyser.documentTerms(surface)
        precondition(terms.first?.space == .primary, "the normalised term comes first")
        for term in terms { checkTerm(term.bytes) }
    }
}

private func checkQuery(_ text: String, _ analyser: Analyser) {
    for chunk in text.split(whereSeparator: \.isWhitespace).prefix(20) {
        if let word = analyser.queryWord(String(chunk)) {
            for place in word.places {
                precondition(!place.isEmpty, "a place without terms")
                for term in place { checkTerm(term.bytes) }
            }
            for term in word.joined + word.forms { checkTerm(term.bytes) }
        }
        for term in analyser.prefixes(String(chunk)) { checkTerm(term.bytes) }
    }
}

private func checkTerm(_ term: [UInt8]) {
    precondition(!term.isEmpty, "an empty term")
    precondition(String(validating: term, as: UTF8.self) != nil, "a term that is no text")
}

/// A document is found by its own first words, and its snippet is a piece of it.
private func checkDocument(_ text: String) throws {
    let builder = SegmentBuilder(schema: Known.schema)
    for (number, name) in AnalyserName.allCases.enumerated() {
        try builder.add(
            SearchDocument(key: "\(number)", order: 0, values: [name.rawValue: .text([TextPassage(text: text)])]))
    }
    guard let memory = try builder.write(to: nil) else { return }
    let reader = try SegmentReader(
        file: SegmentFile(name: "memory", path: nil, mapped: memory), schema: Known.schema)
    let live = LiveSegment(reader: reader, deletions: Deletions(segment: reader))
    let searcher = Searcher(schema: Known.schema, stamp: [:], segments: [live])
    let words = text.split(whereSeparator: \.isWhitespace).prefix(3).joined(separator: " ")
    for (number, name) in AnalyserName.allCases.enumerated() {
        let request = SearchRequest(
            query: .words(words, fields: [name.rawValue]),
            snippet: SnippetRequest(fields: [name.rawValue], maximumLength: 30))
        let hits = try searcher.search(request).hits
        for hit in hits {
            guard let snippet = hit.snippet else { continue }
            checkSnippet(snippet, text, number)
        }
        var list = WordList()
        Analyser(Known.schema.fields[number]).scan(words, into: &list)
        if name == .standard, !list.words.isEmpty { precondition(!hits.isEmpty, "a text does not find itself") }
    }
}

private func checkSnippet(_ snippet: Snippet, _ text: String, _ number: Int) {
    precondition(snippet.text.utf16.count <= 30, "too long")
    precondition(Array(text).containsRun(Array(snippet.text)), "cut inside a character")
    var end = 0
    for mark in snippet.marks {
        precondition(mark.lowerBound >= end && !mark.isEmpty, "marks overlap")
        end = mark.upperBound
    }
    precondition(end <= snippet.text.utf16.count, "marks beyond the text")
}

extension [Character] {
    fileprivate func containsRun(_ run: [Character]) -> Bool {
        guard let first = run.first else { return true }
        return indices.contains { self[$0] == first && self[$0...].starts(with: run) }
    }
}
