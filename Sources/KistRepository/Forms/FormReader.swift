public import KistModel
public import KistProtocol

/// Makes fields, links and text out of a document, by what the schemas and vocabularies call things.
///
/// Values come, in this order, from custom document properties `kist:*`; from a table of labels and values at the head of
/// the document; from `Label: value` lines and bold labels there; from headings that are called like a field; from the
/// document's own properties. What means nothing for the type stays in the text and is reported.
public struct FormReader: Sendable {
    public let schemas: SchemaSet
    public let vocabularies: VocabularySet

    /// Labels of each type, folded once.
    let labels: [String: FormLabels]

    public init(schemas: SchemaSet, vocabularies: VocabularySet) {
        self.schemas = schemas
        self.vocabularies = vocabularies
        var labels: [String: FormLabels] = [:]
        for type in schemas.types {
            labels[type.name] = FormLabels(type: type, schemas: schemas, vocabularies: vocabularies)
        }
        self.labels = labels
    }

    /// - Parameters:
    ///   - blocks: of the document's text, in order. Blocks of other parts come back untouched.
    ///   - fileName: the last resort for a title.
    ///   - requestedType: the name or label of a type, for documents that do not say theirs.
    public func read(
        metadata: DocumentMetadata, blocks: [DocumentBlock], fileName: String, requestedType: String?
    ) -> FormReading {
        var pass = FormPass(reader: self, metadata: metadata, blocks: Self.joined(blocks))
        pass.removePageFurniture()
        pass.findLanguage()
        pass.findType(requested: requestedType)
        pass.readProperties()
        pass.readTables()
        pass.readLines()
        pass.readSections()
        pass.readDocumentProperties(fileName: fileName)
        let texts = pass.allTexts()
        pass.checkPlaceholders(texts)
        pass.checkPrivacy(texts)
        return pass.result()
    }

    /// Blocks that were too long for one message, whole again.
    static func joined(_ blocks: [DocumentBlock]) -> [DocumentBlock] {
        var result: [DocumentBlock] = []
        for block in blocks {
            guard block.continues, let last = result.indices.last else {
                result.append(block)
                continue
            }
            let offset = result[last].text.utf8.count
            result[last].text += block.text
            result[last].runs += block.runs.map {
                LanguageRun(start: $0.start + offset, end: $0.end + offset, language: $0.language)
            }
            result[last].links += block.links.map {
                TextLink(start: $0.start + offset, end: $0.end + offset, target: $0.target)
            }
            result[last].bold += block.bold.map { ByteSpan(start: $0.start + offset, end: $0.end + offset) }
            result[last].rows += block.rows
        }
        return result
    }
}
