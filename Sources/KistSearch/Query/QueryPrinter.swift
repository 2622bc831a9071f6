/// Writes a query's tree as text that reads as the same tree.
struct QueryPrinter {
    /// Field names that the reader knows, in lower case.
    let names: Set<String>

    func print(_ syntax: QuerySyntax) -> String {
        if case .and(let parts) = syntax { return parts.map { operand($0) }.joined(separator: " ") }
        return operand(syntax)
    }

    /// A value without signs: what it says.
    static func plain(_ syntax: QuerySyntax) -> String {
        switch syntax {
        case .word(let text), .phrase(let text): text
        case .prefix(let text): text + "*"
        case .range(let from, let to): "\(from)..\(to)"
        case .field(let name, let value): "\(name):\(plain(value))"
        case .and(let parts), .or(let parts): parts.map { plain($0) }.joined(separator: " ")
        case .not(let part): "-" + plain(part)
        case .empty: ""
        }
    }

    private func operand(_ syntax: QuerySyntax) -> String {
        switch syntax {
        case .empty: ""
        // In brackets, with nothing beside it, a keyword is a word.
        case .word(let text): ["AND", "OR", "NOT"].contains(text) ? "(\(text))" : text
        case .phrase(let text): "\"\(text)\""
        case .prefix(let text): text + "*"
        case .range(let from, let to): "\(from)..\(to)"
        case .field(let name, let value): "\(name):\(fieldValue(value))"
        case .not(let part): "-" + operand(part)
        case .and(let parts): "(" + parts.map { operand($0) }.joined(separator: " ") + ")"
        case .or(let parts): "(" + parts.map { operand($0) }.joined(separator: " OR ") + ")"
        }
    }

    private func fieldValue(_ value: QuerySyntax) -> String {
        switch value {
        case .field: return "(\(operand(value)))"
        case .word(let text):
            // Without brackets it would be a range; but a name in front already keeps it from being one.
            let name = text.unicodeScalars.prefix { $0 != ":" }
            let hasName = name.count < text.unicodeScalars.count && names.contains(String(name).lowercased())
            return QueryReader.range(text) == nil || hasName ? operand(value) : "(\(text))"
        default: return operand(value)
        }
    }
}
