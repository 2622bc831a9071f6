import KistModel

/// Reads the part of YAML that citation files are written in: mappings and lists by indentation, plain and quoted values,
/// blocks after `|` and `>`, short lists in brackets, remarks. Anchors, aliases, tags and several documents are refused, and
/// everything is bounded.
struct YAMLReader {
    struct Failure: Error {
        var message: String
        /// From 1.
        var line: Int
    }

    private static let maximumDepth = 32
    private static let maximumNodes = 50_000

    private struct Line {
        var number: Int
        var indent: Int
        /// Without indentation, remarks and white space at the end.
        var text: Substring
        /// As it stands, for blocks of text.
        var whole: Substring
    }

    private var lines: [Line] = []
    private var position = 0
    private var nodes = 0

    static func read(_ text: String) throws(Failure) -> JSONValue {
        var reader = YAMLReader()
        try reader.split(text)
        guard reader.position < reader.lines.count else { return .null }
        let value = try reader.node(indent: reader.current.indent, depth: 0)
        reader.skipBlank()
        if reader.position < reader.lines.count { throw reader.fault("this line stands too far to the left") }
        return value
    }

    private init() {}

    private var current: Line { lines[position] }

    private func fault(_ message: String) -> Failure {
        Failure(message: message, line: position < lines.count ? lines[position].number : lines.last?.number ?? 1)
    }

    // MARK: - Lines

