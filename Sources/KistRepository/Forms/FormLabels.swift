import KistModel

/// What labels and headings mean in a form of one type: fields first, then relations.
struct FormLabels {
    enum Meaning: Hashable {
        case field(FieldSchema)
        /// A relation's concept, perhaps in its inverse form.
        case relation(String)
        case type
        case id
    }

    let type: TypeSchema
    let vocabularies: VocabularySet
    let relationSchemes: [String]
    private let typeField: FieldSchema?

    init(type: TypeSchema, schemas: SchemaSet, vocabularies: VocabularySet) {
        self.type = type
        self.vocabularies = vocabularies
        typeField = type.field(role: "type")
        relationSchemes = schemas.types.compactMap { $0.field(role: "relation") }.first?.vocabularies ?? []
    }

    /// The longest label in characters; longer texts are prose.
    static let longest = 80

    func meaning(_ label: String) -> Meaning? {
        let label = Self.bare(label)
        guard !label.isEmpty, label.count <= Self.longest else { return nil }
        if let field = type.field(label: label) {
            if field.role == "type" { return .type }
            if field.role == "id" { return .id }
            if FieldText.isWritable(field) { return .field(field) }
        }
        if let typeField, typeField.labelKeys.contains(Folding.key(label)) { return .type }
        if case .found(let concept) = vocabularies.resolve(label, in: relationSchemes) { return .relation(concept.id) }
        return nil
    }

    /// The language whose labels have this one, when only one has.
    func language(of label: String, _ field: FieldSchema) -> String? {
        let key = Folding.key(Self.bare(label))
        let languages = field.labels.keys.filter { (field.labels[$0] ?? []).contains { Folding.key($0) == key } }
        return languages.count == 1 ? languages.first : nil
    }

    /// The nearest label of the type, when there is one near.
    func nearest(to label: String) -> String? {
        let key = Folding.key(Self.bare(label))
        guard !key.isEmpty else { return nil }
        var best: (Int, String)?
        for field in type.fields where FieldText.isWritable(field) {
            for name in field.labels.keys.sorted().flatMap({ field.labels[$0] ?? [] }) {
                let distance = EditDistance.between(key, Folding.key(name))
                if distance <= max(1, key.count / 3), distance < best?.0 ?? .max { best = (distance, name) }
            }
        }
        return best?.1
    }

    /// Without numbering before it and colons after it: “2.1 Limits:” is “Limits”.
    static func bare(_ label: String) -> String {
        var text = Substring(Trimming.trimmed(label))
        let numbering = text.prefix { $0.isNumber || ".)".contains($0) }
        if !numbering.isEmpty, numbering.first?.isNumber == true, text.dropFirst(numbering.count).first?.isWhitespace == true {
            text = text.dropFirst(numbering.count)
        }
        while let last = text.last, last.isWhitespace || ":*–—-".contains(last) { text = text.dropLast() }
        return Trimming.trimmed(text)
    }
}
