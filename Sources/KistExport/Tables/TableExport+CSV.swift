import KistModel

extension TableExport {
    /// A table for spreadsheets: UTF-8 with a byte order mark, CRLF, a column for every field that some record fills.
    ///
    /// Terms appear by their English labels, several values parted by `; `. A cell that a spreadsheet could take for a
    /// formula gets an apostrophe before it.
    public func csv(_ records: [ExportRecord]) -> [UInt8] {
        let rows = listed(records)
        let fields = facts.schemas.allFields.filter { field in
            guard !field.isPrivate, !["id", "type"].contains(field.role ?? "") else { return false }
            guard ![.blocks, .json, .file].contains(field.kind) else { return false }
            return rows.contains { row in
                facts.schemas[row.type]?.field(field.name) != nil && row[field.name].map { !$0.items.isEmpty } == true
            }
        }
        var out = "\u{FEFF}"
        var headings = ["Id", "Type"] + fields.map { $0.label() }
        for (index, heading) in headings.enumerated().dropFirst(2) where headings.filter({ $0 == heading }).count > 1 {
            headings[index] = "\(heading) (\(fields[index - 2].name))"
        }
        out += Self.line(headings)
        for row in rows {
            let known = facts.schemas[row.type]
            out += Self.line(
                [row.id.text, facts.typeLabel(row.type)]
                    + fields.map { field in
                        guard let field = known?.field(field.name), let value = row[field.name] else { return "" }
                        return cell(value, field)
                    })
        }
        return Array(out.utf8)
    }

    private func cell(_ value: JSONValue, _ field: FieldSchema) -> String {
        value.items.map { item in
            switch field.kind {
            case .term: return item.string.map { facts.vocabularies.label($0) } ?? item.compact
            case .localText: return RecordFacts.texts(item).map(\.text).joined(separator: " / ")
            case .reference:
                let reference = RecordReference(item)
                return reference?.id.flatMap(titleOf) ?? reference?.words ?? reference?.id?.text ?? ""
            case .identifier: return Identifier(item)?.text ?? item.compact
            case .agent: return item["name"]?.string ?? item.string ?? ""
            case .object:
                guard let object = item.object else { return item.string ?? item.compact }
                return field.fields.filter { !$0.isPrivate }.compactMap { member in
                    object[member.name].map { "\(member.label()): \(cell($0, member))" }
                }.joined(separator: ", ")
            default: return item.string ?? item.compact
            }
        }.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    /// Quoted where the format asks for it; harmless to a spreadsheet that runs what begins like a formula.
    static func quoted(_ cell: String) -> String {
        var text = cell
        // The first scalar, not the first character: a combining mark must not hide an “=”.
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
