import KistModel
import KistProtocol

/// The reading of one document: what has been found so far. Steps are in the files `FormPass+….swift`.
struct FormPass {
    let schemas: SchemaSet
    let vocabularies: VocabularySet
    let metadata: DocumentMetadata
    var blocks: [DocumentBlock]
    let fieldText: FieldText
    let allLabels: [String: FormLabels]

    var type: TypeSchema
    var labels: FormLabels
    var isForm = false
    var declaredID: RecordID?
    /// Bytes of text by language.
    var languageSizes: [String: Int] = [:]
    /// Main language of the text, as a vocabulary's notation: `en`, `gd`; nil when nothing tells.
    var language: String?

    var fields = JSONObject()
    var relations: [RelationMention] = []
    var references: [ReferenceMention] = []
    var recognised: [FormReading.Recognised] = []
    var unrecognised: [FormReading.Unrecognised] = []
    var warnings: [Diagnostic] = []

    /// What became fields: whole blocks, rows of tables, lines of paragraphs.
    var usedBlocks: Set<Int> = []
    var usedRows: [Int: Set<Int>] = [:]
    var usedLines: [Int: Set<Int>] = [:]
    /// Fields that a document property of Kist's own has set: nothing else changes them.
    var settled: Set<String> = []

    init(reader: FormReader, metadata: DocumentMetadata, blocks: [DocumentBlock]) {
        schemas = reader.schemas
        vocabularies = reader.vocabularies
        self.metadata = metadata
        self.blocks = blocks
        fieldText = FieldText(vocabularies: reader.vocabularies)
        let type = reader.schemas["resource"] ?? reader.schemas.types.first ?? TypeSchema(name: "resource")
        self.type = type
        allLabels = reader.labels
        labels =
            reader.labels[type.name]
            ?? FormLabels(type: type, schemas: reader.schemas, vocabularies: reader.vocabularies)
    }

    mutating func warn(_ code: String, _ message: String, place: String?) {
        warnings.append(Diagnostic(.warning, code, message, place: place))
    }

    /// The fields in the schema's order, then the result.
    func result() -> FormReading {
        var ordered = JSONObject()
        for field in type.fields { if let value = fields[field.name] { ordered[field.name] = value } }
        return FormReading(
            type: type.name, isForm: isForm, declaredID: declaredID, fields: ordered, relations: relations,
            references: references,
            recognised: recognised, unrecognised: unrecognised, warnings: warnings, textBlocks: remainingBlocks())
    }

    /// The blocks without what became fields.
    func remainingBlocks() -> [DocumentBlock] {
        if usedBlocks.isEmpty, usedRows.isEmpty, usedLines.isEmpty { return blocks }
        var result: [DocumentBlock] = []
        for (index, block) in blocks.enumerated() where !usedBlocks.contains(index) {
            var block = block
            if let rows = usedRows[index] {
                block.rows = block.rows.enumerated().filter { !rows.contains($0.offset) }.map(\.element)
                if block.rows.isEmpty { continue }
            }
            if let lines = usedLines[index] {
                let kept = block.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                    .filter { !lines.contains($0.offset) }.map(\.element)
                if kept.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { continue }
                // Offsets into the old text mean nothing any more.
                block.text = kept.joined(separator: "\n")
                block.runs = []
                block.links = []
                block.bold = []
            }
            result.append(block)
        }
        return result
    }
}
