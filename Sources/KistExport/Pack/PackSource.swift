public import KistModel

/// What a pack is made of. The same source gives the same bytes: nothing else is read but the records' files.
public struct PackSource: Sendable {
    public var collection: CollectionDescription
    public var schemas: SchemaSet
    public var vocabularies: VocabularySet
    /// The records that were chosen, with the links between them, and the tombstones that are to travel. In any order.
    public var records: [ExportRecord]
    public var title: String
    /// A sentence or two for the reader of the pack.
    public var summary: String
    /// Whom to ask: an address for electronic mail.
    public var contact: String?
    /// The day on which embargoes are judged, ISO 8601. Not written anywhere.
    public var today: String
    /// Why records that would be held back travel all the same. Recorded in the pack.
    public var includeHeld: String?
    /// The program and its version.
    public var software: String

    public init(
        collection: CollectionDescription, schemas: SchemaSet, vocabularies: VocabularySet, records: [ExportRecord],
        title: String,
        summary: String = "", contact: String? = nil, today: String, includeHeld: String? = nil,
        software: String = "Kist"
    ) {
        self.collection = collection
        self.schemas = schemas
        self.vocabularies = vocabularies
        self.records = records
        self.title = title
        self.summary = summary
        self.contact = contact
        self.today = today
        self.includeHeld = includeHeld
        self.software = software
    }

    var facts: RecordFacts { RecordFacts(schemas: schemas, vocabularies: vocabularies) }
}
