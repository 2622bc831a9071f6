import Foundation

@testable import KistSearch

/// The same answers by looking at every document: slow and plain. Shares the analysers with the engine, nothing else.
final class ReferenceSearch {
    struct Document {
        var source: SearchDocument
        /// By field: positions of each term (space, then bytes), and the number of words.
        var terms: [Int: [[UInt8]: [UInt32]]] = [:]
        var lengths: [Int: Int] = [:]
    }

    struct Hit: Equatable {
        var key: String
        var score: Double
        var isPartial: Bool
        var missing: [Int]
    }

    struct Answer {
        var total = 0
        var partial = 0
        var hits: [Hit] = []
        var facets: [String: [FacetCount]] = [:]
    }

    let schema: SearchSchema
    private(set) var documents: [Document] = []
    let analysers: [Analyser?]
    private(set) var frequencies: [[UInt8]: Int] = [:]

    init(schema: SearchSchema, documents sources: [SearchDocument]) {
        self.schema = schema
        analysers = schema.fields.map { $0.kind == .text ? Analyser($0) : nil }
        var live: [String: SearchDocument] = [:]
        for source in sources { live[source.key] = source }
        documents = live.values.map(index)
        for document in documents {
            for (field, terms) in document.terms {
                for term in terms.keys { frequencies[[UInt8(field)] + term, default: 0] += 1 }
            }
        }
    }

    private func index(_ source: SearchDocument) -> Document {
        var document = Document(source: source)
        for (field, description) in schema.fields.enumerated() {
            guard case .text(let passages)? = source.values[description.name], let analyser = analysers[field] else {
                continue
            }
            var base: UInt32 = 0
            for passage in passages {
                var list = WordList()
                analyser.scan(passage.text, into: &list)
                if list.position == 0 { continue }
                for word in list.words {
                    for term in analyser.documentTerms(list.surface(word)) {
                        let key = [term.space.rawValue] + term.bytes
                        var positions = document.terms[field, default: [:]][key] ?? []
                        if !positions.contains(base + word.position) { positions.append(base + word.position) }
                        document.terms[field, default: [:]][key] = positions.sorted()
                    }
                }
                document.lengths[field, default: 0] += Int(list.position)
                base += list.position + 16
            }
        }
        return document
    }

    // MARK: - Requests

    func search(_ request: SearchRequest) -> Answer {
        var answer = Answer()
        var full: [(document: Document, score: Int64)] = []
        var some: [(document: Document, score: Int64, count: Int, missing: [Int])] = []
        var counts: [String: [String: Int]] = [:]
        for document in documents {
            guard request.filters.allSatisfy({ evaluate($0, document, 1) != nil }) else { continue }
            let failed = request.filterGroups.filter { !$0.value.contains { evaluate($0, document, 1) != nil } }.keys
            let clauses = self.clauses(request.query, document)
            let isFull = clauses.allSatisfy { $0.score != nil }
            if isFull {
                for facet in request.facets where failed.allSatisfy({ $0 == facet.field }) {
                    if case .keywords(let values)? = document.source.values[facet.field] {
                        for value in Set(values) { counts[facet.field, default: [:]][value, default: 0] += 1 }
                    }
                }
            }
            guard failed.isEmpty else { continue }
            if isFull {
                full.append((document, clauses.reduce(0) { $0 + ($1.score ?? 0) }))
                continue
            }
            let countable = clauses.indices.filter { clauses[$0].isCountable }
            guard clauses.indices.allSatisfy({ clauses[$0].score != nil || clauses[$0].isCountable }) else { continue }
            let matched = countable.filter { clauses[$0].score != nil }
            if countable.count > 1, matched.count >= PartialMatches.needed(of: countable.count) {
                let score = matched.reduce(0) { $0 + (clauses[$1].score ?? 0) }
                some.append((document, score, matched.count, countable.filter { clauses[$0].score == nil }))
            }
        }
        full.sort { left, right in
            let a = sortKey(left.document, left.score, request.sort)
            let b = sortKey(right.document, right.score, request.sort)
            return a != b ? a > b : tie(left.document, right.document)
        }
        some.sort { left, right in
            if left.count != right.count { return left.count > right.count }
            return left.score != right.score ? left.score > right.score : tie(left.document, right.document)
        }
        answer.total = full.count
        let isRelevance = request.sort == .relevance
        var hits = full.map {
            Hit(
                key: $0.document.source.key, score: isRelevance ? Double($0.score) / 1_048_576 : 0, isPartial: false,
                missing: [])
        }
        if let partial = request.partial, full.count < partial.threshold {
            answer.partial = some.count
            hits += some.map {
                Hit(
                    key: $0.document.source.key, score: Double($0.score) / 1_048_576, isPartial: true,
                    missing: $0.missing)
            }
        }
        answer.hits = Array(hits.dropFirst(request.offset).prefix(request.limit))
        for facet in request.facets {
            let sorted = (counts[facet.field] ?? [:]).map { FacetCount(value: $0.key, count: $0.value) }.sorted {
                $0.count != $1.count
                    ? $0.count > $1.count : Array($0.value.utf8).lexicographicallyPrecedes($1.value.utf8)
            }
            answer.facets[facet.field] = Array(sorted.prefix(facet.limit))
        }
        return answer
    }

