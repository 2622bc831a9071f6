import Testing

@testable import KistSearch

/// Scottish Gaelic: which forms a word has in the index, and what finds what.
@Suite struct GaelicTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "en", kind: .text, analyser: .english),
        SearchField(name: "gd", kind: .text, analyser: .gaelic),
    ])

    /// Words that are not stop words, each with all its forms.
    private func tokens(_ text: String) -> [String] {
        let analyser = Analyser(SearchField(name: "gd", kind: .text, analyser: .gaelic, keepsForms: false))
        var list = WordList()
        analyser.scan(text, into: &list)
        return list.words.compactMap { word in
            let gaelic = GaelicWord(Folding.scalars(list.surface(word)))
            if gaelic.isStopWord { return nil }
            return gaelic.terms.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "+")
        }
    }

    @Test(arguments: [
        ("Ghàidhlig", "gaidhlig"), ("Gaidhlig", "gaidhlig"), ("Gáidhlig", "gaidhlig"), ("Ga`idhlig", "gaidhlig"),
        ("Ga\u{300}idhlig", "gaidhlig"), ("fhoghlam", "foghlam"), ("mheasadh", "measadh"),
        ("a’ leughadh", "leughadh"), ("na h-Alba", "alba"), ("hAlba", "alba"), ("an t-sràid", "sraid"),
        ("an tSràid", "sraid"), ("an t-oideachas", "oideachas"), ("ar n-Athair", "athair"),
        ("dh’fhoghlam", "foghlam"), ("a dh’ionnsachadh", "ionnsachadh"), ("m’athair", "athair"),
        ("na b’ fheàrr", "fearr"), ("na b’fheàrr", "fearr"), ("bun-sgoil", "bunsgoil+bun+sgoil"),
        ("bunsgoil", "bunsgoil"), ("àrd\u{2011}sgoil", "ardsgoil+ard+sgoil"), ("fèinmheasadh", "feinmheasadh"),
        ("fèin-mheasadh", "feinmheasadh+fein+measadh"), ("co-obrachadh", "coobrachadh+co+obrachadh"),
        ("comh-obrachadh", "coobrachadh+co+obrachadh"),
        ("eadar-theangachadh", "eadartheangachadh+eadar+teangachadh"),
        ("luchd-teagaisg", "luchdteagaisg+luchd+teagaisg+teagasg"), ("furasda", "furasta"), ("turus", "turas"),
        ("de’n sgoil", "sgoil"), ("a-mach", "amach+mach"), ("sgoilearan", "sgoilearan+sgoilear"),
        ("sgoiltean", "sgoiltean+sgoil"), ("leughaidh", "leughaidh+leughadh"), ("foghlaim", "foghlaim+foghlam"),
        ("cànan", "canan+can"), ("cànanan", "cananan+canan"), ("thidsearan", "tidsearan+tidsear"), ("chan eil", ""),
    ])
    func forms(text: String, expected: String) {
        #expect(tokens(text).joined(separator: " ") == expected)
    }

    private func find(_ query: String, field: String, in text: String) throws -> [SearchHit] {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        try writer.add(SearchDocument(key: "x", order: 0, values: [field: .text([TextPassage(text: text)])]))
        try writer.commit(stamp: [:])
        let request = SearchRequest(
            query: QueryParser().parse(query).query, snippet: SnippetRequest(fields: ["en", "gd"]))
        return try index.searcher().search(request).hits
    }

    @Test(arguments: [
        ("Gaidhlig", "foghlam tro mheadhan na Gàidhlig", true), ("measadh", "fèin-mheasadh sa chlas", true),
        ("bun sgoil", "bunsgoil", true), ("bunsgoil", "bun-sgoil", true), ("leughadh", "dòighean leughaidh", true),
        ("teagasg", "luchd-teagaisg", true), ("cànan", "cànanan", true), ("foghlam", "a dh’fhoghlam", true),
        ("tidsear", "thidsearan", true), ("slàinte", "shlàinte is sunnd", true), ("feur", "fiar", false),
        ("leughadh", "sgrìobhadh", false), ("bun-sgoil", "bunsgoil", true), ("bun-sgoil", "bun sgoil ùr", true),
        ("\"sgoil ùr\"", "bun-sgoil ùr", true), ("\"bun-sgoil ùr\"", "bunsgoil ùr", true),
        ("\"ùr sgoil\"", "sgoil ùr", false), ("foghlam na Gàidhlig", "foghlam Gàidhlig", true),
        ("agus", "measadh agus", true),
        ("bun*", "bunsgoil", true), ("gaidh*", "Ghàidhlig", true), ("ghàidh*", "Ghàidhlig", true),
    ])
    func matches(query: String, text: String, isFound: Bool) throws {
        let hits = try find(query, field: "gd", in: text)
        #expect(hits.count == (isFound ? 1 : 0))
        if isFound {
            #expect(hits[0].snippet?.text == text)
            #expect(hits[0].snippet?.marks.isEmpty == false)
        }
    }

    /// English is never changed by the rules of Gaelic.
    @Test(arguments: [
        ("cat", "chat"), ("thin", "tin"), ("tin", "thin"), ("ponics", "phonics"), ("sared", "shared"),
        ("air quality", "water quality"), ("lba", "hAlba"),
    ])
    func englishStays(query: String, text: String) throws {
        #expect(try find(query, field: "en", in: text).isEmpty)
    }

    @Test func typedFormRanksHigher() throws {
        let folder = TemporaryFolder()
        let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
        let writer = try index.writer()
        for (number, text) in ["cafe", "café", "running", "run", "cànan", "canan"].enumerated() {
            let field = number < 4 ? "en" : "gd"
            try writer.add(SearchDocument(key: text, order: 0, values: [field: .text([TextPassage(text: text)])]))
        }
        try writer.commit(stamp: [:])
        let searcher = try index.searcher()
        for word in ["cafe", "café", "running", "run", "cànan", "canan"] {
            let hits = try searcher.search(SearchRequest(query: .words(word, fields: nil))).hits
            #expect(hits.count == 2)
            #expect(hits.first?.key == word)
        }
    }
}
