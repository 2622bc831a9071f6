import KistModel
import KistSearch

/// Turns filters as people write them into engine queries.
struct FilterReader: Sendable {
    let schemas: SchemaSet
    let vocabularies: VocabularySet
    let names: FilterNames
    /// Records whose exact title or id is the text: for fields that name another record.
    let resolveRecord: @Sendable (String) throws -> [RecordID]

    /// The query of each filter, grouped by field, in the order of the fields' first use.
    func groups(_ filters: [FieldFilter]) throws -> [(field: String, queries: [Query])] {
        var groups: [(field: String, queries: [Query])] = []
        for filter in filters {
            let (field, query) = try query(filter)
            if let index = groups.firstIndex(where: { $0.field == field }) {
                groups[index].queries.append(query)
            } else {
                groups.append((field, [query]))
            }
        }
        return groups
    }

    func query(_ filter: FieldFilter) throws -> (field: String, query: Query) {
        let value = filter.value.trimmed
        switch FilterNames.word(filter.field) {
        case "type": return ("type", .keyword(field: IndexLayout.type, value: try type(value)))
        case "id": return ("id", .keyword(field: IndexLayout.id, value: value))
        case "state": return ("state", .keyword(field: IndexLayout.state, value: value.lowercased()))
        case "year": return ("year", try years(value))
        case "status": return try schemaFilter(statusField(), value)
        default: break
        }
        guard let field = names.field(filter.field) else {
            let nearest = names.nearest(to: filter.field)
            throw RepositoryError(
                .unknownField, "There is no field “\(filter.field)” to filter by.",
                hint: nearest.map { "Did you mean --\($0)?" } ?? "Fields: \(names.offered.joined(separator: ", ")).")
        }
        return try schemaFilter(field, value)
    }

    private func statusField() throws -> FieldSchema {
        guard let field = schemas.allFields.first(where: { $0.role == "reviewStatus" }) else {
            throw RepositoryError(.unknownField, "The schema has no status field.")
        }
        return field
    }

    private func schemaFilter(_ field: FieldSchema, _ value: String) throws -> (field: String, query: Query) {
        let name = IndexLayout.values(of: field.name)
        switch field.kind {
        case .term: return (field.name, try termQuery(value, field: field, engineField: name))
        case .reference:
            let ids = try resolveRecord(value).map(\.text)
            return (field.name, .or((ids + [Folding.key(value)]).map { .keyword(field: name, value: $0) }))
        case .number, .integer, .date, .duration:
            if let range = Self.range(value, isDate: field.kind == .date) {
                return (field.name, .range(field: IndexLayout.number(of: field.name), from: range.from, to: range.to))
            }
            return (field.name, .keyword(field: name, value: value))
        case .boolean:
            let isTrue = ["yes", "true", "1", "tha", "y"].contains(value.lowercased())
            return (field.name, .keyword(field: name, value: isTrue ? "true" : "false"))
        case .identifier:
            let identifier = Identifier.recognise(value)?.text ?? value
            return (field.name, .keyword(field: name, value: identifier))
        default:
            let words = value.split(whereSeparator: \.isWhitespace).map {
                Query.words(String($0), fields: [IndexLayout.words(of: field.name)])
            }
            return (field.name, .or([.keyword(field: name, value: Folding.key(value)), .and(words)]))
        }
    }

    /// A concept with all that is narrower than it: filtering by “literacy” keeps what is marked “reading”.
    private func termQuery(_ value: String, field: FieldSchema, engineField: String) throws -> Query {
        var concepts: [Concept]
        switch vocabularies.resolve(value, in: field.vocabularies) {
        case .found(let concept): concepts = [concept]
        case .ambiguous(let several): concepts = several
        case .unknown(let nearest):
            throw RepositoryError(
                .unknownValue, "“\(value)” is not a value of \(field.label().lowercased()).",
                hint: nearest.isEmpty
                    ? "See kist vocab show \(field.vocabularies.first ?? "")."
                    : "Did you mean \(nearest.joined(separator: ", "))?")
        }
        var ids: [String] = []
        var queue = concepts.map { ($0, 0) }
        while !queue.isEmpty {
            let (concept, depth) = queue.removeFirst()
            guard !ids.contains(concept.id) else { continue }
            ids.append(concept.id)
            if depth < 3 { queue += concept.narrower.compactMap { vocabularies.concept($0) }.map { ($0, depth + 1) } }
        }
        concepts = []
        return .or(ids.map { .keyword(field: engineField, value: $0) })
    }

    private func type(_ value: String) throws -> String {
        let key = Folding.key(value)
        for type in schemas.types
        where type.name == value || type.labels.values.joined().contains(where: { Folding.key($0) == key }) {
            return type.name
        }
        let nearest = schemas.types.map(\.name).min { EditDistance.between(key, $0) < EditDistance.between(key, $1) }
        throw RepositoryError(
            .unknownValue, "“\(value)” is not a type of record.",
            hint:
                "Did you mean \(nearest ?? "resource")? Types: \(schemas.types.filter { !$0.isInternal }.map(\.name).joined(separator: ", "))."
        )
    }

    private func years(_ value: String) throws -> Query {
        if value.count == 4, Int(value) != nil { return .keyword(field: IndexLayout.year, value: value) }
        let parts = value.split(separator: ".", omittingEmptySubsequences: false).filter { !$0.isEmpty }.compactMap {
            Int($0)
        }
        let session = value.split(whereSeparator: { $0 == "-" || $0 == "/" }).map(String.init)
        let from: Int, to: Int
        if value.contains(".."), let first = parts.first, parts.count <= 2 {
            from = value.hasPrefix("..") ? 0 : first
            to = value.hasSuffix("..") ? 9999 : (parts.last ?? first)
        } else if session.count == 2, let first = Int(session[0]), first > 1000 {
            from = first
            to = first + 1
        } else {
            throw RepositoryError(.badValue, "“\(value)” is not a year.", hint: "Write 2024, or 2020..2024.")
        }
        guard from <= to, to - from <= 200 || value.contains("..") else {
            throw RepositoryError(.badValue, "“\(value)” is not a span of years.", hint: "Write 2020..2024.")
        }
        let list = (max(from, 1000)...min(max(to, 1000), 2200))
        return .or(list.map { .keyword(field: IndexLayout.year, value: String($0)) })
    }

    /// `2020..2024`, `..3`, `5..`, `>=2`; nil when the value is not a range. Dates become the digits that the index sorts by.
    static func range(_ value: String, isDate: Bool) -> (from: Double?, to: Double?)? {
        func bound(_ text: Substring, upper: Bool) -> Double? {
            guard !text.isEmpty else { return nil }
            guard isDate else { return Double(text) }
            let digits = text.filter(\.isNumber)
            let padding = String(repeating: upper ? "9" : "0", count: max(0, 14 - digits.count))
            return Double(digits + padding)
        }
        if value.hasPrefix(">=") { return (bound(value.dropFirst(2), upper: false), nil) }
        if value.hasPrefix("<=") { return (nil, bound(value.dropFirst(2), upper: true)) }
        if let dots = value.firstRange(of: "..") {
            return (bound(value[..<dots.lowerBound], upper: false), bound(value[dots.upperBound...], upper: true))
        }
        if isDate, value.filter(\.isNumber).count >= 4 {
            return (bound(value[...], upper: false), bound(value[...], upper: true))
        }
        return isDate ? nil : Double(value).map { ($0, $0) }
    }
}
