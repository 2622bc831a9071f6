/// Numbers that put the documents of each segment in the order of a field: larger first, `Int64.min` for none.
struct SortKeys {
    private enum Column {
        case numbers(UnsafeRawPointer)
        case ranks(KeywordColumn, [Int64])
        case none
    }

    private let columns: [Column]
    private let ascending: Bool

    init(_ searcher: Searcher, field name: String, ascending: Bool) throws {
        self.ascending = ascending
        let schema = searcher.schema
        let segments = searcher.segments
        guard let field = schema.number(of: name) else {
            throw SearchError(.unknownField, "The index has no field “\(name)”.")
        }
        switch schema.fields[field].kind {
        case .number:
            columns = try segments.map { try $0.reader.numbers(field).map { .numbers($0) } ?? .none }
        case .keyword:
            let keywords = try segments.map { try $0.reader.keywords(field) }
            let ranks = try searcher.ranks(field) { try Self.ranks(keywords) }
            columns = zip(keywords, ranks).map { column, ranks in column.map { .ranks($0, ranks) } ?? .none }
        case .text, .stored:
            throw SearchError(.unknownField, "Results cannot be sorted by “\(name)”: it is not a keyword or number.")
        }
    }

    /// For each segment the places of its values, which ascend, among those of all segments.
    private static func ranks(_ columns: [KeywordColumn?]) throws -> [[Int64]] {
        var ranks = columns.map { [Int64](repeating: 0, count: $0?.valueCount ?? 0) }
        var at = columns.map { _ in 0 }
        // The next value of each segment.
        var values = try columns.map { try ($0?.valueCount ?? 0) > 0 ? $0?.value(0) : nil }
        var rank: Int64 = 0
        while let least = values.compactMap({ $0 }).min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            for index in columns.indices {
                guard let column = columns[index], values[index] == least else { continue }
                ranks[index][at[index]] = rank
                at[index] += 1
                values[index] = at[index] < column.valueCount ? try column.value(at[index]) : nil
            }
            rank += 1
        }
        return ranks
    }

    func key(segment: Int, _ document: UInt32) -> Int64 {
        switch columns[segment] {
        case .none: return .min
        case .numbers(let column):
            let number = column.loadUnaligned(fromByteOffset: Int(document) * 8, as: Double.self)
            if number.isNaN { return .min }
            // The bits of a number order like the number once negative ones are turned round; -0 counts as 0.
            let bits = Int64(bitPattern: (number == 0 ? 0 : number).bitPattern)
            let key = bits >= 0 ? bits : ~bits ^ .min
            return directed(key)
        case .ranks(let column, let ranks):
            var first: Int?
            column.forEachOrdinal(Int(document)) { first = min(first ?? $0, $0) }
            return first.map { directed(ranks[$0]) } ?? .min
        }
    }

    private func directed(_ key: Int64) -> Int64 { max(ascending ? ~key : key, .min + 1) }
}