    private func tie(_ left: Document, _ right: Document) -> Bool {
        if left.source.order != right.source.order { return left.source.order > right.source.order }
        return Array(left.source.key.utf8).lexicographicallyPrecedes(right.source.key.utf8)
    }

    private func sortKey(_ document: Document, _ score: Int64, _ sort: SearchOrder) -> Double {
        switch sort {
        case .relevance: return Double(score)
        case .newest: return 0
        case .field(let name, let ascending):
            switch document.source.values[name] {
            case .number(let value)? where !value.isNaN: return ascending ? -value : value
            case .keywords(let values)? where !values.isEmpty:
                let rank = values.compactMap { RandomCollection.sortedStages.firstIndex(of: $0) }.min() ?? 0
                return ascending ? -Double(rank) : Double(rank)
            default: return -.infinity
            }
        }
    }

    // MARK: - Queries

    private struct Clause {
        var score: Int64?
        var isCountable: Bool
    }

    private func clauses(_ query: Query, _ document: Document) -> [Clause] {
        switch query {
        case .and(let parts): return conjunction(parts, document, 1)
        case .words(let text, let fields):
            let words = chunks(text)
            if words.isEmpty { return [Clause(score: nil, isCountable: true)] }
            return conjunction(words.map { .words($0, fields: fields) }, document, 1)
        default: return [Clause(score: evaluate(query, document, 1), isCountable: isText(query))]
        }
    }

    private func isText(_ query: Query) -> Bool {
        switch query {
        case .words, .phrase, .prefix, .wildcard, .fuzzy, .like, .none: true
        case .and(let parts), .or(let parts): parts.contains(where: isText) || (parts.isEmpty && isOr(query))
        case .boost(_, let part): isText(part)
        case .keyword, .range, .not, .constant, .all: false
        }
    }

    private func isOr(_ query: Query) -> Bool { if case .or = query { true } else { false } }

    private func evaluate(_ query: Query, _ document: Document, _ boost: Double) -> Int64? {
        switch query {
        case .all: return 0
        case .none: return nil
        case .words: return joined(conjunction([query], document, boost))
        case .and(let parts): return joined(conjunction(parts, document, boost))
        case .or(let parts): return either(parts.map { evaluate($0, document, boost) })
        case .not(let part): return evaluate(part, document, boost) == nil ? 0 : nil
        case .constant(let part): return evaluate(part, document, boost) == nil ? nil : 0
        case .boost(let factor, let part): return evaluate(part, document, boost * Double(factor))
        case .keyword(let field, let value):
            guard case .keywords(let values)? = document.source.values[field], values.contains(value) else {
                return nil
            }
            return fixed(boost)
        case .range(let field, let from, let to):
            guard case .number(let value)? = document.source.values[field], !value.isNaN else { return nil }
            return value >= from ?? -.infinity && value <= to ?? .infinity ? fixed(boost) : nil
        case .prefix(let text, let fields):
            return either(
                textFields(fields).map { field in
                    let keys = prefixes(text, field).map { [$0.space.rawValue] + $0.bytes }
                    let terms = document.terms[field] ?? [:]
                    let isFound = keys.contains { key in terms.keys.contains { $0.starts(with: key) } }
                    return isFound ? fixed(boost * Double(schema.fields[field].weight)) : nil
                })
        case .phrase(let text, let slop, let fields):
            return either(
                textFields(fields).flatMap { field -> [Int64?] in
                    let words = chunks(text).compactMap { queryWord($0, field) }
                    if words.isEmpty { return [] }
                    var variants = [words.flatMap { $0.places.isEmpty ? [$0.joined] : $0.places }]
                    if words.contains(where: { !$0.joined.isEmpty }) {
                        variants.append(words.flatMap { $0.joined.isEmpty ? $0.places : [$0.joined] })
                    }
                    return variants.map { places($0, field, document, boost, slop: min(max(slop, 0), 15)) }
                })
        case .wildcard(let text, let fields): return wildcard(text, fields, document, boost)
        case .fuzzy(let text, let distance, let fields):
            let words = chunks(text).map { fuzzy($0, distance, fields, document, boost) }
            return words.contains { $0 == nil } ? nil : words.reduce(0) { $0 + $1! }
        case .like(let key, let fields): return like(key, fields, document, boost)
        }
    }

