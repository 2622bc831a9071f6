import KistModel

/// `index.js`: one statement that gives the page everything it searches.
struct SearchIndexFile {
    let facts: RecordFacts
    let selection: PackSelection
    /// In the order in which results tie: newest first, then by id.
    let ordered: [ExportRecord]

    /// Fields that become filters, in this order; others that the schema calls facets follow.
    private static let facetRoles = [
        "themes", "stage", "level", "hub", "authority", "direction", "strength", "resourceType", "area", "cost",
    ]
    private static let maximumFacets = 10
    private static let maximumValues = 40

    /// Records in the order of ties.
    static func order(_ records: [ExportRecord], facts: RecordFacts) -> [ExportRecord] {
        func digits(_ export: ExportRecord) -> String {
            let date =
                facts.value("modified", export.record)?.items.first?.string ?? facts.value("date", export.record)?.items
                .first?.string ?? ""
            let found = date.filter { $0.isASCII && $0.isNumber }.prefix(14)
            return found + String(repeating: "0", count: 14 - found.count)
        }
        return records.map { ($0, digits($0)) }.sorted { ($1.1, $0.0.id) < ($0.1, $1.0.id) }.map(\.0)
    }

    func bytes() -> [UInt8] {
        var list = PostingList()
        var gaelic = PostingList()
        var lengths = Array(repeating: [Int](), count: IndexText.Group.allCases.count + 3)
        for (document, export) in ordered.enumerated() {
            let text = IndexText(export, facts: facts)
            for group in IndexText.Group.allCases {
                let words = text.words[group] ?? []
                for word in words { list.add(word, document: document, group: group) }
                lengths[group.rawValue].append(words.count)
                guard group.rawValue < 3 else { continue }
                let others = text.gaelic[group] ?? []
                for word in others { gaelic.add(word, document: document, group: group) }
                lengths[5 + group.rawValue].append(others.count)
            }
        }
        let weights = IndexText.Group.allCases.map(\.weight) + [4, 2, 1]
        let facets = facets()
        var holders: [[JSONValue]] = Array(repeating: [], count: ordered.count)
        var first = 0
        var facetList: [JSONValue] = []
        for facet in facets {
            facetList.append([
                "label": .string(facet.label), "first": .int(first), "values": .strings(facet.values.map(\.label)),
            ])
            for (index, value) in facet.values.enumerated() {
                for document in value.documents { holders[document].append(.int(first + index)) }
            }
            first += facet.values.count
        }
        let documents = ordered.enumerated().map { index, export -> JSONValue in
            let title = facts.title(export.record)
            let summary = facts.summary(export.record)
            return [
                .string(title.text), .string(PackNames.page(export.id)),
                .string(Self.shortened(summary?.text ?? "", 200)), .string(note(export.record)),
                .string(title.language == "en" ? "" : title.language), .array(holders[index]),
            ]
        }
        let fields = zip(weights, lengths).map { weight, lengths -> JSONValue in
            ["w": .double(weight), "l": .string(PostingList.text(of: lengths))]
        }
        let index: JSONValue = [
            "version": 1, "docs": .array(documents), "facets": .array(facetList), "fields": .array(fields),
            "terms": .string(list.terms),
            "posts": .string(list.postings), "gterms": .string(gaelic.terms), "gposts": .string(gaelic.postings),
        ]
        // Never the end of a script element, and no line separator that old readers take for the end of a line.
        let text = String(decoding: index.canonical, as: UTF8.self).replacing("<", with: "\\u003c")
            .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
        return Array("KIST_INDEX=\(text);\n".utf8)
    }

    /// What a result says beside its title: kind, year, what came of it.
    private func note(_ record: KistRecord) -> String {
        var parts = [facts.typeLabel(record.type)]
        if let date = facts.date(record) { parts.append(String(date.prefix(4))) }
        if let direction = facts.value("direction", record)?.items.first?.string {
            parts.append(facts.vocabularies.label(direction))
        }
        if let hub = facts.hub(record),
            let name = hub.id.flatMap({ selection.byID[$0] }).map({ facts.title($0.record).text }) ?? hub.words
        {
            parts.append(name)
        }
        return parts.joined(separator: " · ")
    }

    // MARK: - Facets

    private struct Facet {
        var label: String
        var values: [(label: String, documents: [Int])]
    }

    private func facets() -> [Facet] {
        var types: [String: [Int]] = [:]
        for (index, export) in ordered.enumerated() {
            types[facts.typeLabel(export.record.type), default: []].append(index)
        }
        var list = [
            Facet(
                label: "Type",
                values: types.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { ($0.key, $0.value) })
        ]
        let all = facts.schemas.allFields.filter {
            $0.isFacet && !$0.isPrivate && $0.role != "type" && ($0.kind == .term || $0.kind == .reference)
        }
        let preferred = Self.facetRoles.compactMap { role in all.first { $0.role == role } }
        for field in preferred + all.filter({ field in !preferred.contains { $0.name == field.name } })
        where list.count < Self.maximumFacets {
            if let facet = facet(field) { list.append(facet) }
        }
        return list
    }

    private func facet(_ field: FieldSchema) -> Facet? {
        var documents: [String: [Int]] = [:]
        var labels: [String: String] = [:]
        for (index, export) in ordered.enumerated() where facts.schemas[export.record.type]?.field(field.name) != nil {
            for item in export.record[field.name]?.items ?? [] {
                let key: String
                if field.kind == .reference {
                    guard let reference = RecordReference(item) else { continue }
                    let title = reference.id.flatMap { selection.byID[$0] }.map { facts.title($0.record).text }
                    guard let label = title ?? reference.words else { continue }
                    key = Folding.key(label)
                    labels[key] = labels[key] ?? label
                } else {
                    guard let term = item.string else { continue }
                    key = term
                    labels[key] = facts.vocabularies.label(term)
                }
                if documents[key]?.last != index { documents[key, default: []].append(index) }
            }
        }
        guard !documents.isEmpty else { return nil }
        let order = Dictionary(
            facts.vocabularies.concepts(in: field.vocabularies).enumerated().map { ($0.element.id, $0.offset) }
        ) { first, _ in first }
        var keys = documents.keys.sorted()
        if keys.count > Self.maximumValues {
            keys = Array(
                keys.sorted { (documents[$1]?.count ?? 0, $0) < (documents[$0]?.count ?? 0, $1) }.prefix(
                    Self.maximumValues))
        }
        keys.sort { (order[$0] ?? .max, labels[$0] ?? $0) < (order[$1] ?? .max, labels[$1] ?? $1) }
        return Facet(label: field.label(), values: keys.map { (labels[$0] ?? $0, documents[$0] ?? []) })
    }

    /// At most `limit` characters, cut between words.
    static func shortened(_ text: String, _ limit: Int) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count > limit else { return line }
        let cut = line.prefix(limit)
        let end = cut.lastIndex(of: " ") ?? cut.endIndex
        return cut[..<end] + "…"
    }
}
