import KistModel

/// Follows links from a record, at most ``maximumDepth`` steps and never in a circle.
struct EvidenceReader {
    static let maximumDepth = 3
    /// More links than this at one record are counted, not listed.
    static let maximumEntries = 200

    let source: any EvidenceSource
    let schemas: SchemaSet
    let vocabularies: VocabularySet

    /// Sections in the order in which a reader asks: what says so, who tried it, what can I use, what is it for.
    private static let sections: [(title: String, relations: [(id: String, incoming: Bool)])] = [
        ("Research for it", [("supports", true)]),
        ("Research against it, or setting limits", [("contradicts", true), ("qualifies", true)]),
        ("Who tried it", [("tries", true)]),
        ("Evaluated in", [("evaluates", true)]),
        ("Ready to use", [("implements", true)]),
        (
            "Bears on",
            [
                ("supports", false), ("contradicts", false), ("qualifies", false), ("tries", false),
                ("evaluates", false), ("implements", false),
            ]
        ),
        ("Rests on", [("digests", false), ("reports", false)]),
        ("Digested in", [("digests", true), ("reports", true)]),
        ("Meets the need", [("addresses", false)]),
        ("Met by", [("addresses", true)]),
        ("Arose from", [("arose-from", false)]),
        ("Gave rise to", [("arose-from", true)]),
        ("Adapted from", [("adapts", false), ("translation-of", false)]),
        ("Adapted as", [("adapts", true), ("translation-of", true)]),
        ("Further reading", [("further-reading", false)]),
        ("Belongs to", [("part-of", false), ("produced-at", false)]),
        ("Contains", [("part-of", true), ("produced-at", true)]),
        ("Replaced by", [("replaces", true)]),
        ("Replies", [("replies-to", true)]),
    ]

    func chain(of record: KistRecord) throws -> EvidenceChain {
        let incoming = try source.links(to: record.id).compactMap { EvidenceLink($0, schemas: schemas) }
        let outgoing = try source.links(from: record.id).compactMap { EvidenceLink($0, schemas: schemas) }
        var sections: [EvidenceChain.Section] = []
        var listed: Set<RecordID> = []
        for (title, relations) in Self.sections {
            var entries: [EvidenceChain.Entry] = []
            for relation in relations {
                let id = "evidence-relation:\(relation.id)"
                for link in (relation.incoming ? incoming : outgoing) where link.relation == id {
                    listed.insert(link.id)
                    entries.append(try entry(of: link, incoming: relation.incoming, seen: [record.id], depth: 1))
                }
            }
            if title == "Rests on" {
                entries += try references(of: record, role: "studies", relation: "evidence-relation:digests")
            }
            if title == "Further reading" {
                entries += try references(
                    of: record, role: "furtherReading", relation: "evidence-relation:further-reading")
            }
            if !entries.isEmpty {
                sections.append(.init(title: title, entries: Array(entries.prefix(Self.maximumEntries))))
            }
        }
        let others = try (incoming.map { ($0, true) } + outgoing.map { ($0, false) }).filter {
            !listed.contains($0.0.id)
        }
        .map { try entry(of: $0.0, incoming: $0.1, seen: [record.id], depth: 1) }
        if !others.isEmpty {
            sections.append(.init(title: "Other links", entries: Array(others.prefix(Self.maximumEntries))))
        }
        let tally = tally(of: sections)
        return EvidenceChain(
            subject: RecordCard(record, schemas: schemas), sections: sections, tally: tally,
            gaps: gaps(of: record, sections: sections),
            unmatched: sections.flatMap(\.entries).compactMap { $0.card == nil ? $0.words : nil })
    }

    // MARK: - Entries

    private func entry(of link: EvidenceLink, incoming: Bool, seen: Set<RecordID>, depth: Int) throws
        -> EvidenceChain.Entry
    {
        let end = incoming ? link.from : link.to
        let label =
            vocabularies.relationLabel(link.relation, incoming: incoming)
        var entry = try entry(for: end, relation: link.relation, label: label)
        entry.quote = link.quote
        entry.place = link.place
        if let direction = link.direction {
            entry.direction = direction
            entry.directionLabel = vocabularies.label(direction)
        }
        if let id = end.id, entry.card != nil, depth < Self.maximumDepth, !seen.contains(id),
            Self.follows(link.relation)
        {
            entry.children = try children(of: id, seen: seen.union([id]), depth: depth + 1)
        }
        return entry
    }

