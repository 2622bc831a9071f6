/// Reads what stands between the braces of an entry or a string definition.
struct BibTeXFieldParser {
    /// Bytes that the joined values of one entry may add up to; more is left out.
    static let maximumJoined = 1024 * 1024
    static let maximumFields = 500

    private var entry: BibTeXEntry
    private var index: Int
    private let end: Int
    private let constants: BibTeXConstants
    private let isRound: Bool

    /// The fields of an entry.
    static func entry(_ block: BibTeXBlock, type: String, constants: BibTeXConstants) throws(BibTeXFault) -> BibTeXEntry
    {
        var parser = BibTeXFieldParser(block, type: type, constants: constants)
        parser.readKey()
        try parser.readFields()
        return parser.entry
    }

    /// The definitions of `@string{name = value}`.
    static func definitions(
        _ block: BibTeXBlock, constants: BibTeXConstants
    ) throws(BibTeXFault) -> (entry: BibTeXEntry, values: [(name: String, value: [UInt8])]) {
        var parser = BibTeXFieldParser(block, type: "string", constants: constants)
        try parser.readFields()
        return (parser.entry, parser.entry.fields.map { ($0.name, Array(parser.entry.bytes[$0.value])) })
    }

    private init(_ block: BibTeXBlock, type: String, constants: BibTeXConstants) {
        entry = BibTeXEntry(type: type, key: "", line: block.line, offset: block.offset, bytes: block.bytes)
        entry.fields.reserveCapacity(12)
        index = block.body
        end = block.bytes.count
        self.constants = constants
        isRound = block.body > 0 && block.bytes[block.body - 1] == UInt8(ascii: "(")
    }

    private mutating func skipSpace() {
        while index < end, ASCII.isSpace(entry.bytes[index]) { index += 1 }
    }

    private func fault(_ message: String) -> BibTeXFault {
        var line = entry.line
        for position in 0..<min(index, end) {
            let byte = entry.bytes[position]
            if byte == 0x0A || byte == 0x0D && (position + 1 >= end || entry.bytes[position + 1] != 0x0A) { line += 1 }
        }
        let start = entry.bytes.prefix(60).map { $0 < 0x20 ? 0x20 : $0 }
        return BibTeXFault(
            reason: .syntax, line: entry.line, start: String(decoding: start, as: UTF8.self).trimmed,
            message: line == entry.line ? message : "\(message) (line \(line))")
    }

    // MARK: - Key

