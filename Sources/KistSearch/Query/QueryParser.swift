/// Reads what a person types. Never fails: what cannot be understood is searched for as words, with a note.
///
/// Words must all match. `"a phrase"`, `-word` or `NOT word`, `a OR b` (binds more closely than the space between words),
/// `name:value`, `name:"a phrase"`, `name:(a b)`, `year:2020..2024` (`year:2020..`, `year:<2020`), `start*`, `wom?n`,
/// `colo*r`, `word~` or `word~2` (spelt much alike), `"a phrase"~3` (places out of place), `word^2` (weighs twice),
/// brackets. `Query` says what each means.
public struct QueryParser: Sendable {
    /// Deeper brackets are read as if they were not there.
    public static let deepestNesting = 32
    /// Words after these are left out, with a note.
    public static let mostTokens = 512

    /// Meanings by name, in lower case.
    private let fields: [String: QueryFieldMeaning]

    public init(fields: [String: QueryFieldMeaning] = [:]) {
        self.fields = Dictionary(fields.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    /// Text fields under their own names, keyword and number fields likewise.
    public init(schema: SearchSchema) {
        var fields: [String: QueryFieldMeaning] = [:]
        for field in schema.fields {
            switch field.kind {
            case .text: fields[field.name] = .text([field.name])
            case .keyword: fields[field.name] = .keyword(field.name)
            case .number: fields[field.name] = .number(field.name)
            case .stored: continue
            }
        }
        self.init(fields: fields)
    }

    public func parse(_ text: String) -> ParsedQuery {
        var reader = QueryReader(text, names: Set(fields.keys))
        let syntax = reader.read()
        var query = query(syntax, fields: nil)
        if case .not = query { query = .and([.all, query]) }
        return ParsedQuery(query: query, syntax: syntax, notes: reader.notes)
    }

    /// Text that parses to the same syntax.
    public func print(_ syntax: QuerySyntax) -> String {
        QueryPrinter(names: Set(fields.keys)).print(syntax)
    }

    // MARK: - Meaning

    private func query(_ syntax: QuerySyntax, fields names: [String]?) -> Query {
        switch syntax {
        case .empty: return .all
        case .word(let text): return .words(text, fields: names)
        case .phrase(let text, let slop): return .phrase(text, slop: slop, fields: names)
        case .prefix(let text): return .prefix(text, fields: names)
        case .wildcard(let text): return .wildcard(text, fields: names)
        case .fuzzy(let text, let distance): return .fuzzy(text, distance: distance, fields: names)
        case .range(let from, let to): return .words("\(from) \(to)", fields: names)
        case .and(let parts):
            let parts = parts.map { query($0, fields: names) }
            let isOnlyNegative = parts.allSatisfy { if case .not = $0 { true } else { false } }
            return .and(isOnlyNegative ? [.all] + parts : parts)
        case .or(let parts): return .or(parts.map { positive(query($0, fields: names)) })
        case .not(let part): return .not(query(part, fields: names))
        case .boost(let part, let factor): return .boost(factor, positive(query(part, fields: names)))
        case .field(let name, let value):
            guard let meaning = fields[name.lowercased()] else { return literal(name, value) }
            return self.meaning(meaning, name, value)
        }
    }

    /// "a OR -b" means a, or anything without b.
    private func positive(_ query: Query) -> Query {
        if case .not = query { return .and([.all, query]) }
        return query
    }

    private func meaning(_ meaning: QueryFieldMeaning, _ name: String, _ value: QuerySyntax) -> Query {
        switch value {
        case .and(let parts): return .and(parts.map { self.meaning(meaning, name, $0) })
        case .or(let parts): return .or(parts.map { positive(self.meaning(meaning, name, $0)) })
        case .not(let part): return .and([.all, .not(self.meaning(meaning, name, part))])
        case .boost(let part, let factor): return .boost(factor, self.meaning(meaning, name, part))
        case .field: return query(value, fields: nil)
        case .empty: return .all
        case .word, .phrase, .prefix, .wildcard, .fuzzy, .range: break
        }
        switch meaning {
        case .text(let names): return query(value, fields: names)
        case .keyword(let field):
            if case .range = value { return literal(name, value) }
            return .keyword(field: field, value: QueryPrinter.plain(value))
        case .number(let field): return range(field, value, Self.number, Self.number) ?? literal(name, value)
        case .date(let field, let digits):
            let query = range(
                field, value, { DateDigits.first(of: $0, digits: digits) },
                { DateDigits.last(of: $0, digits: digits) })
            return query ?? literal(name, value)
        case .custom(let make): return make(QueryPrinter.plain(value)) ?? literal(name, value)
        }
    }

    /// Nil when an end is no value. `first` and `last` are the smallest and the largest number that a text means.
    private func range(
        _ field: String, _ value: QuerySyntax, _ first: (String) -> Double?, _ last: (String) -> Double?
    ) -> Query? {
        if case .range(let from, let to) = value {
            let low = first(from)
            let high = last(to)
            guard low != nil || from.isEmpty, high != nil || to.isEmpty, low != nil || high != nil else { return nil }
            return .range(field: field, from: low, to: high)
        }
        let text = QueryPrinter.plain(value)
        for sign in [">=", "<=", ">", "<"] where text.hasPrefix(sign) {
            let end = String(text.dropFirst(sign.count))
            guard let low = first(end), let high = last(end) else { return nil }
            switch sign {
            case ">=": return .range(field: field, from: low, to: nil)
            case "<=": return .range(field: field, from: nil, to: high)
            case ">": return .range(field: field, from: high.nextUp, to: nil)
            default: return .range(field: field, from: nil, to: low.nextDown)
            }
        }
        guard let low = first(text), let high = last(text) else { return nil }
        return .range(field: field, from: low, to: high)
    }

    private static func number(_ text: String) -> Double? {
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    private func literal(_ name: String, _ value: QuerySyntax) -> Query {
        .words("\(name):\(QueryPrinter.plain(value))", fields: nil)
    }
}
