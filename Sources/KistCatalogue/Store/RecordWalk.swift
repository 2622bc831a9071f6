internal import KistModel

/// One pass over a record's values: refuses what could not be read back, and gathers the references.
struct RecordWalk {
    struct Reference: Hashable {
        var path: String
        var target: RecordID?
        var words: String?
    }

    /// Deepest nesting of a field's value. The parser reads deeper, so what is stored can always be read back.
    static let depthLimit = 100
    static let parserDepth = depthLimit + 20
    /// Type names are short words; the bound keeps nonsense out of the indexes.
    static let typeByteLimit = 100

    private(set) var references: [Reference] = []
    private let record: KistRecord
    /// The way to the value at hand. Most values are no references: their paths are never written.
    private var steps: [Step] = []

    private enum Step {
        case name(String)
        case index(Int)
    }

    init(_ record: KistRecord) throws {
        self.record = record
        guard !record.type.isEmpty, record.type.utf8.count <= Self.typeByteLimit,
            record.type.utf8.allSatisfy({ $0 > 0x20 })
        else { throw invalid("its type is not the name of a type") }
        let isLink = record.type == LinkFields.type
        for (name, value) in record.fields.members {
            steps = [.name(name)]
            if isLink, name == LinkFields.from || name == LinkFields.to, case .string(let words) = value {
                references.append(Reference(path: path, target: nil, words: words.withoutNulls))
            } else {
                try visit(value, depth: 1)
            }
        }
    }

    private func invalid(_ reason: String) -> CatalogueError {
        CatalogueError(.invalidRecord, "the record cannot be stored: \(reason)", place: record.id.text)
    }

    /// The way to the value at hand as a JSON Pointer.
    private var path: String {
        var path = ""
        for step in steps {
            switch step {
            case .name(let name): path += "/" + Self.escaped(name).withoutNulls
            case .index(let index): path += "/\(index)"
            }
        }
        return path
    }

    private mutating func visit(_ value: JSONValue, depth: Int) throws {
        guard depth <= Self.depthLimit else { throw invalid("a value is nested more than \(Self.depthLimit) deep") }
        switch value {
        case .null, .bool, .string: return
        case .number(let text):
            guard Self.isNumber(text) else { throw invalid("a number is not written as JSON writes numbers") }
        case .array(let items):
            for (index, item) in items.enumerated() {
                if case .string = item { continue }
                steps.append(.index(index))
                try visit(item, depth: depth + 1)
                steps.removeLast()
            }
        case .object(let object):
            let target = object["ref"]?.string.flatMap { RecordID($0) }
            let words = object["as"]?.string
            if target != nil || (words != nil && object["ref"] == nil) {
                references.append(Reference(path: path, target: target, words: words?.withoutNulls))
            }
            for (index, member) in object.values.enumerated() {
                if case .string = member { continue }
                steps.append(.name(object.names[index]))
                try visit(member, depth: depth + 1)
                steps.removeLast()
            }
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8
        if let first = digits.first, digits.count <= 18, digits.allSatisfy({ $0 &- 0x30 < 10 }) {
            return digits.count == 1 || first != 0x30
        }
        let bytes = Array(digits)
        // The parser's reason does not matter here: anything that it refuses is no number.
        guard case .number(text)? = try? JSONParser.parse(bytes) else { return false }
        return true
    }

    /// A name as a step of a JSON Pointer.
    static func escaped(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return name }
        var result = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}

extension String {
    /// SQLite's text ends at a null character; in columns that are only for looking up, another character stands for it.
    var withoutNulls: String {
        utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
    }
}
