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
    private let relationSchemes: [String]
    /// Place among the type's fields by folded label; the type's own fields go before the shared ones.
    private let fields: [String: Int]
    /// The labels with their places, in the order of the fields.
    private let sortedLabels: [(key: String, index: Int)]

    init(type: TypeSchema, schemas: SchemaSet, vocabularies: VocabularySet) {
        self.type = type
        self.vocabularies = vocabularies
        relationSchemes = schemas.types.compactMap { $0.field(role: "relation") }.first?.vocabularies ?? []
        var fields: [String: Int] = [:]
        for (index, field) in type.fields.enumerated() {
            for key in field.labelKeys where !key.isEmpty { fields[key] = index }
        }
        self.fields = fields
        sortedLabels = fields.map { ($0.key, $0.value) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    /// The longest label in characters; longer texts are prose.
    static let longest = 80

    func meaning(_ label: String) -> Meaning? {
        let label = Self.bare(label)
        guard !label.isEmpty, label.count <= Self.longest else { return nil }
        if let field = fields[Folding.key(label)].map({ type.fields[$0] }) {
            if field.role == "type" { return .type }
            if field.role == "id" { return .id }
            if FieldText.isWritable(field) { return .field(field) }
        }
        return vocabularies.concept(named: label, in: relationSchemes).map { .relation($0.id) }
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
        var best: (distance: Int, label: String)?
        let length = key.count
        let farthest = max(length > 3 ? 2 : 1, length / 3)
        for (name, index) in sortedLabels {
            guard let distance = EditDistance.between(key, name, atMost: farthest), distance < best?.distance ?? .max
            else { continue }
            let field = type.fields[index]
            guard FieldText.isWritable(field) else { continue }
            best = (
                distance,
                field.labels.keys.sorted().flatMap { field.labels[$0] ?? [] }.first { Folding.key($0) == name }
                    ?? field.label()
            )
        }
        return best?.label
    }

    /// Without numbering before it and colons after it: “2.1 Limits:” is “Limits”.
    static func bare(_ label: String) -> String {
        var text = Substring(Trimming.trimmed(label))
        let numbering = text.prefix { $0.isNumber || ".)".contains($0) }
        if !numbering.isEmpty, numbering.first?.isNumber == true,
            text.dropFirst(numbering.count).first?.isWhitespace == true
        {
            text = text.dropFirst(numbering.count)
        }
        while let last = text.last, last.isWhitespace || ":*–—-".contains(last) { text = text.dropLast() }
        return Trimming.trimmed(text)
    }
}
