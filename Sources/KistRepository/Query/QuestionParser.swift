import KistModel
import KistSearch

/// What was typed, parsed by the engine's own parser: `field:value` by the names that filters have. Never fails.
struct QuestionParser {
    let schemas: SchemaSet
    let names: FilterNames
    let filters: FilterReader

    func parse(_ text: String) -> (query: Query, notes: [String]) {
        guard !text.trimmed.isEmpty else { return (.all, []) }
        var meanings: [String: QueryFieldMeaning] = [:]
        for name in names.all {
            // What names no value of the field is read as words, rather than being an error.
            meanings[name] = .custom { [filters] value in
                (try? filters.query(FieldFilter(name, value)).query).map { .constant($0) }
            }
        }
        let parsed = QueryParser(fields: meanings).parse(text)
        return (parsed.query, parsed.notes)
    }
}
