import KistModel

/// What bears on a record: for and against side by side, trials with what came of them, never summed into one figure.
struct EvidenceHTML {
    let facts: RecordFacts
    let selection: PackSelection
    let fields: FieldHTML

    private struct Entry {
        var edge: PackEdge
        var other: RecordReference
        var label: String
        /// Term of `direction`: the link's own, else that of the record at the other end.
        var direction: String?
        var isRetracted: Bool
    }

    private static let order = ["positive", "mixed", "null", "negative", "unclear"]

    func html(_ id: RecordID) -> String {
        let incoming = (selection.incoming[id] ?? []).map { entry($0, incoming: true) }
        let outgoing = (selection.outgoing[id] ?? []).map { entry($0, incoming: false) }
        func find(_ names: String...) -> [Entry] {
            incoming.filter { names.contains(RecordFacts.local($0.edge.relation)) }
        }
        let pro = find("supports"), contra = find("contradicts", "qualifies"),
            tried = sorted(find("tries", "evaluates"))
        var out = ""
        if !(pro + contra + tried).isEmpty {
            out += "<section aria-labelledby=\"evidence\">\n<h2 id=\"evidence\">What the evidence says</h2>\n"
            out += picture(pro: pro, contra: contra, tried: tried)
            if !(pro + contra).isEmpty {
                out += "<div class=\"sides\">\n"
                out += side("Evidence for", "for", pro, empty: "No evidence for it in this pack.")
                out += side(
                    "Evidence against, or setting limits", "against", contra,
                    empty: "No evidence against it in this pack.")
                out += "</div>\n"
            }
            if !tried.isEmpty { out += "<h3>Who tried it, and what came of it</h3>\n\(list(tried))" }
            out += "</section>\n"
        }
        let shown = Set((pro + contra + tried).map(\.edge.key))
        let rest = (incoming + outgoing).filter { !shown.contains($0.edge.key) }
        guard !rest.isEmpty else { return out }
        out += "<section aria-labelledby=\"links\">\n<h2 id=\"links\">Connected with</h2>\n"
        var labels: [String] = []
        for entry in rest where !labels.contains(entry.label) { labels.append(entry.label) }
        for label in labels {
            out += "<h3>\(HTML.escape(Self.capitalised(label)))</h3>\n\(list(rest.filter { $0.label == label }))"
        }
        return out + "</section>\n"
    }

    // MARK: - Parts

    private func entry(_ edge: PackEdge, incoming: Bool) -> Entry {
        let other = incoming ? edge.from : edge.to
        let concept = facts.vocabularies.concept(edge.relation)
        let inverse = concept?.inverse.map { facts.vocabularies.label($0) }
        let record = other.id.flatMap { selection.byID[$0]?.record }
        let direction = edge.direction ?? record.flatMap { facts.value("direction", $0)?.items.first?.string }
        let retracted = record.flatMap { facts.value("retracted", $0)?.items.first }
        return Entry(
            edge: edge, other: other, label: (incoming ? inverse : concept?.label()) ?? edge.relation,
            direction: direction,
            isRetracted: retracted.map { $0.bool ?? true } ?? false)
    }

    private func sorted(_ entries: [Entry]) -> [Entry] {
        func rank(_ entry: Entry) -> Int {
            Self.order.firstIndex(of: RecordFacts.local(entry.direction ?? "")) ?? Self.order.count
        }
        return entries.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(
            \.element)
    }

