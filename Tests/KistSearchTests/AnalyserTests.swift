import Testing

@testable import KistSearch

@Suite struct AnalyserTests {
    private func searcher(_ text: String, _ analyser: AnalyserName, _ folder: TemporaryFolder) throws -> Searcher {
        let schema = SearchSchema(fields: [SearchField(name: "text", kind: .text, analyser: analyser)])
        let index = try SearchIndex.create(at: folder.url, schema: schema)
        let writer = try index.writer()
        try writer.add(SearchDocument(key: "x", order: 0, values: ["text": .text([TextPassage(text: text)])]))
        try writer.commit(stamp: [:])
        return try index.searcher()
    }

    private func isFound(_ query: String, _ text: String, _ analyser: AnalyserName) throws -> Bool {
        let folder = TemporaryFolder()
        let parsed = QueryParser().parse(query).query
        return try searcher(text, analyser, folder).search(SearchRequest(query: parsed)).total == 1
    }

    @Test(arguments: [
        ("teachers", "the teacher’s voice"), ("teacher's", "the teacher’s voice"), ("teacher’s", "teachers"),
        ("teacher", "teacher's"), ("O'Brien", "O’Brien (2019)"), ("OBrien", "O'Brien"), ("brien", "O’Brien"),
        ("self assessment", "self-assessment"), ("self-assessment", "self assessment"),
        ("selfassessment", "self\u{2010}assessment"), ("self-assessment", "selfassessment"),
        ("\"self assessment task\"", "a self-assessment task"), ("assessment", "self-assessment"),
        ("20220705_1755", "file 20220705_1755.docx"), ("1755", "20220705_1755"), ("20220705", "20220705_1755"),
        ("LIT 2-02a", "see LIT 2-02a"), ("2-02a", "LIT 2-02a"), ("lit", "lit2-02a"),
        ("10.1080/0969594X.2010.513678", "doi:10.1080/0969594X.2010.513678"),
        ("513678", "10.1080/0969594X.2010.513678"),
        ("organise", "organized"), ("organisation", "organizations"), ("behaviour", "behaviors"),
        ("enquiry", "inquiries"), ("programme", "programs"), ("maths", "math"), ("analysing", "analyzes"),
        ("cafe", "CAFÉ"), ("café", "cafe"), ("naïve", "naive"), ("straße", "strasse"), ("ﬁnd", "find"),
        ("don't", "don’t"), ("dont", "don't"), ("P5", "for P5 pupils"), ("usa", "U.S.A."), ("running*", "running"),
        ("quest*", "Questions"), ("caf*", "café"), ("cafe*", "cafés"), ("café*", "cafes"), ("and/or", "and/or"),
    ])
    func english(query: String, text: String) throws {
        #expect(try isFound(query, text, .english))
    }

    @Test(arguments: [
        ("202", "2-02"), ("35", "3.5 grams"), ("andor", "and/or"), ("don", "don't"),
        ("\"assessment self\"", "self-assessment"), ("questions*", "question"), ("rise", "rize"),
    ])
    func englishNot(query: String, text: String) throws {
        #expect(try !isFound(query, text, .english))
    }

    @Test(arguments: [
        ("LIT 2-02a", "LIT 2-02a"), ("lit2-02a", "LIT 2-02a"), ("mnu011a", "MNU 0-11a"), ("mnu0-11a", "MNU 0-11a"),
        ("mnu 0-11", "MNU 0-11a"), ("mnu 0", "MNU 0-11a"), ("mnu0*", "MNU 0-11a"), ("camelcase", "camelCase"),
        ("camel", "camelCase"), ("513678", "https://doi.org/10.1080/0969594X.2010.513678"),
        ("10.1080/0969594x.2010.513678", "https://doi.org/10.1080/0969594X.2010.513678"), ("s12000033", "S12000033"),
    ])
    func codes(query: String, text: String) throws {
        #expect(try isFound(query, text, .code))
    }

    @Test(arguments: [("runs", "running"), ("organise", "organize")])
    func standardDoesNotStem(query: String, text: String) throws {
        #expect(try !isFound(query, text, .standard))
    }

    /// Any text gives words inside the text, at positions that never go back.
    @Test(arguments: AnalyserName.allCases) func wordsLieInTheText(name: AnalyserName) {
        var random = SeededGenerator(seed: 5)
        let alphabet = Array("abcÀéß’'-_./:·0129 \u{AD}\u{300}\u{301}漢字ǅİſﬁ👩‍👧\u{FEFF}\n`´hHtTsS")
        let analyser = Analyser(SearchField(name: "x", kind: .text, analyser: name))
        for _ in 0..<3000 {
            let text = String((0..<random.below(24)).map { _ in random.pick(alphabet) })
            var list = WordList()
            analyser.scan(text, into: &list)
            var last: UInt32 = 0
            for word in list.words {
                #expect(word.textStart < word.textEnd && word.textEnd <= text.utf8.count)
                #expect(word.position >= last && word.position < list.position)
                last = word.position
                for term in analyser.documentTerms(list.surface(word)) {
                    #expect(!term.bytes.isEmpty)
                    #expect(String(validating: term.bytes, as: UTF8.self) != nil)
                }
            }
            _ = analyser.queryWord(text)
            _ = analyser.prefixes(text)
        }
    }

    @Test func longWordsAreCutBetweenCharacters() {
        let analyser = Analyser(SearchField(name: "x", kind: .text, analyser: .standard))
        for count in 120...140 {
            var list = WordList()
            analyser.scan(String(repeating: "é", count: count), into: &list)
            #expect(list.words.count == 1)
            #expect(list.words[0].count <= WordList.maximumByteCount)
            #expect(String(validating: list.surface(list.words[0]), as: UTF8.self) != nil)
        }
    }
}
