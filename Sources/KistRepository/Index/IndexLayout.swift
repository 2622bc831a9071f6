public import KistModel
public import KistSearch

/// How records lie in the search index: which engine fields there are and what each holds. Everything here follows from the
/// schema, so that a field added by data alone is searched, filtered and counted like any other.
public enum IndexLayout {
    /// Raised when the same record would be indexed differently, so that old indexes are built again.
    static let version = 1

    /// Languages that have a text field of their own; text in any other language lies in the first.
    static let languages = ["en", "gd"]

    // Engine fields that every collection has.
    static let names = "names"
    static let codes = "codes"
    static let id = "id"
    static let type = "type"
    static let state = "state"
    static let exactTitle = "exact-title"
    static let identifier = "identifier"
    static let year = "year"
    static let card = "card"
    static let versionName = "version"

    static func title(_ language: String) -> String { "title.\(language)" }
    static func summary(_ language: String) -> String { "summary.\(language)" }
    static func text(_ language: String) -> String { "text.\(language)" }

    /// The keyword field of a schema field's values.
    static func values(of field: String) -> String { "=\(field)" }
    /// The text field of one schema field alone, for `field:words`.
    static func words(of field: String) -> String { "~\(field)" }
    /// The number field of a schema field, for ranges and sorting.
    static func number(of field: String) -> String { "#\(field)" }

    /// The name of an engine field as people know it: without its mark and its language.
    static func name(of engineField: String) -> String {
        String(engineField.drop { "=~#".contains($0) }.prefix { $0 != "." })
    }

    /// The engine's fields for records of these types.
    public static func schema(for schemas: SchemaSet) -> SearchSchema {
        var fields: [SearchField] = []
        for language in languages {
            let analyser: AnalyserName = language == "gd" ? .gaelic : .english
            fields.append(text(title(language), analyser, weight: 4))
            fields.append(text(summary(language), analyser, weight: 2))
            fields.append(text(text(language), analyser, weight: 1))
        }
        fields.append(text(names, .standard, weight: 1.5))
        fields.append(text(codes, .code, weight: 3))
        for name in [id, type, state, exactTitle, identifier, year] { fields.append(keyword(name)) }
        for field in schemas.allFields where isIndexed(field) {
            switch field.kind {
            case .text, .localText, .code, .url, .agent:
                fields.append(text(words(of: field.name), .standard, weight: 1, isDefault: false))
                fields.append(keyword(values(of: field.name)))
            case .number, .integer, .date, .duration:
                fields.append(
                    SearchField(
                        name: number(of: field.name), kind: .number, analyser: .standard, weight: 1, isDefault: false))
                fields.append(keyword(values(of: field.name)))
            default: fields.append(keyword(values(of: field.name)))
            }
        }
        for name in [card, versionName] {
            fields.append(SearchField(name: name, kind: .stored, analyser: .standard, weight: 1, isDefault: false))
        }
        // Questions are ranked by their words in the fields, so nothing would read signatures.
        return SearchSchema(fields: fields, keepsSignatures: false)
    }

    /// True when the field's values can be filtered by or are counted.
    static func isIndexed(_ field: FieldSchema) -> Bool {
        (field.isFilter || field.isFacet) && !field.isPrivate && field.role != "type"
    }

    private static func text(_ name: String, _ analyser: AnalyserName, weight: Float, isDefault: Bool = true)
        -> SearchField
    {
        SearchField(name: name, kind: .text, analyser: analyser, weight: weight, isDefault: isDefault)
    }

    private static func keyword(_ name: String) -> SearchField {
        SearchField(name: name, kind: .keyword, analyser: .standard, weight: 1, isDefault: false)
    }
}
