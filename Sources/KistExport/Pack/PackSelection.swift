import KistModel

/// What travels, decided once: records, links between them, tombstones; and what is held back.
struct PackSelection {
    /// In the order of their ids.
    var records: [ExportRecord] = []
    var links: [ExportRecord] = []
    var tombstones: [ExportRecord] = []
    var held: [HeldItem] = []
    /// Records that travel for a stated reason although they would be held: id → reasons.
    var overridden: [RecordID: [String]] = [:]
    /// Titles that may be shown of records that stay behind.
    var stubs: [RecordID: String] = [:]
    private(set) var byID: [RecordID: ExportRecord] = [:]
    /// Connections by the record at which they start and end.
    private(set) var outgoing: [RecordID: [PackEdge]] = [:]
    private(set) var incoming: [RecordID: [PackEdge]] = [:]

    init(_ source: PackSource) {
        let facts = source.facts
        let rule = ExportRule(schemas: source.schemas, vocabularies: source.vocabularies, today: source.today)
        var seen: Set<RecordID> = []
        let all = source.records.sorted { $0.id < $1.id }.filter { seen.insert($0.id).inserted }
        var possibleLinks: [ExportRecord] = []
        for export in all {
            if ExportRule.isAbsolute(export) {
                held += facts.isInternal(export.record.type) ? [] : rule.reasons(against: export)
                tombstones.append(export)
                continue
            }
            if facts.isInternal(export.record.type) {
                possibleLinks.append(export)
                continue
            }
            let reasons = rule.reasons(against: export)
            if reasons.isEmpty || source.includeHeld != nil {
                records.append(export)
                byID[export.id] = export
                if !reasons.isEmpty { overridden[export.id] = reasons.map(\.reason) }
            } else {
                held += reasons
                if Self.mayBeNamed(export.record, facts) { stubs[export.id] = facts.title(export.record).text }
            }
        }
        var edges: [PackEdge] = []
        for link in possibleLinks {
            guard let edge = PackEdge(link: link.record, facts: facts) else {
                links.append(link)
                continue
            }
            edges.append(edge)
            if travels(edge) { links.append(link) }
        }
        for export in records { edges += PackEdge.stated(by: export.record, facts: facts) }
        var known: Set<String> = []
        for edge in edges where known.insert(edge.key).inserted {
            if let id = edge.from.id, isHere(id) { outgoing[id, default: []].append(edge) }
            if let id = edge.to.id, isHere(id) { incoming[id, default: []].append(edge) }
        }
    }

    /// A link goes with what it joins. An end that is not settled yet is part of what its record says; an end that stays
    /// behind leaves only a label.
    private func travels(_ edge: PackEdge) -> Bool {
        let ends = [edge.from.id, edge.to.id]
        return ends.contains { isHere($0) } && ends.allSatisfy { $0 == nil || isHere($0) }
    }

    func isHere(_ id: RecordID?) -> Bool { id.map { byID[$0] != nil } ?? false }

    /// A title may itself say too much: of what is sensitive or private nothing is shown.
    private static func mayBeNamed(_ record: KistRecord, _ facts: RecordFacts) -> Bool {
        guard facts.schemas.field(role: "consent", of: record.type) == nil else { return false }
        if facts.value("sensitivity", record)?.items.first?.string == "sensitivity:hold" { return false }
        let access = facts.value("access", record)?.items.first?.string ?? "access:network"
        return ExportRule.openAccess.contains(access)
    }
}
