/// Cuts a query text into tokens and builds its tree.
struct QueryReader {
    private enum Token: Equatable {
        case open, minus
        /// A bracket's end and the boost after it.
        case close(Float?)
        /// `name:` directly before a value.
        case name(String)
        case phrase(String, slop: Int, boost: Float?)
        case word(String)

        var isClose: Bool { if case .close = self { true } else { false } }
    }

    private(set) var notes: [String] = []
    private let names: Set<String>
    private var tokens: [Token] = []
    private var at = 0

    private static let quotes: Set<Unicode.Scalar> = [
        "\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{AB}", "\u{BB}",
    ]

    init(_ text: String, names: Set<String>) {
        self.names = names
        cut(Array(text.unicodeScalars))
    }

    // MARK: - Tokens

    private mutating func cut(_ text: [Unicode.Scalar]) {
        var index = 0
        var depth = 0
        var operands = 0
        while index < text.count {
            if operands >= QueryParser.mostTokens {
                note("The query is very long: only its first \(QueryParser.mostTokens) words were used.")
                break
            }
            let character = text[index]
            if character.properties.isWhitespace {
                index += 1
            } else if character == "(" {
                index += 1
                guard depth < QueryParser.deepestNesting, closes(text, from: index) else {
                    note("A bracket that is not closed was left out.")
                    continue
                }
                depth += 1
                tokens.append(.open)
            } else if character == ")" {
                index += 1
                guard depth > 0 else {
                    note("A closing bracket without an opening one was left out.")
                    continue
                }
                depth -= 1
                var boost: Float?
                (boost, index) = boostSuffix(text, index)
                tokens.append(.close(boost))
            } else if Self.quotes.contains(character) {
                index = cutPhrase(text, index)
                operands += 1
            } else if character == "-", index + 1 < text.count, Self.startsOperand(text[index + 1]) {
                tokens.append(.minus)
                index += 1
            } else {
                index = cutWord(text, index)
                operands += 1
            }
        }
        // Brackets that the limit on words left open.
        while depth > 0 {
            tokens.append(.close(nil))
            depth -= 1
        }
    }

    private static func ends(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
        index >= text.count || text[index].properties.isWhitespace || text[index] == "(" || text[index] == ")"
    }

    /// `^2` at `start`, if what follows is an end.
    private mutating func boostSuffix(_ text: [Unicode.Scalar], _ start: Int) -> (Float?, Int) {
        guard start < text.count, text[start] == "^" else { return (nil, start) }
        var end = start + 1
        while !Self.ends(text, end), !Self.quotes.contains(text[end]) { end += 1 }
        guard Self.ends(text, end), let boost = QueryWordReader.boost(Self.string(text[(start + 1)..<end])) else {
            return (nil, start)
        }
        return (boost, end)
    }

