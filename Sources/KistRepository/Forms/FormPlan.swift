public import KistModel

/// What a form of one type asks for: a table of short answers, then headings for prose. A document made of it and filled in
/// is read back by ``FormReader``.
public struct FormPlan: Sendable {
    /// A row of the table: label, and what helps to fill it in.
    public struct Row: Hashable, Sendable {
        public var field: String
        public var label: String
        public var help: String?
        /// Labels of the terms that may be chosen; empty when anything may be written, or when there are very many.
        public var allowed: [String]
        /// What stands in the row already: the type's name.
        public var value: String?
        public var isRequired: Bool
        public var isList: Bool
    }

    /// A heading under which prose is written.
    public struct Heading: Hashable, Sendable {
        public var field: String
        public var label: String
        public var help: String?
        public var isRequired: Bool
        /// One value to a paragraph or list item.
        public var isList: Bool
    }

    /// More terms than this are not listed in a form.
    public static let mostAllowed = 24

    public let type: String
    public let title: String
    public let language: String
    public let rows: [Row]
    public let headings: [Heading]

    /// - Parameter language: `en` or `gd`; labels that are not there in Gaelic are given in English.
    public init(type: TypeSchema, schemas: SchemaSet, vocabularies: VocabularySet, language: String = "en") {
        let labels = FormLabels(type: type, schemas: schemas, vocabularies: vocabularies)
        var rows: [Row] = []
        var headings: [Heading] = []
        if let field = type.field(role: "type"), let label = Self.label(of: field, language, labels) {
            rows.append(
                Row(
                    field: field.name, label: label, help: nil, allowed: [], value: type.label(language),
                    isRequired: true, isList: false))
        }
        for field in type.fields where FieldText.isWritable(field) {
            guard let label = Self.label(of: field, language, labels) else { continue }
            let help = field.help[language] ?? field.help["en"]
            if Self.isProse(field) {
                headings.append(
                    Heading(
                        field: field.name, label: label, help: help, isRequired: field.cardinality.isRequired,
                        isList: field.cardinality.isList))
            } else {
                let terms = vocabularies.concepts(in: field.vocabularies).map { $0.label(language) }
                rows.append(
                    Row(
                        field: field.name, label: label, help: help,
                        allowed: field.kind == .term && terms.count <= Self.mostAllowed
                            ? terms
                            : field.kind == .boolean ? (language == "gd" ? ["tha", "chan eil"] : ["yes", "no"]) : [],
                        value: nil, isRequired: field.cardinality.isRequired && field.defaultValue == nil,
                        isList: field.cardinality.isList))
            }
        }
        self.type = type.name
        title = type.label(language)
        self.language = language
        self.rows = rows
        self.headings = headings
    }

    /// True for what takes paragraphs: long texts, findings, lists of steps, references.
    static func isProse(_ field: FieldSchema) -> Bool {
        switch field.kind {
        case .text:
            (field.searchWeight ?? 0) > 0 && field.role != "place" && field.role != "container"
                && field.role != "publisher"
        case .localText: field.role == nil && !field.cardinality.isList
        case .object: field.fields.first?.kind == .text && field.cardinality.isList
        case .reference: field.role == "studies" || field.role == "furtherReading"
        default: false
        }
    }

    /// The first label in the language, else in English, that the reader takes for this field.
    private static func label(of field: FieldSchema, _ language: String, _ labels: FormLabels) -> String? {
        let names = (field.labels[language] ?? []) + (field.labels["en"] ?? []) + [field.naturalLabel]
        return names.first { name in
            switch labels.meaning(name) {
            case .field(let found): found.name == field.name
            case .type: field.role == "type"
            case .id: field.role == "id"
            default: false
            }
        }
    }
}
