import KistSearch

/// Random documents and queries over few words, so that everything collides.
struct RandomCollection {
    static let schema = SearchSchema(fields: [
        SearchField(name: "title", kind: .text, analyser: .english, weight: 3),
        SearchField(name: "text", kind: .text, analyser: .english),
        SearchField(name: "gd", kind: .text, analyser: .gaelic),
        SearchField(name: "code", kind: .text, analyser: .code, weight: 2, isDefault: false),
        SearchField(name: "plain", kind: .text, analyser: .standard, weight: 0.5, isDefault: false, keepsForms: false),
        SearchField(name: "type", kind: .keyword),
        SearchField(name: "stage", kind: .keyword),
        SearchField(name: "year", kind: .number),
        SearchField(name: "blob", kind: .stored),
    ])

    static let words = [
        "run", "running", "runs", "café", "cafe", "cafés", "teacher", "teacher’s", "teachers", "feedback", "the", "of",
        "air", "self-assessment", "self", "assessment", "selfassessment", "organise", "organized", "20220705_1755",
        "1755", "O'Brien", "brien", "maths", "math", "hinge", "question", "questions", "P5", "a",
    ]
    static let gaelic = [
        "bun-sgoil", "bunsgoil", "bun", "sgoil", "agus", "na", "leughadh", "leughaidh", "Ghàidhlig", "cànan", "cànanan",
        "a’", "fèin-mheasadh", "measadh", "chan", "eil",
    ]
    static let codes = ["LIT 2-02a", "mnu0-11a", "MNU 0-11", "10.1080/0969594X.2010.513678", "camelCase", "S12"]
    static let types = ["strategy", "digest", "event", "study"]
    static let stages = ["early", "first", "second", "third", "fourth", "senior"]

    static let patterns = [
        "r?n", "r*n", "run*s", "*ning", "c*f?", "caf?", "t*", "*e*", "que?tion?", "self-as*ment", "?un", "b*n-sgoil",
        "gh*dhlig", "c?nan*", "mnu*11a", "2022*_1755", "org?ni?ed", "o'br??n", "a*", "ru?", "??????",
    ]
    static let misspelt = [
        "runing", "rnu", "cafe", "cafés", "techer", "faedback", "selfassesment", "self-assesment", "questoin", "hnige",
        "organised", "matsh", "bunsgoli", "ghaidhlig", "leughadh", "zzzz", "a", "of", "mun", "o'brein", "feedbcak of",
    ]

    static let sortedStages = stages.sorted()

    var random: SeededGenerator

    mutating func document(_ number: Int, largestText: Int = 12) -> SearchDocument {
        var values: [String: SearchValue] = [:]
        if random.chance(80) { values["title"] = .text([TextPassage(text: text(Self.words, 4))]) }
        if random.chance(90) {
            values["text"] = .text(
                (0..<random.below(4)).map { _ in
                    TextPassage(text: text(Self.words, largestText), place: "p")
                })
        }
        if random.chance(30) { values["gd"] = .text([TextPassage(text: text(Self.gaelic, 8))]) }
        if random.chance(40) { values["code"] = .text([TextPassage(text: random.pick(Self.codes))]) }
        if random.chance(40) { values["plain"] = .text([TextPassage(text: text(Self.words, 5))]) }
        if random.chance(90) { values["type"] = .keywords([random.pick(Self.types)]) }
        if random.chance(70) {
            values["stage"] = .keywords((0..<random.below(4)).map { _ in random.pick(Self.stages) })
        }
        if random.chance(80) { values["year"] = .number(Double(2010 + random.below(12)) * (random.chance(5) ? -1 : 1)) }
        if random.chance(20) { values["blob"] = .stored([UInt8(truncatingIfNeeded: number)]) }
        return SearchDocument(key: "doc\(number)", order: Int64(random.below(6)), values: values)
    }

    private mutating func text(_ words: [String], _ most: Int) -> String {
        (0..<random.below(most + 1)).map { _ in
            // Few words often, the others seldom.
            words[min(random.below(words.count), random.below(words.count))]
        }.joined(separator: random.chance(10) ? ", " : " ")
    }

    private mutating func someFields() -> [String]? {
        switch random.below(6) {
        case 0: ["title"]
        case 1: ["text", "plain"]
        case 2: ["gd"]
        case 3: ["code"]
        default: nil
        }
    }

    private mutating func word() -> String {
        switch random.below(10) {
        case 0...6: random.pick(Self.words)
        case 7, 8: random.pick(Self.gaelic)
        default: random.pick(["&", "lit2-02a", "2-02a", "zzz", "mnu", "011", "513678", "camelcase"])
        }
    }

    mutating func query(depth: Int = 0) -> Query {
        switch random.below(depth > 2 ? 12 : 17) {
        case 0...2: .words(word(), fields: someFields())
        case 3: .words("\(word()) \(word()) \(word())", fields: someFields())
        case 4: .phrase("\(word()) \(word())", fields: someFields())
        case 5:
            .prefix(
                random.pick(["r", "ru", "cafe", "caf", "self-as", "bun", "gaidh", "mnu", "t", "2022"]),
                fields: someFields())
        case 6: .keyword(field: "type", value: random.pick(Self.types))
        case 7: .range(field: "year", from: random.chance(80) ? 2012 : nil, to: random.chance(80) ? 2017 : nil)
        case 8: .phrase("\(word()) \(word()) \(word())", slop: random.below(17), fields: someFields())
        case 9: .wildcard(random.pick(Self.patterns), fields: someFields())
        case 10:
            .fuzzy(
                random.pick(Self.misspelt), distance: random.chance(50) ? nil : random.below(4), fields: someFields())
        case 11:
            random.chance(40)
                ? .like(key: "doc\(random.below(150))", fields: someFields()) : .words(word(), fields: nil)
        case 12: .and((0..<(1 + random.below(4))).map { _ in query(depth: depth + 1) })
        case 13: .or((0..<random.below(4)).map { _ in query(depth: depth + 1) })
        case 14: .not(query(depth: depth + 1))
        case 15: .boost(Float(1 + random.below(4)) / 2, query(depth: depth + 1))
        default: random.pick([.all, .none, .constant(.words(word(), fields: nil))])
        }
    }

    /// Words as most people type them.
    mutating func wordsQuery() -> Query {
        .and(
            (0..<(1 + random.below(4))).map { _ in
                random.chance(10) ? .not(.words(word(), fields: nil)) : .words(word(), fields: nil)
            })
    }

    mutating func request() -> SearchRequest {
        var request = SearchRequest(query: random.chance(50) ? query() : wordsQuery())
        request.limit = random.pick([0, 1, 3, 10, 10, 50, 1000])
        request.offset = random.chance(20) ? random.below(12) : 0
        if random.chance(30) { request.filters = [query(depth: 3)] }
        if random.chance(30) {
            request.filterGroups["type"] = [
                .keyword(field: "type", value: random.pick(Self.types)),
                .keyword(field: "type", value: random.pick(Self.types)),
            ]
        }
        if random.chance(20) {
            request.filterGroups["stage"] = [.keyword(field: "stage", value: random.pick(Self.stages))]
        }
        if random.chance(50) { request.facets = [FacetRequest(field: "type"), FacetRequest(field: "stage", limit: 3)] }
        switch random.below(8) {
        case 0: request.sort = .newest
        case 1: request.sort = .field("year", ascending: random.chance(50))
        case 2: request.sort = .field("stage", ascending: random.chance(50))
        default: request.sort = .relevance
        }
        if random.chance(40) { request.partial = PartialMatches(threshold: random.pick([1, 5, 1000])) }
        return request
    }
}
