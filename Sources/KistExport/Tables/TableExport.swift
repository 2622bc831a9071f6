public import KistModel

/// Lists of records in the formats that other programs read. Every function gives whole files: same records, same bytes.
///
/// Records come in the order given. Links and other internal records have no place in a list and are passed over, except by
/// ``json(_:)``. Fields that the schema calls private never appear.
public struct TableExport: Sendable {
    let facts: RecordFacts
    let titleOf: @Sendable (RecordID) -> String?

    /// `titleOf` gives the titles of records that are named by others.
    public init(
        schemas: SchemaSet, vocabularies: VocabularySet,
        titleOf: @escaping @Sendable (RecordID) -> String? = { _ in nil }
    ) {
        facts = RecordFacts(schemas: schemas, vocabularies: vocabularies)
        self.titleOf = titleOf
    }

    /// What a list can hold: no internal records, and nothing that was taken back.
    func listed(_ records: [ExportRecord]) -> [KistRecord] {
        records.filter { $0.state == .current && !facts.isInternal($0.record.type) }.map(\.record)
    }

    func work(_ record: KistRecord) -> CitedWork { CitedWork(record, facts: facts, titleOf: titleOf) }
}
