public import KistModel

/// A link between two records, read out of its own record: who says so, on what ground, how strongly.
public struct EvidenceLink: Hashable, Sendable {
    public var id: RecordID
    /// Concept id, for example `evidence-relation:supports`.
    public var relation: String
    public var from: RecordReference
    public var to: RecordReference
    public var direction: String?
    public var strength: String?
    public var quote: String?
    public var note: String?
    public var place: String?

    /// Nil when the record lacks what makes it a link.
    public init?(_ record: KistRecord, schemas: SchemaSet) {
        func value(_ role: String) -> JSONValue? { schemas.value(role: role, of: record)?.items.first }
        guard let relation = value("relation")?.string, let from = value("from").flatMap({ RecordReference($0) }),
            let to = value("to").flatMap({ RecordReference($0) })
        else { return nil }
        id = record.id
        self.relation = relation
        self.from = from
        self.to = to
        direction = value("direction")?.string
        strength = value("strength")?.string
        quote = value("quote").map { RecordCard.text($0).text }
        note = value("note").map { RecordCard.text($0).text }
        place = value("locator")?.string
    }
}

extension VocabularySet {
    /// A relation in words: “tries out”, or seen from the other end “was tried in”.
    func relationLabel(_ relation: String, incoming: Bool) -> String {
        guard incoming, let inverse = concept(relation)?.inverse else { return label(relation) }
        return concept(inverse)?.label() ?? inverse
    }
}
