/// Reads the small part of Turtle that vocabularies are written in: `@prefix`, prefixed names and IRIs, `a`, `;`, `,`, string
/// literals with escapes and language tags, comments. Blank nodes, collections, numbers, datatypes, long strings and
/// relative IRIs are refused, with the place and with what may stand there.
public struct TurtleReader {
    /// More bytes than any vocabulary edited by hand.
    public static let largestFile = 16 << 20
    /// More statements than any.
    public static let mostTriples = 500_000

    private let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var prefixes: [String: String] = [:]
    private var triples: [Triple] = []
    private var lineStarts: [Int] = [0]

    private init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        for (index, byte) in bytes.enumerated() where byte == 0x0A { lineStarts.append(index + 1) }
    }

    /// The statements of `bytes` in order.
    public static func read(_ bytes: [UInt8], file: String) throws(VocabularyError) -> [Triple] {
        guard bytes.count <= largestFile else {
            throw VocabularyError(.tooLarge, "the file has more than \(largestFile >> 20) MiB", file: file)
        }
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw VocabularyError(.encoding, "the file is not UTF-8", file: file)
        }
        var reader = TurtleReader(bytes, file: file)
        try reader.document()
        return reader.triples
    }

    public static func read(_ text: String, file: String = "text") throws(VocabularyError) -> [Triple] {
        try read(Array(text.utf8), file: file)
    }

    // MARK: - Grammar

    private mutating func document() throws(VocabularyError) {
        skipSpace()
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "@") { try directive() } else { try statement() }
            skipSpace()
        }
    }

    private mutating func directive() throws(VocabularyError) {
        let start = position
        position += 1
        guard word() == "prefix" else { throw fail(.notInSubset, "expected “@prefix”", at: start) }
        skipSpace()
        let nameStart = position
        let name = word()
        guard take(UInt8(ascii: ":")) else { throw fail(.syntax, "expected a prefix and “:”", at: nameStart) }
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "<") else {
            throw fail(.syntax, "expected an address in “<” and “>”")
        }
        let address = try iri()
        skipSpace()
        guard take(UInt8(ascii: ".")) else { throw fail(.syntax, "expected “.” at the end of the prefix") }
        guard prefixes[name] == nil || prefixes[name] == address else {
            throw fail(.conflict, "the prefix “\(name):” stands for two addresses", at: nameStart)
        }
        prefixes[name] = address
    }

    private mutating func statement() throws(VocabularyError) {
        let subject = try resource(orKeyword: false)
        skipSpace()
        while true {
            let predicate = try resource(orKeyword: true)
            skipSpace()
            while true {
                let start = position
                let object = try object()
                guard triples.count < Self.mostTriples else {
                    throw fail(.tooLarge, "the file has more than \(Self.mostTriples) statements")
                }
                let (line, column) = place(start)
                triples.append(
                    Triple(subject: subject, predicate: predicate, object: object, line: line, column: column))
                skipSpace()
                guard take(UInt8(ascii: ",")) else { break }
                skipSpace()
            }
            guard take(UInt8(ascii: ";")) else { break }
            skipSpace()
            // Turtle allows a last “;” before the “.”.
            if position < bytes.count, bytes[position] == UInt8(ascii: ".") { break }
        }
        guard take(UInt8(ascii: ".")) else { throw fail(.syntax, "expected “,”, “;” or “.”") }
    }

    private mutating func object() throws(VocabularyError) -> Triple.Object {
        guard position < bytes.count else {
            throw fail(.syntax, "expected a name, an address or a text in quotes, not the end of the file")
        }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .literal(try literal())
        case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "_"):
            throw fail(
                .notInSubset, "blank nodes and lists are not read; expected a name, an address or a text in quotes")
        case UInt8(ascii: "'"): throw fail(.notInSubset, "expected a text in double quotes")
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            throw fail(.notInSubset, "numbers stand in double quotes here")
        default: return .iri(try resource(orKeyword: false))
        }
    }

    /// An IRI, a prefixed name or, for a predicate, `a`.
    private mutating func resource(orKeyword: Bool) throws(VocabularyError) -> String {
        let start = position
        guard position < bytes.count else {
            throw fail(.syntax, "expected a name or an address, not the end of the file")
        }
        if bytes[position] == UInt8(ascii: "<") { return try iri() }
        if bytes[position] == UInt8(ascii: "[") || bytes[position] == UInt8(ascii: "(")
            || bytes[position] == UInt8(ascii: "_")
        {
            throw fail(.notInSubset, "blank nodes and lists are not read; expected a name such as skos:Concept")
        }
        let prefix = word()
        guard take(UInt8(ascii: ":")) else {
            if prefix == "a", orKeyword { return RDFName.type }
            if prefix.isEmpty { throw fail(.syntax, "expected a name such as skos:Concept", at: start) }
            throw fail(.syntax, "expected “:” after “\(prefix)”", at: start)
        }
        guard let base = prefixes[prefix] else {
            throw fail(.unknownPrefix, "the prefix “\(prefix):” is not declared", at: start)
        }
        return base + (try localName())
    }

    /// Letters, digits, `_`, and inside also `-` and `.`. May be empty.
    private mutating func localName() throws(VocabularyError) -> String {
        let start = position
        while position < bytes.count, isNameByte(bytes[position]) || bytes[position] == UInt8(ascii: ".") {
            position += 1
        }
        // A “.” at the end closes the statement.
        while position > start, bytes[position - 1] == UInt8(ascii: ".") { position -= 1 }
        if position > start, bytes[start] == UInt8(ascii: "-") || bytes[start] == UInt8(ascii: ".") {
            throw fail(.syntax, "a name may not begin with “-” or “.”", at: start)
        }
        if position < bytes.count, "%\\/#:@".utf8.contains(bytes[position]) || bytes[position] >= 0x80 {
            throw fail(
                .notInSubset,
                "only letters, digits, “_”, “-” and “.” may stand in a name; write the address in “<” and “>”")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func iri() throws(VocabularyError) -> String {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: ">") {
            let byte = bytes[position]
            if byte <= 0x20 || "<\"{}|^`\\".utf8.contains(byte) {
                throw fail(.syntax, "this character cannot stand in an address")
            }
            position += 1
        }
        guard take(UInt8(ascii: ">")) else { throw fail(.syntax, "the address does not end with “>”", at: start) }
        let text = String(decoding: bytes[start + 1..<position - 1], as: UTF8.self)
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
            text[..<colon].utf8.allSatisfy({ isNameByte($0) || $0 == UInt8(ascii: "+") })
        else {
            throw fail(.notInSubset, "expected a whole address with its scheme, for example <https://…>", at: start)
        }
        return text
    }

    private mutating func literal() throws(VocabularyError) -> LanguageText {
        let start = position
        position += 1
        if bytes.count - position >= 2, bytes[position] == UInt8(ascii: "\""), bytes[position + 1] == UInt8(ascii: "\"")
        {
            throw fail(.notInSubset, "long texts in three quotes are not read; write \\n for a line break", at: start)
        }
        var text: [UInt8] = []
        while true {
            guard position < bytes.count else { throw fail(.syntax, "the text does not end with a quote", at: start) }
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == 0x0A || byte == 0x0D {
                throw fail(.syntax, "the text does not end on its line; expected a quote", at: start)
            }
            if byte != UInt8(ascii: "\\") {
                text.append(byte)
                continue
            }
            try escape(into: &text)
        }
        var language = ""
        if take(UInt8(ascii: "@")) {
            let tagStart = position
            while position < bytes.count, isNameByte(bytes[position]), bytes[position] != UInt8(ascii: "_") {
                position += 1
            }
            language = String(decoding: bytes[tagStart..<position], as: UTF8.self)
            guard let first = language.utf8.first, (first | 0x20) &- 0x61 < 26, language.utf8.count <= 35,
                !language.hasSuffix("-")
            else {
                throw fail(.syntax, "expected a language such as en or gd after “@”", at: tagStart)
            }
        } else if position < bytes.count, bytes[position] == UInt8(ascii: "^") {
            throw fail(.notInSubset, "kinds of value (“^^”) are not read; write the text alone")
        }
        return LanguageText(String(decoding: text, as: UTF8.self), language)
    }

    private mutating func escape(into text: inout [UInt8]) throws(VocabularyError) {
        let start = position - 1
        guard position < bytes.count else { throw fail(.syntax, "the text does not end with a quote", at: start) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let count = byte == UInt8(ascii: "u") ? 4 : 8
            var value: UInt32 = 0
            for _ in 0..<count {
                guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue,
                    value < 0x1000_0000
                else {
                    throw fail(.syntax, "expected \(count) hexadecimal digits", at: start)
                }
                value = value << 4 | UInt32(digit)
                position += 1
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw fail(.syntax, "there is no such character", at: start)
            }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw fail(.syntax, "“\\” stands before a character that needs none", at: start)
        }
    }

    // MARK: - Characters

    private func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count, isNameByte(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "#"): while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            default: return
            }
        }
    }

    private func place(_ offset: Int) -> (line: Int, column: Int) {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let end = min(offset, bytes.count)
        let characters = bytes[lineStarts[low]..<max(lineStarts[low], end)].count { $0 & 0xC0 != 0x80 }
        return (low + 1, characters + 1)
    }

    private func fail(_ code: VocabularyError.Code, _ message: String, at offset: Int? = nil) -> VocabularyError {
        let (line, column) = place(offset ?? position)
        return VocabularyError(code, message, file: file, line: line, column: column)
    }
}
