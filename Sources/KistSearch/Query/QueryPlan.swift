/// A query with its words analysed and its weights known: the same for every segment of a collection.
indirect enum QueryPlan: Hashable, Sendable {
    struct Term: Hashable, Sendable {
        var field: Int
        var key: [UInt8]
        /// In score units, with everything in it.
        var weight: Float
        var factor: Double
        var documentFrequency: Int
    }

    struct Phrase: Hashable, Sendable {
        var field: Int
        /// Terms by place; any of a place.
        var places: [[[UInt8]]]
        /// How many places they may be out of place.
        var slop = 0
        var weight: Float
        var factor: Double
        var documentFrequency: Int
    }

    case none
    case all
    case term(Term)
    case phrase(Phrase)
    /// Any term that begins with one of the keys; a fixed score in score units.
    case prefix(field: Int, keys: [[UInt8]], score: Int64)
    case pattern(TermPattern)
    case keyword(field: Int, key: [UInt8], score: Int64)
    case range(field: Int, from: Double, to: Double, score: Int64)
    case and([QueryPlan])
    case or([QueryPlan])
    case not(QueryPlan)
    /// Matches as the first; the others only add to the score.
    case raised(QueryPlan, [QueryPlan])
    case unscored(QueryPlan)

    /// Whether partial matches may lack it: text that was asked for. Filters and exclusions always hold.
    var isCountable: Bool {
        switch self {
        case .term, .phrase, .prefix, .pattern: true
        case .or(let parts), .and(let parts): parts.contains(where: \.isCountable)
        case .raised(let part, _): part.isCountable
        case .none: true
        case .all, .keyword, .range, .not, .unscored: false
        }
    }

    /// The same documents, without what makes scores: equal for filters that are asked for with other weights.
    var unweighted: QueryPlan {
        switch self {
        case .none, .all: self
        case .term(let term):
            .term(Term(field: term.field, key: term.key, weight: 0, factor: 0, documentFrequency: 0))
        case .phrase(let phrase):
            .phrase(
                Phrase(
                    field: phrase.field, places: phrase.places, slop: phrase.slop, weight: 0, factor: 0,
                    documentFrequency: 0))
        case .prefix(let field, let keys, _): .prefix(field: field, keys: keys, score: 0)
        case .pattern(let pattern): .pattern(pattern.unweighted)
        case .keyword(let field, let key, _): .keyword(field: field, key: key, score: 0)
        case .range(let field, let from, let to, _): .range(field: field, from: from, to: to, score: 0)
        case .and(let parts): .and(parts.map(\.unweighted))
        case .or(let parts): .or(parts.map(\.unweighted))
        case .not(let part): .not(part.unweighted)
        case .raised(let part, _), .unscored(let part): part.unweighted
        }
    }
}
