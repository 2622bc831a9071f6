import KistModel
import KistProtocol

extension FormPass {
    static let propertyPrefix = "kist:"

    /// Decides what the document is: its property `kist:type`, its form's label, what was asked for, else a resource.
    mutating func findType(requested: String?) {
        if let words = property("type") {
            if adopt(words) { return }
            warnUnknownType(words, place: "document properties")
        }
        for entry in headEntries() where labels.meaning(entry.label) == .type {
            let words = Trimming.lines(entry.value).first ?? ""
            if words.isEmpty || Placeholders.isPrompt(words) { continue }
            if adopt(words) { return }
            if adoptByResourceType(words) { return }
            warnUnknownType(words, place: entry.place)
            break
        }
        if let requested, adopt(requested) { return }
    }

    /// A custom document property `kist:NAME`.
    func property(_ name: String) -> String? {
        let key = Self.propertyPrefix + name
        return metadata.custom.members.first { $0.name.lowercased() == key }?.value.string.map { Trimming.trimmed($0) }
    }

    /// Labels and values at the head of the document, whether they mean anything or not.
    func headEntries() -> [FormEntry] {
        var entries: [FormEntry] = []
        for (index, block) in blocks.enumerated().prefix(FormScanner.leadingBlocks) where block.part == .body {
            if block.kind == .table {
                entries += FormScanner.pairs(of: block, index: index)
            } else if block.kind != .heading, FormScanner.mayHavePairs(block) {
                for (line, text) in FormScanner.lines(of: block).enumerated() {
                    guard let pair = FormScanner.pair(text.text, bold: text.bold) else { continue }
                    entries.append(
                        FormEntry(
                            label: pair.label, value: pair.value, place: block.place, source: .line, block: index,
                            row: line))
                }
            }
        }
        return entries
    }

    private mutating func adopt(_ words: String) -> Bool {
        guard let found = schemas[words] ?? schemas.type(named: words), !found.isInternal else { return false }
        type = found
        labels = allLabels[found.name] ?? labels
        isForm = true
        return true
    }

    /// “Type: Worksheet” names a kind of resource, not a kind of record.
    private mutating func adoptByResourceType(_ words: String) -> Bool {
        for candidate in schemas.types {
            guard let field = candidate.field(role: "resourceType") else { continue }
            let reading = fieldText.read(words, for: field)
            guard !reading.values.isEmpty, reading.unread.isEmpty, adopt(candidate.name) else { continue }
            fields[field.name] = field.cardinality.isList ? .array(reading.values) : reading.values[0]
            return true
        }
        return false
    }

    private mutating func warnUnknownType(_ words: String, place: String) {
        let names = schemas.types.filter { !$0.isInternal }.map { $0.label() }
        let key = Folding.key(words)
        let nearest =
            names.min { EditDistance.between(Folding.key($0), key) < EditDistance.between(Folding.key($1), key) } ?? ""
        warn(
            "form-type-unknown", "“\(words.prefix(60))” is no type of record; the nearest is “\(nearest)”.",
            place: place)
    }
}