    func fixed(_ boost: Double) -> Int64 { Int64(Float(boost * 1_048_576)) }

    private func joined(_ clauses: [Clause]) -> Int64? {
        var sum: Int64 = 0
        for clause in clauses {
            guard let score = clause.score else { return nil }
            sum += score
        }
        return sum
    }

    func either(_ scores: [Int64?]) -> Int64? {
        let found = scores.compactMap { $0 }
        return found.isEmpty ? nil : found.reduce(0, +)
    }

    func chunks(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

    func textFields(_ names: [String]?) -> [Int] {
        if let names { return names.map { name in schema.fields.firstIndex { $0.name == name }! } }
        return schema.fields.indices.filter { schema.fields[$0].kind == .text && schema.fields[$0].isDefault }
    }

    private func conjunction(_ parts: [Query], _ document: Document, _ boost: Double) -> [Clause] {
        var clauses: [Clause?] = []
        for (index, part) in parts.enumerated() {
            guard case .words(let text, let fields) = part else {
                clauses.append(Clause(score: evaluate(part, document, boost), isCountable: isText(part)))
                continue
            }
            var others: [String] = []
            for (other, sibling) in parts.enumerated() where other != index {
                switch sibling {
                case .words(let text, fields), .phrase(let text, _, fields), .prefix(let text, fields):
                    others += chunks(text)
                default: continue
                }
            }
            func near(_ at: Int) -> [String] {
                guard parts.indices.contains(at), case .words(let text, fields) = parts[at] else { return [] }
                return chunks(text)
            }
            let own = chunks(text)
            var found: [Int64?] = []
            for (at, chunk) in own.enumerated() {
                let before = at > 0 ? own[at - 1] : near(index - 1).last
                let after = at + 1 < own.count ? own[at + 1] : near(index + 1).first
                let rest = others + own[0..<at] + own[(at + 1)...]
                let fieldScores = textFields(fields).compactMap {
                    word(chunk, $0, before, after, rest, document, boost)
                }
                if !fieldScores.isEmpty { found.append(either(fieldScores.map(\.score))) }
            }
            if found.isEmpty {
                clauses.append(nil)
            } else {
                let score = found.contains { $0 == nil } ? nil : found.reduce(0) { $0 + $1! }
                clauses.append(Clause(score: score, isCountable: true))
            }
        }
        if !clauses.isEmpty, clauses.allSatisfy({ $0 == nil }) { return [Clause(score: nil, isCountable: true)] }
        return clauses.map { $0 ?? Clause(score: 0, isCountable: false) }
    }

    /// Nil when the field finds no word in the text.
    private func word(
        _ chunk: String, _ field: Int, _ before: String?, _ after: String?, _ rest: [String], _ document: Document,
        _ boost: Double
    ) -> Clause? {
        guard let word = queryWord(chunk, field) else { return nil }
        let others = rest.compactMap { queryWord($0, field) }.filter { !$0.isStopWord }
        var scores: [Int64?] = []
        if word.isStopWord, !others.isEmpty {
            scores.append(others.contains { plain($0, field, document, 1) != nil } ? 0 : nil)
        } else {
            scores.append(plain(word, field, document, boost))
        }
        for term in [before.flatMap { pair($0, chunk, field) }, after.flatMap { pair(chunk, $0, field) }] {
            if let term { scores.append(self.term(term, field, document, boost * 0.5)) }
        }
        return Clause(score: either(scores), isCountable: true)
    }

    private func plain(_ word: Analyser.QueryWord, _ field: Int, _ document: Document, _ boost: Double) -> Int64? {
        var scores = word.joined.map { term($0, field, document, boost) }
        if word.places.count == 1 {
            scores += word.places[0].map { term($0, field, document, boost) }
        } else if word.places.count > 1 {
            scores.append(places(word.places, field, document, boost))
        }
        guard let match = either(scores) else { return nil }
        return match + word.forms.reduce(0) { $0 + (term($1, field, document, boost) ?? 0) }
    }

    // MARK: - Analysis, once for each text

    private struct Analysis: Hashable {
        var field: Int
        var text: String
        var next: String?
    }

    private var queryWords: [Analysis: Analyser.QueryWord?] = [:]
    private var pairs: [Analysis: Analyser.Term?] = [:]
    private var prefixTerms: [Analysis: [Analyser.Term]] = [:]

    private func queryWord(_ text: String, _ field: Int) -> Analyser.QueryWord? {
        let key = Analysis(field: field, text: text)
        if let known = queryWords[key] { return known }
        let word = analysers[field]!.queryWord(text)
        queryWords[key] = .some(word)
        return word
    }

    private func pair(_ first: String, _ second: String, _ field: Int) -> Analyser.Term? {
        let key = Analysis(field: field, text: first, next: second)
        if let known = pairs[key] { return known }
        let term = analysers[field]!.joined(first, second)
        pairs[key] = .some(term)
        return term
    }

    private func prefixes(_ text: String, _ field: Int) -> [Analyser.Term] {
        let key = Analysis(field: field, text: text)
        if let known = prefixTerms[key] { return known }
        let terms = analysers[field]!.prefixes(text)
        prefixTerms[key] = terms
        return terms
    }

    // MARK: - Scores

    func frequency(_ term: Analyser.Term, _ field: Int) -> Int {
        frequencies[[UInt8(field), term.space.rawValue] + term.bytes] ?? 0
    }

    func idf(_ count: Int) -> Double {
        log(1 + (Double(documents.count - count) + 0.5) / (Double(count) + 0.5))
    }

    func term(_ term: Analyser.Term, _ field: Int, _ document: Document, _ boost: Double) -> Int64? {
        guard let positions = document.terms[field]?[[term.space.rawValue] + term.bytes] else { return nil }
        let weight = Double(schema.fields[field].weight) * boost * Double(term.weight) * idf(frequency(term, field))
        return score(weight, Float(positions.count), field, document)
    }

    private func places(
        _ places: [[Analyser.Term]], _ field: Int, _ document: Document, _ boost: Double, slop: Int = 0
    ) -> Int64? {
        if places.count == 1 { return either(places[0].map { term($0, field, document, boost) }) }
        if slop > 0 {
            guard let near = sloppyFrequency(places, field, document, slop) else { return nil }
            let sum = places.reduce(0) { $0 + self.idf(frequency($1[0], field)) }
            return score(Double(schema.fields[field].weight) * boost * sum, near, field, document)
        }
        var starts: Set<UInt32>?
        var sumOfIdf = 0.0
        for (offset, place) in places.enumerated() {
            var found = Set<UInt32>()
            for term in place {
                for position in document.terms[field]?[[term.space.rawValue] + term.bytes] ?? [] {
                    if position >= UInt32(offset) { found.insert(position - UInt32(offset)) }
                }
            }
            starts = starts.map { $0.intersection(found) } ?? found
            sumOfIdf += idf(frequency(place[0], field))
        }
        guard let starts, !starts.isEmpty else { return nil }
        return score(Double(schema.fields[field].weight) * boost * sumOfIdf, Float(starts.count), field, document)
    }

    private lazy var averages: [Int: Double] = {
        var result: [Int: Double] = [:]
        for field in schema.fields.indices {
            let lengths = documents.compactMap { $0.lengths[field] }
            if !lengths.isEmpty { result[field] = Double(lengths.reduce(0, +)) / Double(lengths.count) }
        }
        return result
    }()

    func score(_ weight: Double, _ count: Float, _ field: Int, _ document: Document) -> Int64 {
        let length = Double(LengthByte.decode(LengthByte.encode(document.lengths[field] ?? 0)))
        let inverse = Float(1 / (1.2 * (1 - 0.75 + 0.75 * (length / averages[field]!))))
        let scaled = Float(weight * 1_048_576)
        return max(Int64(scaled - scaled / (1 + count * inverse)), 1)
    }
}