    /// `~2` at `start`, if what follows is an end or a boost.
    private mutating func slopSuffix(_ text: [Unicode.Scalar], _ start: Int) -> (Int, Int) {
        guard start < text.count, text[start] == "~" else { return (0, start) }
        var end = start + 1
        while end < text.count, ("0"..."9").contains(text[end]) { end += 1 }
        guard end > start + 1, end - start <= 10, let slop = Int(Self.string(text[(start + 1)..<end])) else {
            return (0, start)
        }
        guard Self.ends(text, end) || boostSuffix(text, end).0 != nil else { return (0, start) }
        if slop > Query.largestSlop {
            note("The words of a phrase can be at most \(Query.largestSlop) places out of place.")
        }
        return (min(slop, Query.largestSlop), end)
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private mutating func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    private static func startsOperand(_ character: Unicode.Scalar) -> Bool {
        !character.properties.isWhitespace && character != ")"
    }

    /// Whether a bracket opened before `start` is closed later. Quotes are skipped where they are closed.
    private func closes(_ text: [Unicode.Scalar], from start: Int) -> Bool {
        var depth = 1
        var index = start
        while index < text.count {
            if Self.quotes.contains(text[index]), let end = endOfPhrase(text, index + 1) {
                index = end
            } else if text[index] == "(" {
                depth += 1
            } else if text[index] == ")" {
                depth -= 1
                if depth == 0 { return true }
            }
            index += 1
        }
        return false
    }

    private func endOfPhrase(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
        text[start...].firstIndex { Self.quotes.contains($0) }
    }

    private mutating func cutPhrase(_ text: [Unicode.Scalar], _ start: Int) -> Int {
        guard let end = endOfPhrase(text, start + 1) else {
            note("A quotation mark that is not closed was left out. Put “\"” on both sides of a phrase.")
            return start + 1
        }
        let words = text[(start + 1)..<end].split { $0.properties.isWhitespace }.map(Self.string)
        let (slop, afterSlop) = slopSuffix(text, end + 1)
        let (boost, after) = boostSuffix(text, afterSlop)
        if !words.isEmpty { tokens.append(.phrase(words.joined(separator: " "), slop: slop, boost: boost)) }
        return after
    }

    private mutating func cutWord(_ text: [Unicode.Scalar], _ start: Int) -> Int {
        var end = start
        while end < text.count, !text[end].properties.isWhitespace, text[end] != "(", text[end] != ")",
            !Self.quotes.contains(text[end])
        {
            end += 1
            // `name:` followed by its value, in quotes or brackets perhaps.
            if text[end - 1] == ":", end < text.count, Self.startsOperand(text[end]), end - 1 > start {
                let name = Self.string(text[start..<(end - 1)])
                let isValue = !Self.quotes.contains(text[end]) || endOfPhrase(text, end + 1) != nil
                let isGroup = text[end] != "(" || closes(text, from: end + 1)
                if isValue, isGroup, names.contains(name.lowercased()) {
                    tokens.append(.name(name))
                    return end
                }
            }
        }
        tokens.append(.word(Self.string(text[start..<end])))
        return end
    }

    // MARK: - Tree

    mutating func read() -> QuerySyntax {
        let tree = readAnd()
        return tree ?? .empty
    }

    /// Up to a closing bracket or the end.
    private mutating func readAnd() -> QuerySyntax? {
        var parts: [QuerySyntax] = []
        while at < tokens.count, !tokens[at].isClose {
            if isKeyword("AND"), !parts.isEmpty, startsOperand(at + 1) {
                at += 1
                continue
            }
            guard let part = readOr() else { continue }
            if case .and(let inner) = part { parts += inner } else { parts.append(part) }
        }
        return parts.isEmpty ? nil : parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func readOr() -> QuerySyntax? {
        var parts: [QuerySyntax] = []
        if let first = readOperand() { parts.append(first) }
        while !parts.isEmpty, isKeyword("OR"), startsOperand(at + 1) {
            at += 1
            guard let next = readOperand() else { continue }
            if case .or(let inner) = next { parts += inner } else { parts.append(next) }
        }
        guard let first = parts.first else { return nil }
        guard parts.count > 1 else { return first }
        if case .or(let inner) = first { parts.replaceSubrange(0...0, with: inner) }
        return .or(parts)
    }

    private func isKeyword(_ word: String) -> Bool { at < tokens.count && tokens[at] == .word(word) }

    private func startsOperand(_ index: Int) -> Bool { index < tokens.count && !tokens[index].isClose }

    /// Takes at least one token.
    private mutating func readOperand() -> QuerySyntax? {
        var negations = 0
        while at < tokens.count {
            let isNot = tokens[at] == .minus || (isKeyword("NOT") && startsOperand(at + 1))
            guard isNot else { break }
            negations += 1
            at += 1
        }
        guard let value = readValue() else { return nil }
        // Twice not is not not.
        guard negations % 2 == 1 else { return value }
        if case .not(let inner) = value { return inner }
        return .not(value)
    }

    private mutating func readValue() -> QuerySyntax? {
        guard at < tokens.count else { return nil }
        let token = tokens[at]
        switch token {
        case .close: return nil
        case .minus:
            at += 1
            return nil
        case .open:
            at += 1
            let inner = readAnd()
            guard at < tokens.count, case .close(let boost) = tokens[at] else { return inner }
            at += 1
            return inner.map { Self.boosted($0, boost) }
        case .phrase(let text, let slop, let boost):
            at += 1
            return Self.boosted(.phrase(text, slop: slop), boost)
        case .word(let text):
            at += 1
            return word(text)
        case .name(let name):
            at += 1
            return readField(name)
        }
    }

    private mutating func readField(_ name: String) -> QuerySyntax? {
        guard at < tokens.count else { return .word(name) }
        if case .word(let text) = tokens[at] {
            at += 1
            let (body, boost) = QueryWordReader.split(text)
            if let range = Self.range(body) { return .field(name, Self.boosted(range, boost)) }
            return .field(name, word(text))
        }
        if case .name(let inner) = tokens[at] {
            // "a:b:c": the value of a is "b:c" as it stands.
            at += 1
            guard at < tokens.count, case .word(let text) = tokens[at] else { return .field(name, .word(inner)) }
            at += 1
            return .field(name, .word("\(inner):\(text)"))
        }
        guard let value = readOperand() else { return .word(name) }
        return .field(name, value)
    }

    /// "a..b", "a.." or "..b".
    static func range(_ text: String) -> QuerySyntax? {
        guard text != "..",
            let dot = text.indices.dropLast().first(where: { text[$0] == "." && text[text.index(after: $0)] == "." })
        else { return nil }
        return .range(from: String(text[..<dot]), to: String(text[text.index(dot, offsetBy: 2)...]))
    }

    private mutating func word(_ text: String) -> QuerySyntax {
        let word = QueryWordReader(text)
        if let remark = word.note { note(remark) }
        return word.syntax
    }

    private static func boosted(_ syntax: QuerySyntax, _ boost: Float?) -> QuerySyntax {
        boost.map { .boost(syntax, $0) } ?? syntax
    }
}