    private mutating func split(_ text: String) throws(Failure) {
        var number = 0
        var sawContent = false
        for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let content = raw.drop { $0 == " " }
            let indent = raw.utf8.count - content.utf8.count
            if content.hasPrefix("\t") { throw Failure(message: "a tab cannot indent a line", line: number) }
            if indent == 0, content.hasPrefix("---") || content.hasPrefix("...") {
                if content.hasPrefix("..."), sawContent { break }
                if sawContent { throw Failure(message: "the file holds several documents", line: number) }
                continue
            }
            if indent == 0, content.hasPrefix("%") { continue }
            let text = Self.withoutRemark(content)
            if !text.isEmpty { sawContent = true }
            lines.append(Line(number: number, indent: indent, text: text, whole: raw))
        }
        skipBlank()
    }

    /// Without a `#` remark, which needs a space before it, and outside quotes.
    private static func withoutRemark(_ text: Substring) -> Substring {
        var quote: Character?
        var previous: Character = " "
        var end = text.endIndex
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open, !(open == "\"" && previous == "\\") { quote = nil }
            } else if character == "#", previous == " " || previous == "\t" {
                end = index
                break
            } else if character == "\"" || character == "'", " [{,:-".contains(previous) {
                quote = character
            }
            previous = character
        }
        var kept = text[..<end]
        while let last = kept.last, last == " " || last == "\t" { kept.removeLast() }
        return kept
    }

    private mutating func skipBlank() { while position < lines.count, current.text.isEmpty { position += 1 } }

    // MARK: - Structure

    private mutating func node(indent: Int, depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw fault("the nesting is too deep") }
        nodes += 1
        guard nodes < Self.maximumNodes else { throw fault("there are too many values") }
        let text = current.text
        if text == "-" || text.hasPrefix("- ") { return try list(indent: indent, depth: depth) }
        if Self.key(text) != nil { return try mapping(indent: indent, depth: depth) }
        let value = try scalar(text, indent: indent, depth: depth)
        return value
    }

    private mutating func list(indent: Int, depth: Int) throws(Failure) -> JSONValue {
        var items: [JSONValue] = []
        while true {
            skipBlank()
            guard position < lines.count, current.indent == indent, current.text == "-" || current.text.hasPrefix("- ")
            else { break }
            let rest = current.text.dropFirst().drop { $0 == " " }
            if rest.isEmpty {
                position += 1
                skipBlank()
                if position < lines.count, current.indent > indent {
                    items.append(try node(indent: current.indent, depth: depth + 1))
                } else {
                    items.append(.null)
                }
                continue
            }
            // What follows the dash is a line of its own, further in.
            let inner = indent + (current.text.utf8.count - rest.utf8.count)
            lines[position].indent = inner
            lines[position].text = rest
            items.append(try node(indent: inner, depth: depth + 1))
        }
        return .array(items)
    }

    private mutating func mapping(indent: Int, depth: Int) throws(Failure) -> JSONValue {
        var object = JSONObject()
        while true {
            skipBlank()
            guard position < lines.count, current.indent == indent, !current.text.hasPrefix("- ") else { break }
            guard let (name, rest) = Self.key(current.text) else { throw fault("this line is not “name: value”") }
            guard object[name] == nil else { throw fault("“\(name.prefix(60))” stands twice") }
            nodes += 1
            guard nodes < Self.maximumNodes else { throw fault("there are too many values") }
            if rest.isEmpty {
                position += 1
                skipBlank()
                let isInner =
                    position < lines.count
                    && (current.indent > indent
                        || current.indent == indent && (current.text == "-" || current.text.hasPrefix("- ")))
                object[name] = isInner ? try node(indent: current.indent, depth: depth + 1) : .null
            } else {
                object[name] = try scalar(rest, indent: indent, depth: depth)
            }
        }
        if position < lines.count, current.indent > indent { throw fault("this line stands too far to the right") }
        return .object(object)
    }

    /// `name: rest`, where the name may be quoted.
    private static func key(_ text: Substring) -> (name: String, rest: Substring)? {
        if let quote = text.first, quote == "\"" || quote == "'" {
            guard let close = text.dropFirst().firstIndex(of: quote) else { return nil }
            let after = text[text.index(after: close)...]
            guard after.hasPrefix(":") else { return nil }
            return (String(text[text.index(after: text.startIndex)..<close]), after.dropFirst().drop { $0 == " " })
        }
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == ":", next == text.endIndex || text[next] == " " {
                guard index > text.startIndex else { return nil }
                return (String(text[..<index]), text[next...].drop { $0 == " " })
            }
            if "[]{},".contains(text[index]) { return nil }
            index = next
        }
        return nil
    }

    // MARK: - Values

    /// The value that begins on this line; the position moves past it.
    private mutating func scalar(_ text: Substring, indent: Int, depth: Int) throws(Failure) -> JSONValue {
        guard let first = text.first else { return .null }
        switch first {
        case "&", "*", "!": throw fault("anchors, aliases and tags are not read")
        case "|", ">": return .string(try block(isFolded: first == ">", text, indent: indent))
        case "\"", "'": return .string(try quoted(first, text, indent: indent))
        case "[", "{":
            var whole = String(text)
            position += 1
            while !Self.isBalanced(whole), position < lines.count, whole.utf8.count < 64 * 1024 {
                whole += " " + current.text
                position += 1
            }
            var rest = whole[...]
            let value = try flow(&rest, depth: depth + 1)
            guard rest.allSatisfy({ $0 == " " }) else { throw fault("something stands after the closing bracket") }
            return value
        default:
            // A plain value may go on, further in.
            var whole = String(text)
            position += 1
            while position < lines.count, current.indent > indent, !current.text.isEmpty, Self.key(current.text) == nil,
                whole.utf8.count < 256 * 1024
            {
                whole += " " + current.text
                position += 1
            }
            return Self.plain(whole)
        }
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "~", "null", "Null", "NULL": .null
        case "true", "True": .bool(true)
        case "false", "False": .bool(false)
        default: .string(text)
        }
    }

    private static func isBalanced(_ text: String) -> Bool {
        var depth = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
        }
        return depth <= 0
    }

    /// A list or mapping in brackets.
    private mutating func flow(_ rest: inout Substring, depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw fault("the nesting is too deep") }
        nodes += 1
        guard nodes < Self.maximumNodes else { throw fault("there are too many values") }
        rest = rest.drop { $0 == " " }
        switch rest.first {
        case "[":
            rest.removeFirst()
            var items: [JSONValue] = []
            while true {
                rest = rest.drop { $0 == " " || $0 == "," }
                if rest.first == "]" {
                    rest.removeFirst()
                    return .array(items)
                }
                if rest.isEmpty { throw fault("a bracket does not close") }
                items.append(try flow(&rest, depth: depth + 1))
            }
        case "{":
            rest.removeFirst()
            var object = JSONObject()
            while true {
                rest = rest.drop { $0 == " " || $0 == "," }
                if rest.first == "}" {
                    rest.removeFirst()
                    return .object(object)
                }
                guard let colon = rest.firstIndex(of: ":") else { throw fault("a brace does not close") }
                let name = String(rest[..<colon]).trimming("\"'")
                rest = rest[rest.index(after: colon)...]
                object[name] = try flow(&rest, depth: depth + 1)
            }
        case "\"", "'":
            let quote = rest.removeFirst()
            guard let close = rest.firstIndex(of: quote) else { throw fault("a quotation mark is missing") }
            defer { rest = rest[rest.index(after: close)...] }
            return .string(String(rest[..<close]))
        default:
            let end = rest.firstIndex { "],}".contains($0) } ?? rest.endIndex
            defer { rest = rest[end...] }
            return Self.plain(String(rest[..<end]).trimmed)
        }
    }

    private mutating func quoted(_ quote: Character, _ text: Substring, indent: Int) throws(Failure) -> String {
        var value = ""
        var rest = text.dropFirst()
        while true {
            while let character = rest.popFirst() {
                if character == quote {
                    if quote == "'", rest.first == "'" {
                        value.append("'")
                        rest.removeFirst()
                        continue
                    }
                    guard rest.isEmpty else { throw fault("something stands after the closing quotation mark") }
                    position += 1
                    return value
                }
                if quote == "\"", character == "\\", let escaped = rest.popFirst() {
                    switch escaped {
                    case "n": value.append("\n")
                    case "t": value.append("\t")
                    case "u":
                        let digits = rest.prefix(4)
                        rest = rest.dropFirst(4)
                        guard let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
                            throw fault("an escape has no meaning")
                        }
                        value.unicodeScalars.append(scalar)
                    default: value.append(escaped)
                    }
                    continue
                }
                value.append(character)
            }
            position += 1
            guard position < lines.count, value.utf8.count < 256 * 1024 else {
                throw fault("a quotation mark is missing")
            }
            value += current.text.isEmpty ? "\n" : value.hasSuffix("\n") ? "" : " "
            rest = current.text
        }
    }

    /// The lines of a block: kept as they are, or folded into paragraphs.
    private mutating func block(isFolded: Bool, _ head: Substring, indent: Int) throws(Failure) -> String {
        position += 1
        var inner: Int?
        var texts: [Substring] = []
        while position < lines.count {
            let line = current
            let isBlank = line.whole.allSatisfy { $0 == " " }
            let width = line.whole.utf8.count - line.whole.drop { $0 == " " }.utf8.count
            if !isBlank {
                if width <= indent { break }
                if inner == nil { inner = width }
            }
            texts.append(isBlank ? "" : line.whole.dropFirst(min(inner ?? 0, width)))
            position += 1
        }
        while texts.last?.isEmpty == true { texts.removeLast() }
        guard isFolded else { return texts.joined(separator: "\n") }
        var value = ""
        for text in texts {
            if text.isEmpty {
                value += "\n"
            } else {
                if !value.isEmpty, !value.hasSuffix("\n") { value += " " }
                value += text
            }
        }
        return value
    }
}
