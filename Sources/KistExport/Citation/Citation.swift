public import KistModel

/// Citations of records as plain text.
public struct Citation: Sendable {
    let facts: RecordFacts
    /// Title of another record, for the hub that a record comes from.
    let titleOf: @Sendable (RecordID) -> String?

    public init(
        schemas: SchemaSet, vocabularies: VocabularySet,
        titleOf: @escaping @Sendable (RecordID) -> String? = { _ in nil }
    ) {
        facts = RecordFacts(schemas: schemas, vocabularies: vocabularies)
        self.titleOf = titleOf
    }

    /// One line: a study as its reference list has it, anything else by author, year, title, kind, hub and id.
    public func text(of record: KistRecord, style: CitationStyle) -> String {
        let work = CitedWork(record, facts: facts, titleOf: titleOf)
        return switch style {
        case .apa: APAStyle.text(work)
        case .harvard: HarvardStyle.text(work)
        }
    }
}
