/// What to mark in the text of each field: read off the plan of a query.
struct Highlights {
    struct Phrase {
        /// Terms by place.
        var places: [Set<[UInt8]>]
        /// For each place the one before it that has the same terms.
        var twins: [Int?]
        var slop: Int
        var part: Int
    }

    struct Field {
        /// Terms (space, then bytes) and the number of the query's part that asks for each.
        var terms: [[UInt8]: Int] = [:]
        var prefixes: [(term: [UInt8], part: Int)] = []
        var patterns: [(pattern: TermPattern, part: Int)] = []
        var phrases: [Phrase] = []

        var isEmpty: Bool { terms.isEmpty && prefixes.isEmpty && patterns.isEmpty && phrases.isEmpty }
    }

    private enum PartName: Hashable {
        case term([UInt8])
        case phrase([[[UInt8]]])
        case prefix([[UInt8]])
        case pattern(TermPattern.Shape)
    }

    private(set) var fields: [Field]
    /// By part: how much it is worth to show it. The rarer, the more.
    private(set) var weights: [Int] = []
    private var parts: [PartName: Int] = [:]

    /// What a part is worth whose frequency nobody counted, such as all words with a beginning.
    private static let usualWeight = 3.0

    init(_ clauses: [QueryPlan], fieldCount: Int) {
        fields = [Field](repeating: Field(), count: fieldCount)
        for clause in clauses { add(clause, nil) }
    }

    /// `owner` is the part that a form of a word adds to.
    private mutating func add(_ plan: QueryPlan, _ owner: Int?) {
        switch plan {
        case .term(let term):
            let key = Array(term.key.dropFirst())
            let part = owner ?? part(.term(key), Self.idf(term.weight, term.factor))
            if fields[term.field].terms[key] == nil { fields[term.field].terms[key] = part }
        case .phrase(let phrase):
            let places = phrase.places.map { $0.map { Array($0.dropFirst()) } }
            let part = owner ?? part(.phrase(places), Self.idf(phrase.weight, phrase.factor))
            let sets = places.map { Set($0) }
            fields[phrase.field].phrases.append(
                Phrase(
                    places: sets, twins: sets.indices.map { place in sets[..<place].lastIndex { $0 == sets[place] } },
                    slop: phrase.slop, part: part))
        case .prefix(let field, let keys, _):
            let keys = keys.map { Array($0.dropFirst()) }
            let part = owner ?? part(.prefix(keys), Self.usualWeight)
            for key in keys { fields[field].prefixes.append((key, part)) }
        case .pattern(let pattern):
            let part = owner ?? part(.pattern(pattern.shape), Self.usualWeight)
            fields[pattern.field].patterns.append((pattern, part))
        case .and(let parts), .or(let parts): for inner in parts { add(inner, owner) }
        case .raised(let inner, let others):
            add(inner, owner)
            for plan in others { add(plan, owner ?? firstPart(inner)) }
        case .none, .all, .keyword, .range, .not, .unscored: return
        }
    }

    private static func idf(_ weight: Float, _ factor: Double) -> Double {
        factor > 0 ? Double(weight) / BM25.unit / factor : 0
    }

    /// The same words in several fields are one part.
    private mutating func part(_ name: PartName, _ weight: Double) -> Int {
        if let known = parts[name] { return known }
        parts[name] = weights.count
        weights.append(Int(min(max(weight, 0.01), 1000) * 1000))
        return weights.count - 1
    }

    private func firstPart(_ plan: QueryPlan) -> Int? {
        switch plan {
        case .term(let term): fields[term.field].terms[Array(term.key.dropFirst())]
        case .phrase(let phrase): parts[.phrase(phrase.places.map { $0.map { Array($0.dropFirst()) } })]
        case .and(let parts), .or(let parts): parts.lazy.compactMap { firstPart($0) }.first
        default: nil
        }
    }
}