    private mutating func readKey() {
        skipSpace()
        let start = index
        var stop = index
        var sawSpace = false
        while stop < end {
            let byte = entry.bytes[stop]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "{")
                || byte == UInt8(ascii: "\"")
            {
                break
            }
            if byte == 0x0A || byte == 0x0D, stop > start { break }
            if ASCII.isSpace(byte) { sawSpace = true }
            stop += 1
        }
        if stop < end, entry.bytes[stop] == UInt8(ascii: "=") || entry.bytes[stop] == UInt8(ascii: "{") {
            if !sawSpace || isFieldAhead(from: start) { return }
            // `@article{key title = …`: the key is the first word.
            stop = start
            while stop < end, !ASCII.isSpace(entry.bytes[stop]) { stop += 1 }
        }
        entry.key = ASCII.text(entry.bytes, ASCII.trimmed(entry.bytes, start..<stop))
        index = stop
        skipSpace()
        if index < end, entry.bytes[index] == UInt8(ascii: ",") {
            index += 1
        } else if index < end {
            entry.notes.append(BibTeXNote(code: .missingComma, message: "a comma is missing after the key"))
        }
    }

    /// Whether `name =` stands here, so that there is no key.
    private func isFieldAhead(from start: Int) -> Bool {
        var position = start
        while position < end, !ASCII.isSpace(entry.bytes[position]), entry.bytes[position] != UInt8(ascii: "=") {
            position += 1
        }
        while position < end, ASCII.isSpace(entry.bytes[position]) { position += 1 }
        return position < end && entry.bytes[position] == UInt8(ascii: "=")
    }

    // MARK: - Fields

    private mutating func readFields() throws(BibTeXFault) {
        while true {
            skipSpace()
            while index < end, entry.bytes[index] == UInt8(ascii: ",") {
                index += 1
                skipSpace()
            }
            guard index < end else { return }
            let start = index
            while index < end {
                let byte = entry.bytes[index]
                if ASCII.isSpace(byte) || "={},\"#".utf8.contains(byte) { break }
                index += 1
            }
            let name = start..<index
            skipSpace()
            guard !name.isEmpty else { throw fault("a field name is expected") }
            guard index < end, entry.bytes[index] == UInt8(ascii: "=") else {
                throw fault("“=” is missing after “\(ASCII.text(entry.bytes, name).prefix(40))”")
            }
            index += 1
            let (value, isBare) = try readValue()
            let field = BibTeXEntry.Field(name: ASCII.lowered(entry.bytes, name), value: value, isBare: isBare)
            add(field)
            skipSpace()
            if index < end, entry.bytes[index] != UInt8(ascii: ",") {
                entry.notes.append(BibTeXNote(code: .missingComma, message: "a comma is missing after “\(field.name)”"))
            }
        }
    }

    private mutating func add(_ field: BibTeXEntry.Field) {
        guard entry.fields.count + entry.repeated.count < Self.maximumFields else {
            let message = "the entry has more than \(Self.maximumFields) fields; the rest was left out"
            let note = BibTeXNote(code: .tooLong, message: message)
            if entry.notes.last != note { entry.notes.append(note) }
            return
        }
        let length = field.name.utf8.count
        for other in entry.fields where other.name.utf8.count == length && other.name == field.name {
            if entry.bytes[other.value].elementsEqual(entry.bytes[field.value]) { return }
            if other.value.isEmpty {
                entry.fields.removeAll { $0.name == field.name }
                break
            }
            entry.repeated.append(field)
            entry.notes.append(
                BibTeXNote(code: .repeatedField, message: "“\(field.name)” occurs twice; the first counts"))
            return
        }
        entry.fields.append(field)
    }

    private mutating func readValue() throws(BibTeXFault) -> (Range<Int>, isBare: Bool) {
        var parts: [Range<Int>] = []
        var joined: [UInt8] = []
        var isJoined = false
        var isBare = false
        while true {
            skipSpace()
            var constant: [UInt8]?
            var part = index..<index
            if index < end {
                switch entry.bytes[index] {
                case UInt8(ascii: "{"): part = try braced()
                case UInt8(ascii: "\""): part = try quoted()
                default:
                    (part, constant) = try bare()
                    isBare = true
                }
            }
            skipSpace()
            let goesOn = index < end && entry.bytes[index] == UInt8(ascii: "#")
            if !isJoined, !goesOn, constant == nil { return (part, isBare) }
            isJoined = true
            parts.append(part)
            if entry.joined + joined.count + (constant?.count ?? part.count) > Self.maximumJoined {
                let note = BibTeXNote(code: .tooLong, message: "joined values grow beyond 1 MB; the rest was left out")
                if entry.notes.last != note { entry.notes.append(note) }
            } else if let constant {
                joined.append(contentsOf: constant)
            } else {
                joined.append(contentsOf: entry.bytes[part])
            }
            guard goesOn else { break }
            index += 1
        }
        let start = entry.bytes.count
        entry.bytes.append(contentsOf: joined)
        entry.joined += joined.count
        return (start..<entry.bytes.count, isBare && parts.count == 1)
    }

    private mutating func braced() throws(BibTeXFault) -> Range<Int> {
        let start = index + 1
        var depth = 0
        while index < end {
            let byte = entry.bytes[index]
            index += 1
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return start..<index - 1 }
            }
        }
        throw fault("a value has no closing brace")
    }

    private mutating func quoted() throws(BibTeXFault) -> Range<Int> {
        index += 1
        let start = index
        var depth = 0
        while index < end {
            let byte = entry.bytes[index]
            index += 1
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            if byte == UInt8(ascii: "\""), depth <= 0, isClosingQuote { return start..<index - 1 }
        }
        throw fault("a value has no closing quote")
    }

    /// A quote inside a quoted value is common in exported files (`"the "best" of"`, `"M\"uller"`); the one that ends
    /// the value is followed by a comma, `#`, a closing bracket or the end.
    private var isClosingQuote: Bool {
        if index >= 2, entry.bytes[index - 2] == UInt8(ascii: "\\") {
            var after = index
            while after < end, ASCII.isSpace(entry.bytes[after]) { after += 1 }
            if after < end, entry.bytes[after] != UInt8(ascii: ","), entry.bytes[after] != UInt8(ascii: "#") {
                return false
            }
        }
        var after = index
        var sawLine = false
        while after < end, ASCII.isSpace(entry.bytes[after]) {
            if entry.bytes[after] == 0x0A || entry.bytes[after] == 0x0D { sawLine = true }
            after += 1
        }
        guard after < end else { return true }
        let byte = entry.bytes[after]
        return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "#") || sawLine || isFieldAhead(from: after)
    }

    /// A number or a constant; the latter's value.
    private mutating func bare() throws(BibTeXFault) -> (Range<Int>, [UInt8]?) {
        let start = index
        while index < end {
            let byte = entry.bytes[index]
            if ASCII.isSpace(byte) || ",#{}\"=".utf8.contains(byte) { break }
            index += 1
        }
        let range = start..<index
        if range.isEmpty {
            if index >= end || entry.bytes[index] == UInt8(ascii: ",") { return (range, nil) }
            throw fault("a value is expected")
        }
        if range.allSatisfy({ ASCII.isDigit(entry.bytes[$0]) }) { return (range, nil) }
        let name = ASCII.lowered(entry.bytes, range)
        if let value = constants[name] { return (range, value) }
        entry.notes.append(
            BibTeXNote(code: .undefinedConstant, message: "the constant “\(name)” is not defined; its name was kept"))
        return (range, nil)
    }
}