    private func entry(for reference: RecordReference, relation: String, label: String) throws -> EvidenceChain.Entry {
        let record = try reference.id.flatMap { try source.record($0) }
        let direction = record.flatMap { schemas.value(role: "direction", of: $0)?.items.first?.string }
        return EvidenceChain.Entry(
            card: record.map { RecordCard($0, schemas: schemas) },
            words: record == nil ? reference.words ?? reference.id?.text : reference.words,
            relation: relation, relationLabel: label, direction: direction,
            directionLabel: direction.map { vocabularies.label($0) },
            quote: nil, place: nil, isWithdrawn: try reference.id.map { try source.isWithdrawn($0) } ?? false,
            isRetracted: record.flatMap { schemas.value(role: "retracted", of: $0) }.map(Self.isTrue) ?? false,
            children: [])
    }

    private static func isTrue(_ value: JSONValue) -> Bool { value.bool ?? !value.isNull }

    /// From a trial one goes on to its evaluations, from a digest to its studies: not back to other strategies.
    private static func follows(_ relation: String) -> Bool {
        !["part-of", "produced-at", "replaces", "further-reading"].contains(
            String(relation.dropFirst("evidence-relation:".count)))
    }

    private func children(of id: RecordID, seen: Set<RecordID>, depth: Int) throws -> [EvidenceChain.Entry] {
        guard let record = try source.record(id) else { return [] }
        var entries: [EvidenceChain.Entry] = []
        for link in try source.links(to: id).compactMap({ EvidenceLink($0, schemas: schemas) }).prefix(
            Self.maximumEntries)
        where link.relation == "evidence-relation:evaluates" {
            entries.append(try entry(of: link, incoming: true, seen: seen, depth: depth))
        }
        for link in try source.links(from: id).compactMap({ EvidenceLink($0, schemas: schemas) }).prefix(
            Self.maximumEntries)
        where ["evidence-relation:digests", "evidence-relation:reports"].contains(link.relation) {
            entries.append(try entry(of: link, incoming: false, seen: seen, depth: depth))
        }
        entries += try references(of: record, role: "studies", relation: "evidence-relation:digests")
        return entries
    }

    /// Records that a field names, for example a digest's studies.
    private func references(of record: KistRecord, role: String, relation: String) throws -> [EvidenceChain.Entry] {
        let label = vocabularies.concept(relation)?.label() ?? relation
        return try (schemas.value(role: role, of: record)?.items ?? []).compactMap { RecordReference($0) }.prefix(
            Self.maximumEntries
        )
        .map { try entry(for: $0, relation: relation, label: label) }
    }

    // MARK: - Counting

    /// Each record counts once, however many ways lead to it. A trial that was evaluated speaks through its evaluations, one
    /// that was not through what its own report says.
    private func tally(of sections: [EvidenceChain.Section]) -> EvidenceTally {
        var research: [String: Set<String>] = [:]
        var practice: [String: Set<String>] = [:]
        var retracted: Set<String> = []
        func count(_ entry: EvidenceChain.Entry) {
            guard let card = entry.card, !entry.isWithdrawn else { return }
            guard ["enquiry", "evaluation"].contains(card.type) else {
                research[entry.relation, default: []].insert(card.id)
                if entry.isRetracted { retracted.insert(card.id) }
                return
            }
            let evaluations = entry.children.filter { $0.relation == "evidence-relation:evaluates" && $0.card != nil }
            if evaluations.isEmpty, let direction = entry.direction { practice[direction, default: []].insert(card.id) }
            for evaluation in evaluations { count(evaluation) }
        }
        let counted = ["Research for it", "Research against it, or setting limits", "Who tried it", "Evaluated in"]
        for section in sections where counted.contains(section.title) {
            for entry in section.entries { count(entry) }
        }
        func list(_ counts: [String: Set<String>], scheme: String, label: (Concept) -> String) -> [EvidenceTally.Count]
        {
            vocabularies.concepts(in: [scheme]).compactMap { concept in
                counts[concept.id].map { .init(kind: concept.id, label: label(concept), count: $0.count) }
            }
        }
        return EvidenceTally(
            research: list(research, scheme: "evidence-relation") {
                $0.id.hasSuffix(":supports") ? "support" : $0.id.hasSuffix(":contradicts") ? "dispute" : "set limits"
            },
            practice: list(practice, scheme: "direction") { $0.label() }, retracted: retracted.count)
    }

    private func gaps(of record: KistRecord, sections: [EvidenceChain.Section]) -> [String] {
        let titles = Set(sections.map(\.title))
        var gaps: [String] = []
        switch record.type {
        case "strategy":
            if !titles.contains("Research for it"), !titles.contains("Research against it, or setting limits") {
                gaps.append("no research digest bears on it yet")
            }
            if !titles.contains("Who tried it"), !titles.contains("Evaluated in") {
                gaps.append("nobody has recorded a trial of it yet")
            }
            if !titles.contains("Ready to use") { gaps.append("no ready-made resource puts it into practice yet") }
        case "enquiry" where !titles.contains("Evaluated in"): gaps.append("no evaluation of it yet")
        case "digest" where !titles.contains("Rests on"): gaps.append("no study is named")
        default: break
        }
        return gaps
    }
}
