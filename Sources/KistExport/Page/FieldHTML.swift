import KistModel

/// A field's value as a reader should see it.
struct FieldHTML {
    let facts: RecordFacts
    let selection: PackSelection
    let language: String

    func value(_ value: JSONValue, _ field: FieldSchema) -> String {
        let parts = value.items.map { one($0, field) }.filter { !$0.isEmpty }
        switch parts.count {
        case 0: return ""
        case 1: return parts[0]
        default:
            let isShort = [.term, .code, .number, .integer, .date, .duration].contains(field.kind)
            return isShort ? parts.joined(separator: ", ") : "<ul>" + parts.map { "<li>\($0)</li>" }.joined() + "</ul>"
        }
    }

    private func one(_ item: JSONValue, _ field: FieldSchema) -> String {
        switch field.kind {
        case .term: return HTML.escape(item.string.map { facts.vocabularies.label($0) } ?? item.compact)
        case .localText:
            return RecordFacts.texts(item).map {
                "<span\(HTML.language($0.language.isEmpty ? language : $0.language))>\(HTML.escape($0.text))</span>"
            }
            .joined(separator: "<br>")
        case .text:
            return item.string.map {
                "<span\(HTML.language(language))>\(HTML.escape($0).replacing("\n", with: "<br>"))</span>"
            } ?? HTML.escape(item.compact)
        case .reference: return RecordReference(item).map { reference($0) } ?? HTML.escape(item.compact)
        case .identifier: return identifier(item)
        case .agent: return agent(item)
        case .url: return item.string.map(Self.link) ?? HTML.escape(item.compact)
        case .boolean: return item.bool == true ? "Yes" : "No"
        case .object:
            guard let object = item.object else { return HTML.escape(item.string ?? item.compact) }
            return object.members.compactMap { name, inner -> String? in
                guard let member = field.fields.first(where: { $0.name == name }) else {
                    return "\(HTML.escape(name)): \(HTML.escape(inner.string ?? inner.compact))"
                }
                guard !member.isPrivate else { return nil }
                let text = value(inner, member)
                return text.isEmpty
                    ? nil
                    : name == "text" || name == "note"
                        ? text : "<span class=\"label\">\(HTML.escape(member.label())):</span> \(text)"
            }.joined(separator: "<br>")
        default: return HTML.escape(item.string ?? item.compact)
        }
    }

    /// A link where the record is in the pack; its title where that may be shown; else the words of the source.
    func reference(_ reference: RecordReference) -> String {
        if let id = reference.id, let export = selection.byID[id] {
            let title = facts.title(export.record)
            return "<a href=\"\(id.text).html\"\(HTML.language(title.language))>\(HTML.escape(title.text))</a>"
        }
        if let id = reference.id, let title = selection.stubs[id] {
            return "\(HTML.escape(title)) <span class=\"note\">(not in this pack)</span>"
        }
        if let words = reference.words, !words.isEmpty {
            return HTML.escape(words) + (reference.id == nil ? "" : " <span class=\"note\">(not in this pack)</span>")
        }
        return "<span class=\"note\">A record that is not in this pack</span>"
    }

    private func identifier(_ item: JSONValue) -> String {
        guard let identifier = Identifier(item) else {
            return HTML.escape(item["value"]?.string ?? item.string ?? item.compact)
        }
        switch identifier.scheme {
        case "doi": return Self.link("https://doi.org/\(identifier.value)")
        case "url": return Self.link(identifier.value)
        default: return HTML.escape("\(identifier.scheme.uppercased()) \(identifier.value)")
        }
    }

    private func agent(_ item: JSONValue) -> String {
        var text = HTML.escape(item["name"]?.string ?? item["as"]?.string ?? item.string ?? "")
        if let id = item["ref"]?.string.flatMap({ RecordID($0) }), selection.isHere(id) {
            text = reference(RecordReference(id: id, words: nil))
        }
        let notes = [item["role"]?.string.map { facts.vocabularies.label($0) }, item["organisation"]?.string].compactMap
        { $0 }
        return notes.isEmpty || text.isEmpty
            ? text : "\(text) <span class=\"note\">(\(HTML.escape(notes.joined(separator: ", "))))</span>"
    }

    /// Only to the web; any other address is shown and leads nowhere.
    static func link(_ address: String) -> String {
        let lower = address.lowercased()
        let isPlain = address.unicodeScalars.allSatisfy {
            $0.isASCII && $0.value > 0x20 && !"\"<>\\^`{|}".unicodeScalars.contains($0)
        }
        guard isPlain, lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return HTML.escape(address) }
        return "<a href=\"\(HTML.escape(address))\" rel=\"noreferrer\">\(HTML.escape(address))</a>"
    }
}
