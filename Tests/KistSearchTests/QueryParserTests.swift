import Testing

@testable import KistSearch

@Suite struct QueryParserTests {
    private let parser = QueryParser(fields: [
        "title": .text(["title"]), "type": .keyword("type"), "year": .number("year"),
        "when": .date("when", digits: 8),
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
            ("\"a b\"~3", .phrase("a b", slop: 3, fields: nil)),
            ("\"a b\"~99", .phrase("a b", slop: Query.largestSlop, fields: nil)),
            ("\"a b\"~0", .phrase("a b", fields: nil)),
            ("\"a b\"~2x", .and([.phrase("a b", fields: nil), words("~2x")])),
            ("title:“a b”~2^3", .boost(3, .phrase("a b", slop: 2, fields: ["title"]))),
            ("wom?n", .wildcard("wom?n", fields: nil)), ("colo*r", .wildcard("colo*r", fields: nil)),
            ("*ology", .wildcard("*ology", fields: nil)), ("what works?", .and([words("what"), words("works?")])),
            ("colo*r?", .wildcard("colo*r", fields: nil)), ("http://x.org/a?b", words("http://x.org/a?b")),
            ("title:wom?n", .wildcard("wom?n", fields: ["title"])),
            ("fedback~", .fuzzy("fedback", distance: nil, fields: nil)),
            ("fedback~1", .fuzzy("fedback", distance: 1, fields: nil)),
            ("fedback~9", .fuzzy("fedback", distance: 2, fields: nil)), ("~20", words("~20")), ("a~b", words("a~b")),
            ("self-assesment~2", .fuzzy("self-assesment", distance: 2, fields: nil)),
            ("hinge^2 question", .and([.boost(2, words("hinge")), words("question")])),
            ("fee*^0.5", .boost(0.5, .prefix("fee", fields: nil))), ("10^6", words("10^6")), ("a^0", words("a^0")),
            ("a^1e9", words("a^1e9")), ("(a b)^2", .boost(2, .and([words("a"), words("b")]))),
            ("title:(a b)^2", .boost(2, .and([.words("a", fields: ["title"]), .words("b", fields: ["title"])]))),
            ("-a^2", .and([.all, .not(.boost(2, words("a")))])),
            ("(-a)^2 b", .and([.boost(2, .and([.all, .not(words("a"))])), words("b")])),
            ("year:2020..2024^2", .boost(2, .range(field: "year", from: 2020, to: 2024))),
            ("year:<2020", .range(field: "year", from: nil, to: 2020.0.nextDown)), ("year:nan", words("year:nan")),
            ("when:2024", .range(field: "when", from: 20_240_000, to: 20_249_999)),
            ("when:2024-03..", .range(field: "when", from: 20_240_300, to: nil)),
            ("when:..2024-03-09", .range(field: "when", from: nil, to: 20_240_309)),
            ("when:>2024-03", .range(field: "when", from: 20_240_399.0.nextUp, to: nil)),
            ("when:<=2024", .range(field: "when", from: nil, to: 20_249_999)), ("when:soon", words("when:soon")),
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
            "~", "~1", "~7", "^", "^2", "^0.5", "^1e5", "?", "wom?n", "*a",
            "c*d", "a~2^3", "2020..", "a..b*", "when:", "<", "\"a b\"~2", ")^3", "“b”", "\u{200B}", "x*?", "\n", "/",
        ]
        for number in 0..<60_000 {
            let text = (0..<random.below(14)).map { _ in random.pick(pieces) }.joined(
                separator: random.chance(50) ? "" : " ")
            let parsed = parser.parse(text)
            let printed = parser.print(parsed.syntax)
            let again = parser.parse(printed)
            #expect(again.syntax == parsed.syntax, "\(number): \(text) → \(printed)")
            if again.syntax != parsed.syntax { return }
        }
    }

    /// Trees that nobody typed print as text that reads as they are.
    @Test func treesPrintBack() {
        var random = SeededGenerator(seed: 12)
        for number in 0..<30_000 {
            let tree = Self.tree(&random, depth: 0)
            let printed = parser.print(tree)
            let parsed = parser.parse(printed).syntax
            #expect(parsed == tree, "\(number): \(printed)")
            if parsed != tree { return }
        }
    }

    /// Trees as the parser makes them: no "and" directly in an "and", no "not" in a "not", something in everything.
    private static func tree(_ random: inout SeededGenerator, depth: Int, isOperand: Bool = false) -> QuerySyntax {
        func inner(_ allows: (QuerySyntax) -> Bool) -> QuerySyntax {
            while true {
                let tree = tree(&random, depth: depth + 1)
                if allows(tree) { return tree }
            }
        }
        func isAnd(_ tree: QuerySyntax) -> Bool { if case .and = tree { true } else { false } }
        func isOr(_ tree: QuerySyntax) -> Bool { if case .or = tree { true } else { false } }
        func isNot(_ tree: QuerySyntax) -> Bool { if case .not = tree { true } else { false } }
        let word = random.pick([
            "a", "word", "OR", "AND", "NOT", "é", "a-b", "x:y", "o'b", "1..2", "a..b", "P5", "~2", "a^b",
        ])
        switch random.below(depth > 4 ? 7 : 13) {
        case 0, 1, 2: return .word(word)
        case 3: return .phrase(random.pick(["a", "a b", "a-b c", "OR", "x~2 ^3"]), slop: random.below(16))
        case 4: return .prefix(random.pick(["a", "fee", "a.b", "é", "1..2"]))
        case 5: return .wildcard(random.pick(["a*b", "?b", "*é", "c?t*", "*x*"]))
        case 6: return .fuzzy(random.pick(["a", "word", "o'b", "é"]), distance: random.pick([nil, 0, 1, 2]))
        case 7, 8: return .and((0..<(2 + random.below(3))).map { _ in inner { !isAnd($0) } })
        case 9: return .or((0..<(2 + random.below(3))).map { _ in inner { !isOr($0) } })
        case 10: return .not(inner { !isNot($0) })
        case 11: return .boost(inner { _ in true }, random.pick([2, 0.5, 1, 0.001, 1000, 1.25, 333.25]))
        default:
            let name = random.pick(["title", "type", "year", "Level", "when"])
            if random.chance(30) { return .field(name, .range(from: "1", to: random.pick(["", "2", "x"]))) }
            return .field(name, inner { _ in true })
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
        _ = parser.parse(String(repeating: "(", count: 31) + "a" + String(repeating: ")^1000", count: 31))
        _ = parser.parse("a" + String(repeating: "^2", count: 5000))
    }
}
