/// Turns queries into plans: analyses words for each field, and looks up how frequent terms are in the collection.
final class QueryPlanner {
    let searcher: Searcher
    private let ranking: SearchRanking
    let schema: SearchSchema
    private var analysers: [Int: Analyser] = [:]

    init(_ searcher: Searcher, ranking: SearchRanking) {
        self.searcher = searcher
        self.ranking = ranking
        schema = searcher.schema
    }

    /// The clauses of a query: those of an `.and` (a text of several words is one), or the query itself.
    func clauses(_ query: Query) throws -> [QueryPlan] {
        switch query {
        case .and(let parts): return try conjunction(parts, boost: 1)
        case .words(let text, let fields):
            let words = chunks(text)
            return words.isEmpty ? [.none] : try conjunction(words.map { .words($0, fields: fields) }, boost: 1)
        default: return [try plan(query, boost: 1)]
        }
    }

    func filter(_ query: Query) throws -> QueryPlan {
        return .unscored(try plan(query, boost: 1))
    }

    // MARK: - Structure

    private func plan(_ query: Query, boost: Double) throws -> QueryPlan {
        switch query {
        case .words(let text, let fields):
            return and(try conjunction([.words(text, fields: fields)], boost: boost))
        case .phrase(let text, let slop, let fields):
            return try phrase(text, min(max(slop, 0), Query.largestSlop), fields, boost)
        case .prefix(let text, let fields): return try prefix(text, fields, boost)
        case .wildcard(let text, let fields): return try wildcard(text, fields, boost)
        case .fuzzy(let text, let distance, let fields): return try fuzzy(text, distance, fields, boost)
        case .like(let key, let fields): return try like(key, fields, boost)
        case .keyword(let name, let value):
            let field = try number(name, .keyword)
            let key = [UInt8(field), SegmentLayout.Space.keyword.rawValue] + Array(value.utf8)
            return .keyword(field: field, key: key, score: fixed(boost))
        case .range(let name, let from, let to):
            let field = try number(name, .number)
            return .range(field: field, from: from ?? -.infinity, to: to ?? .infinity, score: fixed(boost))
        case .and(let parts): return and(try conjunction(parts, boost: boost))
        case .or(let parts): return or(try parts.map { try plan($0, boost: boost) })
        case .not(let part): return .not(.unscored(try plan(part, boost: boost)))
        case .boost(let factor, let part):
            guard factor > 0, factor <= 1_000_000 else {
                throw SearchError(.invalidRequest, "A boost must lie between 0 and 1,000,000; this one is \(factor).")
            }
            return try plan(part, boost: boost * Double(factor))
        case .constant(let part): return .unscored(try plan(part, boost: boost))
        case .all: return .all
        case .none: return .none
        }
    }

    func fixed(_ boost: Double) -> Int64 { Int64(BM25.scaled(boost)) }

    func and(_ parts: [QueryPlan]) -> QueryPlan {
        parts.isEmpty ? .all : parts.count == 1 ? parts[0] : .and(parts)
    }

    func or(_ parts: [QueryPlan]) -> QueryPlan {
        parts.isEmpty ? .none : parts.count == 1 ? parts[0] : .or(parts)
    }

    /// One plan for each part. Words are planned together: neighbours may be one word, and a word that is too common in
    /// one field's language holds there when another word does.
    private func conjunction(_ parts: [Query], boost: Double) throws -> [QueryPlan] {
        var plans: [QueryPlan?] = []
        for (index, part) in parts.enumerated() {
            guard case .words(let text, let fields) = part else {
                plans.append(try plan(part, boost: boost))
                continue
            }
            var siblings: [String] = []
            for (other, sibling) in parts.enumerated() {
                guard other != index else { continue }
                switch sibling {
                case .words(let text, fields), .phrase(let text, _, fields), .prefix(let text, fields):
                    siblings += chunks(text)
                default: continue
                }
            }
            let own = chunks(text)
            var words: [QueryPlan] = []
            for (at, chunk) in own.enumerated() {
                let before = at > 0 ? own[at - 1] : neighbour(parts, index - 1, fields)?.last
                let after = at + 1 < own.count ? own[at + 1] : neighbour(parts, index + 1, fields)?.first
                var others = siblings
                others += own[0..<at] + own[(at + 1)...]
                let neighbours = Neighbours(before: before, after: after, others: others)
                if let word = try word(chunk, fields, neighbours, boost) { words.append(word) }
            }
            plans.append(words.isEmpty ? nil : and(words))
        }
        // Signs that are no words ask for nothing, beside words; alone they find nothing.
        if !plans.isEmpty, plans.allSatisfy({ $0.map { _ in false } ?? true }) { return [.none] }
        return plans.map { $0 ?? .all }
    }

    private func neighbour(_ parts: [Query], _ index: Int, _ fields: [String]?) -> [String]? {
        guard parts.indices.contains(index), case .words(let text, fields) = parts[index] else { return nil }
        return chunks(text)
    }