    private func side(_ title: String, _ name: String, _ entries: [Entry], empty: String) -> String {
        "<div class=\"side \(name)\">\n<h3>\(title) (\(entries.count))</h3>\n\(entries.isEmpty ? "<p class=\"note\">\(empty)</p>\n" : list(entries))</div>\n"
    }

    private func list(_ entries: [Entry]) -> String {
        "<ul class=\"links\">\n" + entries.map { "<li>\(item($0))</li>\n" }.joined() + "</ul>\n"
    }

    private func item(_ entry: Entry) -> String {
        var text = fields.reference(entry.other)
        if let id = entry.other.id, let record = selection.byID[id]?.record {
            var about = [facts.typeLabel(record.type)]
            if let date = facts.date(record) { about.append(String(date.prefix(4))) }
            text += " <span class=\"note\">\(HTML.escape(about.joined(separator: ", ")))</span>"
        }
        if RecordFacts.local(entry.edge.relation) == "qualifies" {
            text += " <span class=\"badge limits\">Sets limits</span>"
        }
        if let direction = entry.direction { text += " " + EvidenceHTML.badge(direction, facts) }
        if let strength = entry.edge.strength {
            text += " <span class=\"badge\">\(HTML.escape(facts.vocabularies.label(strength)))</span>"
        }
        if entry.isRetracted { text += " <span class=\"badge negative\">Retracted</span>" }
        if let quote = entry.edge.quote {
            let place = entry.edge.locator.map { " <span class=\"note\">(\(HTML.escape($0)))</span>" } ?? ""
            text += "<blockquote><p>\(HTML.escape(quote))\(place)</p></blockquote>"
        }
        if let note = entry.edge.note { text += "<p class=\"note\">\(HTML.escape(note))</p>" }
        return text
    }

    static func badge(_ direction: String, _ facts: RecordFacts) -> String {
        let name = order.contains(RecordFacts.local(direction)) ? RecordFacts.local(direction) : "unclear"
        return "<span class=\"badge \(name)\">\(HTML.escape(facts.vocabularies.label(direction)))</span>"
    }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    // MARK: - Picture

    /// One mark for each source, its shape saying what it found; the same in words for those who do not see it.
    private func picture(pro: [Entry], contra: [Entry], tried: [Entry]) -> String {
        var rows: [(name: String, marks: [String], words: String)] = []
        let limits = contra.filter { RecordFacts.local($0.edge.relation) == "qualifies" }.count
        let against = contra.count - limits
        if !(pro + contra).isEmpty {
            let marks =
                Array(repeating: "positive", count: pro.count) + Array(repeating: "mixed", count: limits)
                + Array(repeating: "negative", count: against)
            var words: [String] = []
            if !pro.isEmpty { words.append("\(pro.count) for") }
            if limits > 0 { words.append("\(limits) setting limits") }
            if against > 0 { words.append("\(against) against") }
            let retracted = (pro + contra).filter(\.isRetracted).count
            let aside = retracted > 0 ? " (\(retracted) of them retracted)" : ""
            rows.append(("Research", marks, words.joined(separator: ", ") + aside))
        }
        if !tried.isEmpty {
            let kinds = tried.map { entry in
                Self.order.first { $0 == RecordFacts.local(entry.direction ?? "") } ?? "unclear"
            }
            let words = Self.order.compactMap { kind -> String? in
                let count = kinds.filter { $0 == kind }.count
                guard count > 0 else { return nil }
                return
                    "\(count) \(kind == "unclear" ? "cannot tell" : facts.vocabularies.label("direction:\(kind)").lowercased())"
            }
            rows.append(("Practice", kinds, words.joined(separator: ", ")))
        }
        var out = "<ul class=\"tally\">\n"
        for row in rows {
            out +=
                "<li><strong>\(row.name):</strong> \(HTML.escape(row.words)) \(Self.drawing(row.marks, label: "\(row.name): \(row.words)"))</li>\n"
        }
        return out + "</ul>\n"
    }

    private static func drawing(_ kinds: [String], label: String) -> String {
        let shown = kinds.prefix(40)
        var out =
            "<svg class=\"marks\" viewBox=\"0 0 \(shown.count * 20) 20\" width=\"\(shown.count * 20)\" height=\"20\" role=\"img\" aria-label=\"\(HTML.escape(label))\">"
        for (index, kind) in shown.enumerated() {
            let x = index * 20
            switch kind {
            case "positive": out += "<circle class=\"positive\" cx=\"\(x + 10)\" cy=\"10\" r=\"7\"/>"
            case "negative": out += "<path class=\"negative\" d=\"M\(x + 3) 4h14l-7 13z\"/>"
            case "mixed": out += "<path class=\"mixed\" d=\"M\(x + 10) 2l8 8-8 8-8-8z\"/>"
            case "null": out += "<path class=\"null\" d=\"M\(x + 3) 7h14v6h-14z\"/>"
            default: out += "<circle class=\"unclear\" cx=\"\(x + 10)\" cy=\"10\" r=\"6\"/>"
            }
        }
        return out + "</svg>"
    }
}
