public import KistModel

/// Says what must not leave a collection, and what would let it go.
public struct ExportRule: Sendable {
    /// Terms of `licence` under which nothing may be passed on.
    static let closedLicences: Set<String> = ["licence:in-copyright", "licence:authority-only"]
    static let openAccess: Set<String> = ["access:public", "access:network"]

    let facts: RecordFacts
    let today: String

    /// `today` is an ISO 8601 day.
    public init(schemas: SchemaSet, vocabularies: VocabularySet, today: String) {
        facts = RecordFacts(schemas: schemas, vocabularies: vocabularies)
        self.today = today
    }

    /// Every reason why the record stays; empty when it may go. Links are judged by their ends, not here.
    public func reasons(against export: ExportRecord) -> [HeldItem] {
        let record = export.record
        let id = record.id.text
        if case .erased = export.state { return [] }
        if case .withdrawn(let reason, let date, _) = export.state {
            return [item(record, "it was withdrawn on \(date.prefix(10)): \(reason)", "kist reinstate \(id)")]
        }
        guard !facts.isInternal(record.type) else { return [] }
        var held: [HeldItem] = []
        if let reason = licenceReason(record, hasFiles: !export.files.isEmpty) {
            held.append(item(record, reason, set("licence", "CC-BY-4.0", record)))
        }
        if let until = facts.value("embargo", record)?.items.first?.string, until.prefix(10) > today.prefix(10) {
            held.append(item(record, "it is under embargo until \(until)", set("embargo", "", record)))
        }
        let sensitivity = term("sensitivity", record)
        if sensitivity == "sensitivity:hold" {
            held.append(item(record, "it is marked “\(label(sensitivity))”", set("sensitivity", "none", record)))
        }
        let access = term("access", record)
        if let access, !Self.openAccess.contains(access) {
            held.append(item(record, "only “\(label(access))” may see it", set("access", "network", record)))
        }
        if let field = facts.schemas.field(role: "consent", of: record.type),
            record[field.name]?.items.first?["export"]?.bool != true
        {
            held.append(
                item(
                    record, "the person has not agreed to be named outside the collection",
                    "kist edit \(id) --set \"\(field.name)=Export: yes\""))
        }
        return held
    }

    /// True for what even a stated reason cannot send: a record that was taken back.
    static func isAbsolute(_ export: ExportRecord) -> Bool { export.state != .current }

    private func licenceReason(_ record: KistRecord, hasFiles: Bool) -> String? {
        let licence = facts.value("licence", record)?.items.first?.string
        guard let licence, licence != "licence:unknown" else {
            // Author, title and year of a published work are facts; a copy of the work is not.
            let isBibliographic = facts.schemas.field(role: "csl", of: record.type) != nil && !hasFiles
            return isBibliographic ? nil : "its licence is not stated"
        }
        guard facts.vocabularies.concept(licence)?.scheme == "licence" else {
            return "its licence “\(licence)” is not one that Kist knows"
        }
        return Self.closedLicences.contains(licence) ? "its licence is “\(label(licence))”" : nil
    }

    private func term(_ role: String, _ record: KistRecord) -> String? {
        guard let field = facts.schemas.field(role: role, of: record.type) else { return nil }
        return record[field.name]?.items.first?.string ?? field.defaultValue?.string
    }

    private func label(_ term: String?) -> String { facts.vocabularies.label(term ?? "") }

    private func set(_ role: String, _ value: String, _ record: KistRecord) -> String {
        let name = facts.schemas.field(role: role, of: record.type)?.name ?? role
        return "kist edit \(record.id.text) --set \(name)=\(value)"
    }

    private func item(_ record: KistRecord, _ reason: String, _ command: String) -> HeldItem {
        HeldItem(id: record.id, title: facts.title(record).text, reason: reason, command: command)
    }
}
