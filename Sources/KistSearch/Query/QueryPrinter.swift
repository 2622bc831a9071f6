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
        case .word(let text), .phrase(let text, _), .wildcard(let text): text
        case .prefix(let text): text + "*"
        case .fuzzy(let text, let distance): "\(text)~\(distance.map { String($0) } ?? "")"
        case .range(let from, let to): "\(from)..\(to)"
        case .field(let name, let value): "\(name):\(plain(value))"
        case .and(let parts), .or(let parts): parts.map { plain($0) }.joined(separator: " ")
        case .not(let part): "-" + plain(part)
        case .boost(let part, _): plain(part)
        case .empty: ""
        }
    }

    private func operand(_ syntax: QuerySyntax) -> String {
        switch syntax {
        case .empty: ""
        // In brackets, with nothing beside it, a keyword is a word.
        case .word(let text): ["AND", "OR", "NOT"].contains(text) ? "(\(text))" : text
        case .phrase(let text, let slop): "\"\(text)\"" + (slop > 0 ? "~\(slop)" : "")
        case .prefix, .wildcard, .fuzzy, .range: Self.plain(syntax)
        case .field(let name, let value): "\(name):\(fieldValue(value))"
        case .not(let part): "-" + operand(part)
        case .boost(let part, let factor):
            switch part {
            case .not, .boost, .field: "(\(operand(part)))" + Self.boost(factor)
            case .word, .prefix, .wildcard, .fuzzy: boosted(part, factor, operand(part))
            default: operand(part) + Self.boost(factor)
            }
        case .and(let parts): "(" + parts.map { operand($0) }.joined(separator: " ") + ")"
        case .or(let parts): "(" + parts.map { operand($0) }.joined(separator: " OR ") + ")"
        }
    }

    private static func boost(_ factor: Float) -> String {
        factor == factor.rounded() ? "^\(Int(factor))" : "^\(factor)"
    }

    /// What has no letter could be taken for a formula with its boost, what ends in a colon for a name.
    private func boosted(_ word: QuerySyntax, _ factor: Float, _ text: String) -> String {
        let isPlain = QueryWordReader.hasLetter(Self.plain(word)) && !text.hasSuffix(":") || text.hasPrefix("(")
        return (isPlain ? text : "(\(text))") + Self.boost(factor)
    }

    private func fieldValue(_ value: QuerySyntax) -> String {
        switch value {
        case .field: return "(\(operand(value)))"
        case .boost(let part, let factor) where Self.isOneWord(part): return boosted(part, factor, word(part))
        default: return Self.isOneWord(value) ? word(value) : operand(value)
        }
    }

    private static func isOneWord(_ syntax: QuerySyntax) -> Bool {
        switch syntax {
        case .word, .prefix: true
        default: false
        }
    }

    private func word(_ syntax: QuerySyntax) -> String {
        let text = Self.plain(syntax)
        // Without brackets it would be a range; but a name in front already keeps it from being one.
        let name = text.unicodeScalars.prefix { $0 != ":" }
        let hasName = name.count < text.unicodeScalars.count && names.contains(String(name).lowercased())
        return QueryReader.range(text) == nil || hasName ? operand(syntax) : "(\(text))"
    }
}
