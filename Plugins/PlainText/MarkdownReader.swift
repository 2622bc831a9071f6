import KistPlugin

/// Markdown as people write it: headings, lists, quotations, code, tables, links, notes and the lines between `---` at the
/// beginning that say title and author.
struct MarkdownReader {
    private let lines: [ArraySlice<UInt8>]
    private var document = TextDocument()
    private var references: [String: String] = [:]
    private var position = 0
    private var paragraph: [ArraySlice<UInt8>] = []
    private var paragraphStart = 0

    static func read(_ bytes: [UInt8]) -> TextDocument {
        var reader = MarkdownReader(lines: TextLines(bytes).lines)
        reader.readHead()
        reader.findReferences()
        while reader.position < reader.lines.count { reader.readLine() }
        reader.endParagraph()
        return reader.document
    }

    private init(lines: [ArraySlice<UInt8>]) { self.lines = lines }

    // MARK: - The head

    private mutating func readHead() {
        guard lines.first?.trimmed.text == "---" else { return }
        guard let end = lines.dropFirst().prefix(200).firstIndex(where: { ["---", "..."].contains($0.trimmed.text) })
        else {
            return
        }
        var list: String?
        for line in lines[1..<end] {
            let text = line.trimmed.text
            if text.hasPrefix("- "), let name = list {
                take(name, String(text.dropFirst(2)))
            } else if let colon = text.firstIndex(of: ":") {
                let name = text[..<colon].lowercased()
                let value = String(text[text.index(after: colon)...])
                list = name
                let isList = value.contains("[")
                for part in isList ? value.split(separator: ",").map(String.init) : [value] { take(name, part) }
            }
        }
        position = end + 1
    }

    private mutating func take(_ name: String, _ raw: String) {
        let value = Array(raw.utf8)[...].trimmed.text.filter { !"[]\"'".contains($0) }
        guard !value.isEmpty else { return }
        switch name {
        case "title": document.metadata.title = value
        case "author", "authors", "creator": document.metadata.creators.append(value)
        case "date": document.metadata.created = value
        case "description", "summary", "abstract": document.metadata.description = value
        case "keywords", "tags": document.metadata.keywords.append(value)
        case "lang", "language": document.metadata.language = value
        case "licence", "license", "rights": document.metadata.rights = value
        default: if document.metadata.custom.count < 100 { document.metadata.custom[name] = .string(value) }
        }
    }

    /// `[label]: address`, and the notes `[^label]: text`, which are numbered as they come.
    private mutating func findReferences() {
        var notes = 0
        for line in lines where line.first == UInt8(ascii: "[") && references.count < 10_000 {
            guard let close = line.firstIndex(of: UInt8(ascii: "]")), close + 1 < line.endIndex,
                line[close + 1] == UInt8(ascii: ":")
            else { continue }
            let label = InlineText.key(line[line.startIndex + 1..<close].text)
            if label.hasPrefix("^") {
                guard label != "^", references[label] == nil else { continue }
                notes += 1
                references[label] = TextLink.note(notes, isEndnote: false, at: 0).target
            } else if let target = line[(close + 2)...].trimmed.split(separator: 0x20).first {
                references[label] = target.text
            }
        }
    }

    // MARK: - Lines

    private mutating func readLine() {
        let raw = lines[position]
        let line = raw.trimmed
        let place = "line \(position + 1)"
        defer { position += 1 }
        if line.isEmpty { return endParagraph() }
        if let mark = Self.fence(line) { return readCode(until: mark, place) }
        if let level = Self.headingLevel(line) {
            endParagraph()
            var text = line.dropFirst(level).trimmed
            while text.last == UInt8(ascii: "#") { text.removeLast() }
            return add(InlineText(text.trimmed, references: references).block(.heading, level: level, place: place))
        }
        if paragraph.count == 1, line.isAll(UInt8(ascii: "=")) || line.count > 1 && line.isAll(UInt8(ascii: "-")) {
            let text = paragraph[0]
            paragraph = []
            let level = line.first == UInt8(ascii: "=") ? 1 : 2
            return add(
                InlineText(text, references: references).block(
                    .heading, level: level, place: "line \(paragraphStart + 1)"))
        }
        if Self.isRule(line) { return endParagraph() }
        if line.first == UInt8(ascii: ">") {
            endParagraph()
            let text = line.drop { $0 == UInt8(ascii: ">") || $0 == 0x20 }
            return add(InlineText(text, references: references).block(.quote, place: place))
        }
        if let (isOrdered, rest) = Self.item(line) {
            endParagraph()
            let level = min(9, raw.indentation / 2 + 1)
            return add(
                InlineText(rest, references: references).block(
                    .listItem, level: level, ordered: isOrdered, place: place))
        }
        if line.first == UInt8(ascii: "|"), paragraph.isEmpty { return readTable(place) }
        if line.first == UInt8(ascii: "["), let note = footnote(line, place) { return add(note) }
        if paragraph.isEmpty { paragraphStart = position }
        paragraph.append(line)
    }

