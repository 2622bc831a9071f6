/// What to mark in the text of each field: read off the plan of a query.
struct Highlights {
    struct Field {
        /// Terms (space, then bytes) and the number of the query's part that asks for each.
        var terms: [[UInt8]: Int] = [:]
        var prefixes: [(term: [UInt8], part: Int)] = []
        /// Phrases: terms by place.
        var phrases: [(places: [Set<[UInt8]>], part: Int)] = []

        var isEmpty: Bool { terms.isEmpty && prefixes.isEmpty && phrases.isEmpty }
    }

    private(set) var fields: [Field]

    init(_ clauses: [QueryPlan], fieldCount: Int) {
        fields = [Field](repeating: Field(), count: fieldCount)
        for (part, clause) in clauses.enumerated() { add(clause, part) }
    }

    private mutating func add(_ plan: QueryPlan, _ part: Int) {
        switch plan {
        case .term(let term):
            let key = Array(term.key.dropFirst())
            if fields[term.field].terms[key] == nil { fields[term.field].terms[key] = part }
        case .phrase(let phrase):
            let places = phrase.places.map { Set($0.map { Array($0.dropFirst()) }) }
            fields[phrase.field].phrases.append((places, part))
        case .prefix(let field, let keys, _):
            for key in keys { fields[field].prefixes.append((Array(key.dropFirst()), part)) }
        case .and(let parts), .or(let parts): for inner in parts { add(inner, part) }
        case .raised(let inner, let others): for plan in [inner] + others { add(plan, part) }
        case .pattern: return
        case .none, .all, .keyword, .range, .not, .unscored: return
        }
    }
}