    func chunks(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    // MARK: - Fields

    func number(_ name: String, _ kind: SearchField.Kind) throws -> Int {
        guard let field = schema.number(of: name) else {
            throw SearchError(.unknownField, "The index has no field “\(name)”.")
        }
        guard schema.fields[field].kind == kind else {
            throw SearchError(.unknownField, "The field “\(name)” is not a \(kind.rawValue) field.")
        }
        return field
    }

    func textFields(_ names: [String]?) throws -> [Int] {
        if let names { return try names.map { try number($0, .text) } }
        return schema.fields.indices.filter { schema.fields[$0].kind == .text && schema.fields[$0].isDefault }
    }

    func analyser(_ field: Int) -> Analyser {
        if let analyser = analysers[field] { return analyser }
        let analyser = Analyser(schema.fields[field])
        analysers[field] = analyser
        return analyser
    }

    // MARK: - Words

    private struct Neighbours {
        var before: String?
        var after: String?
        var others: [String]
    }

    private func word(
        _ chunk: String, _ names: [String]?, _ neighbours: Neighbours, _ boost: Double
    ) throws -> QueryPlan? {
        var parts: [QueryPlan] = []
        for field in try textFields(names) {
            guard let word = analyser(field).queryWord(chunk) else { continue }
            var plan: QueryPlan?
            if word.isStopWord, let held = try holdsWith(neighbours.others, field) {
                plan = held
            } else {
                plan = try self.plan(word, field, boost)
            }
            let before = neighbours.before.flatMap { analyser(field).joined($0, chunk) }
            let after = neighbours.after.flatMap { analyser(field).joined(chunk, $0) }
            for term in [before, after].compactMap({ $0 }) {
                // Each of the two words brings it, so each brings half.
                let joinedPlan = try self.term(term, field, boost * 0.5)
                plan = plan.map { .or([$0, joinedPlan]) } ?? joinedPlan
            }
            if let plan { parts.append(plan) }
        }
        return parts.isEmpty ? nil : or(parts)
    }

    /// A word too common to ask for holds in a document that has another word of the query in the same field. Nil when
    /// there is nothing else: then it is asked for after all.
    private func holdsWith(_ others: [String], _ field: Int) throws -> QueryPlan? {
        var parts: [QueryPlan] = []
        for other in others {
            guard let word = analyser(field).queryWord(other), !word.isStopWord else { continue }
            parts.append(try plan(word, field, 1))
        }
        return parts.isEmpty ? nil : .unscored(or(parts))
    }

    private func plan(_ word: Analyser.QueryWord, _ field: Int, _ boost: Double) throws -> QueryPlan {
        var alternatives = try word.joined.map { try term($0, field, boost) }
        if word.places.count == 1 {
            alternatives += try word.places[0].map { try term($0, field, boost) }
        } else if word.places.count > 1 {
            alternatives.append(try phrase(word.places, field, boost))
        }
        let match = or(alternatives)
        let forms = try word.forms.map { try term($0, field, boost) }
        return forms.isEmpty ? match : .raised(match, forms)
    }

    func key(_ term: Analyser.Term, _ field: Int) -> [UInt8] {
        [UInt8(field), term.space.rawValue] + term.bytes
    }

    func term(_ term: Analyser.Term, _ field: Int, _ boost: Double) throws -> QueryPlan {
        let key = key(term, field)
        let count = try searcher.documentFrequency(key)
        guard count > 0 else { return .none }
        let factor = Double(schema.fields[field].weight) * boost * Double(term.weight)
        let idf = BM25.idf(documents: searcher.documentCount, having: count)
        let weight = BM25.scaled(factor * ranking.weight(idf: idf))
        return .term(
            QueryPlan.Term(field: field, key: key, weight: weight, factor: factor, documentFrequency: count))
    }

    private func phrase(
        _ places: [[Analyser.Term]], _ field: Int, _ boost: Double, slop: Int = 0
    ) throws -> QueryPlan {
        var keys: [[[UInt8]]] = []
        var idf = 0.0
        var smallest = Int.max
        for place in places {
            var found: [[UInt8]] = []
            var first: Int?
            for term in place {
                let count = try searcher.documentFrequency(key(term, field))
                if first == nil { first = count }
                if count > 0 { found.append(key(term, field)) }
            }
            guard !found.isEmpty, let first else { return .none }
            idf += BM25.idf(documents: searcher.documentCount, having: first)
            smallest = min(smallest, first)
            keys.append(found)
        }
        let factor = Double(schema.fields[field].weight) * boost
        return .phrase(
            QueryPlan.Phrase(
                field: field, places: keys, slop: slop, weight: BM25.scaled(factor * idf), factor: factor,
                documentFrequency: smallest))
    }

    private func phrase(
        _ text: String, _ slop: Int, _ names: [String]?, _ boost: Double
    ) throws -> QueryPlan {
        var parts: [QueryPlan] = []
        for field in try textFields(names) {
            let words = chunks(text).compactMap { analyser(field).queryWord($0) }
            guard !words.isEmpty else { continue }
            // Every compound in its parts; and, if there is one, every compound written as one.
            var variants = [words.flatMap { $0.places.isEmpty ? [$0.joined] : $0.places }]
            if words.contains(where: { !$0.joined.isEmpty }) {
                variants.append(words.flatMap { $0.joined.isEmpty ? $0.places : [$0.joined] })
            }
            for places in variants {
                if places.count == 1 {
                    parts.append(or(try places[0].map { try term($0, field, boost) }))
                } else {
                    parts.append(try phrase(places, field, boost, slop: slop))
                }
            }
        }
        return or(parts)
    }

    private func prefix(_ text: String, _ names: [String]?, _ boost: Double) throws -> QueryPlan {
        var parts: [QueryPlan] = []
        for field in try textFields(names) {
            let keys = analyser(field).prefixes(text).map { key($0, field) }
            guard !keys.isEmpty else { continue }
            let score = fixed(boost * Double(schema.fields[field].weight))
            parts.append(.prefix(field: field, keys: keys, score: score))
        }
        return or(parts)
    }
}