    private mutating func endParagraph() {
        guard !paragraph.isEmpty else { return }
        let text = paragraph.joined(separator: [0x0A])
        paragraph = []
        add(InlineText(text, references: references).block(.paragraph, place: "line \(paragraphStart + 1)"))
    }

    private mutating func add(_ block: DocumentBlock) {
        if !block.text.isEmpty || !block.rows.isEmpty { document.blocks.append(block) }
    }

    private mutating func readCode(until mark: ArraySlice<UInt8>, _ place: String) {
        endParagraph()
        var code: [ArraySlice<UInt8>] = []
        while position + 1 < lines.count {
            position += 1
            if lines[position].trimmed.starts(with: mark) { break }
            code.append(lines[position])
        }
        add(DocumentBlock(kind: .code, text: Array(code.joined(separator: [0x0A]))[...].text, place: place))
    }

    private mutating func readTable(_ place: String) {
        var rows: [[TableCell]] = []
        while position < lines.count, lines[position].trimmed.first == UInt8(ascii: "|"), rows.count < 10_000 {
            let line = lines[position].trimmed
            position += 1
            let isRuler = line.allSatisfy { Array("|-: ".utf8).contains($0) }
            if isRuler {
                for index in rows.first?.indices ?? 0..<0 where rows.count == 1 { rows[0][index].isHeader = true }
                continue
            }
            var cells = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).dropFirst()
            if cells.last?.trimmed.isEmpty == true { cells.removeLast() }
            rows.append(
                cells.prefix(1_000).map { cell in
                    let inline = InlineText(cell.trimmed, references: references)
                    return TableCell(text: inline.text[...].text, links: inline.links)
                })
        }
        position -= 1
        var block = DocumentBlock(kind: .table, text: "", place: place)
        block.rows = rows
        add(block)
    }

    /// `[^1]: text` is a note; `[label]: address` was read before.
    private func footnote(_ line: ArraySlice<UInt8>, _ place: String) -> DocumentBlock? {
        guard let close = line.firstIndex(of: UInt8(ascii: "]")), close + 1 < line.endIndex,
            line[close + 1] == UInt8(ascii: ":")
        else { return nil }
        guard line[line.startIndex + 1] == UInt8(ascii: "^") else { return DocumentBlock(text: "", place: place) }
        let label = InlineText.key(line[line.startIndex + 1..<close].text)
        let number = references[label].flatMap { TextLink(start: 0, end: 0, target: $0).notePlace }
        var block = InlineText(line[(close + 2)...].trimmed, references: references).block(
            .paragraph, place: number.map { "\($0), \(place)" } ?? place)
        block.part = .footnote
        return block
    }

    // MARK: - What a line is

    private static func headingLevel(_ line: ArraySlice<UInt8>) -> Int? {
        let level = line.prefix { $0 == UInt8(ascii: "#") }.count
        guard (1...6).contains(level) else { return nil }
        return line.count == level || line[line.startIndex + level] == 0x20 ? level : nil
    }

    private static func fence(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for mark in [UInt8(ascii: "`"), UInt8(ascii: "~")] {
            let run = line.prefix { $0 == mark }
            if run.count >= 3 { return run }
        }
        return nil
    }

    private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        let bare = line.filter { $0 != 0x20 }
        return bare.count >= 3 && ["-", "*", "_"].contains { bare[...].isAll($0.utf8.first ?? 0) }
    }

    private static func item(_ line: ArraySlice<UInt8>) -> (isOrdered: Bool, rest: ArraySlice<UInt8>)? {
        guard let first = line.first else { return nil }
        if [UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+")].contains(first), line.count > 1,
            line[line.startIndex + 1] == 0x20
        {
            return (false, line.dropFirst(2).trimmed)
        }
        let digits = line.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        let rest = line.dropFirst(digits.count)
        guard let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"), rest.count > 1,
            rest[rest.startIndex + 1] == 0x20
        else { return nil }
        return (true, rest.dropFirst(2).trimmed)
    }
}
