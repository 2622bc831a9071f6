import KistModel

/// A typed connection between two records, from a link record or from a field that stands for one.
struct PackEdge: Hashable {
    /// Concept of `evidence-relation`, in its direct form.
    var relation: String
    var from: RecordReference
    var to: RecordReference
    var direction: String?
    var strength: String?
    var quote: String?
    var locator: String?
    var note: String?

    /// The connection that a link record states; nil when it lacks what makes it a link.
    init?(link record: KistRecord, facts: RecordFacts) {
        func value(_ role: String) -> JSONValue? { facts.value(role, record)?.items.first }
        guard let relation = value("relation")?.string, let from = value("from").flatMap({ RecordReference($0) }),
            let to = value("to").flatMap({ RecordReference($0) })
        else { return nil }
        self.init(relation: relation, from: from, to: to, vocabularies: facts.vocabularies)
        direction = value("direction")?.string
        strength = value("strength")?.string
        quote = value("quote").flatMap(RecordFacts.text)?.text
        locator = value("locator")?.string
        note = value("note").flatMap(RecordFacts.text)?.text
    }

    /// A relation in its inverse form is turned round.
    init(relation: String, from: RecordReference, to: RecordReference, vocabularies: VocabularySet) {
        let concept = vocabularies.concept(relation)
        if concept?.isInverseForm == true, let direct = concept?.inverse {
            self.relation = direct
            self.from = to
            self.to = from
        } else {
            self.relation = relation
            self.from = from
            self.to = to
        }
    }

    /// Connections that a record's own fields state.
    static func stated(by record: KistRecord, facts: RecordFacts) -> [PackEdge] {
        let own = RecordReference(id: record.id)
        return (facts.schemas[record.type]?.fields ?? []).flatMap { field -> [PackEdge] in
            guard let relation = field.relation, !field.isPrivate else { return [] }
            return (record[field.name]?.items ?? []).compactMap { RecordReference($0) }
                .map { PackEdge(relation: relation, from: own, to: $0, vocabularies: facts.vocabularies) }
        }
    }

    /// Which connection it is, whoever stated it.
    var key: String {
        func end(_ reference: RecordReference) -> String {
            reference.id?.text ?? "words " + Folding.key(reference.words ?? "")
        }
        return "\(relation) \(end(from)) \(end(to))"
    }
}
