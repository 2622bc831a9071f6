import Testing

@testable import KistSearch

@Suite struct QueryParserTests {
    private let parser = QueryParser(fields: [
        "title": .text(["title"]), "type": .keyword("type"), "year": .number("year"),
        "level": .custom { $0 == "second" ? .keyword(field: "level", value: "cfe:second") : nil },
    ])

    private func words(_ text: String) -> Query { .words(text, fields: nil) }

    @Test func language() {
        let cases: [(String, Query)] = [
            ("", .all), ("   ", .all), ("feedback", words("feedback")),
            ("hinge questions", .and([words("hinge"), words("questions")])),
            ("hinge AND questions", .and([words("hinge"), words("questions")])),
            ("\"hinge questions\"", .phrase("hinge questions", fields: nil)),
            ("“hinge  questions”", .phrase("hinge questions", fields: nil)),
            ("a OR b c", .and([.or([words("a"), words("b")]), words("c")])),
            ("a -b", .and([words("a"), .not(words("b"))])), ("a NOT b", .and([words("a"), .not(words("b"))])),
            ("-b", .and([.all, .not(words("b"))])), ("think-pair", words("think-pair")),
            ("feed*", .prefix("feed", fields: nil)), ("*", words("*")),
            ("title:oracy", .words("oracy", fields: ["title"])),
            ("Title:\"think pair\"", .phrase("think pair", fields: ["title"])),
            ("title:(a b)", .and([.words("a", fields: ["title"]), .words("b", fields: ["title"])])),
            ("type:strategy", .keyword(field: "type", value: "strategy")),
            ("year:2020..2024", .range(field: "year", from: 2020, to: 2024)),
            ("year:2020..", .range(field: "year", from: 2020, to: nil)),
            ("year:>=2020", .range(field: "year", from: 2020, to: nil)),
            ("year:2020", .range(field: "year", from: 2020, to: 2020)), ("year:old", words("year:old")),
            ("level:second", .keyword(field: "level", value: "cfe:second")), ("level:tenth", words("level:tenth")),
            ("10:30", words("10:30")), ("http://x.org/a", words("http://x.org/a")),
            ("(a OR b) (c OR d)", .and([.or([words("a"), words("b")]), .or([words("c"), words("d")])])),
            ("OR", words("OR")), ("a OR", .and([words("a"), words("OR")])),
            ("-(a b)", .and([.all, .not(.and([words("a"), words("b")]))])),
        ]
        for (text, expected) in cases {
            #expect(parser.parse(text).query == expected, "\(text)")
        }
    }

    @Test(arguments: ["\"hinge questions", "(a b", "a) b", "title:\"a"])
    func unclosedIsReadLiterallyWithANote(text: String) {
        let parsed = parser.parse(text)
        #expect(!parsed.notes.isEmpty)
        #expect(parsed.query != .all && parsed.query != .none)
    }

    /// Whatever is typed parses, prints, and parses to the same again.
    @Test func printsBack() {
        var random = SeededGenerator(seed: 11)
        let pieces = [
            "a", "b", "word", "OR", "AND", "NOT", "-", "--", "(", ")", "\"", "“", "title:", "type:", "year:", "level:",
            "other:", "1..2", "..", "..5", "*", "fee*", " ", " ", " ", ":", "second", "é", "'", ">=3", "\u{301}", "a:b",
        ]
        for number in 0..<20_000 {
            let text = (0..<random.below(14)).map { _ in random.pick(pieces) }.joined(
                separator: random.chance(50) ? "" : " ")
            let parsed = parser.parse(text)
            let printed = parser.print(parsed.syntax)
            let again = parser.parse(printed)
            #expect(again.syntax == parsed.syntax, "\(number): \(text) → \(printed)")
            if again.syntax != parsed.syntax { return }
        }
    }

    @Test func depthAndLengthAreBounded() {
        let deep = String(repeating: "(", count: 5000) + "a" + String(repeating: ")", count: 5000)
        #expect(parser.parse(deep).query == words("a"))
        let long = parser.parse(String(repeating: "word ", count: 5000))
        #expect(!long.notes.isEmpty)
        _ = parser.parse(String(repeating: "title:-", count: 5000))
        _ = parser.parse(String(repeating: "-", count: 5000) + "a")
        _ = parser.parse(String(repeating: "title:(", count: 5000))
    }
}
