/// Numbers that put the documents of each segment in the order of a field: larger first, `Int64.min` for none.
struct SortKeys {
    private enum Column {
        case numbers(UnsafeRawPointer)
        case ranks(KeywordColumn, [Int64])
        case none
    }

    private let columns: [Column]
    private let ascending: Bool

    init(_ segments: [LiveSegment], schema: SearchSchema, field name: String, ascending: Bool) throws {
        self.ascending = ascending
        guard let field = schema.number(of: name) else {
            throw SearchError(.unknownField, "The index has no field “\(name)”.")
        }
        switch schema.fields[field].kind {
        case .number:
            columns = try segments.map { try $0.reader.numbers(field).map { .numbers($0) } ?? .none }
        case .keyword:
            let keywords = try segments.map { try $0.reader.keywords(field) }
            var values = Set<String>()
            for column in keywords {
                guard let column else { continue }
                for ordinal in 0..<column.valueCount { values.insert(try column.value(ordinal)) }
            }
            let sorted = values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let ranks = Dictionary(uniqueKeysWithValues: zip(sorted, (0..<Int64(sorted.count))))
            columns = try keywords.map { column in
                guard let column else { return .none }
                return .ranks(column, try (0..<column.valueCount).map { ranks[try column.value($0)] ?? 0 })
            }
        case .text, .stored:
            throw SearchError(.unknownField, "Results cannot be sorted by “\(name)”: it is not a keyword or number.")
        }
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
