public import KistModel

/// A piece of a document in reading order. Shape on the pipe; members that hold their default are left out:
///
/// ```json
/// {"kind": "heading", "part": "body", "level": 2, "ordered": false, "style": "Heading 2", "text": "What we did",
///  "language": "en", "runs": [[0, 4, "gd"]], "links": [[0, 4, "https://…"]], "bold": [[0, 4]],
///  "rows": [["Cost", {"text": "Two", "columns": 2}]], "author": "…", "date": "2026-05-01", "place": "paragraph 12",
///  "continues": false}
/// ```
public struct DocumentBlock: WireValue {
    /// What the block is to a reader; tables have their text in `rows`.
    public enum Kind: String, Sendable, CaseIterable {
        case heading, paragraph
        case listItem = "list-item"
        case table, caption, quote, code, equation
    }

    /// Where the block stands. Body, notes, headers, footers and hidden text are the document's text; the rest is kept apart.
    public enum Part: String, Sendable, CaseIterable {
        case body, footnote, endnote, header, footer, comment, deleted, hidden, property, embedded
    }

    public var kind: Kind
    public var part: Part
    /// 1…9 for headings and the depth of lists, else 0.
    public var level: Int
    /// A list item that is counted, not just marked.
    public var ordered: Bool
    /// The producer's name of the style, for example "Title".
    public var style: String?
    /// The text with `\t` and `\n` for tabs and line breaks; empty for tables. All offsets count its UTF-8 bytes.
    public var text: String
    /// The language of the whole block (BCP 47), when it is one.
    public var language: String?
    /// Where it stands, for people: "paragraph 12", "table 2", "note 3".
    public var place: String
    /// The block carries on the one before it, which was too long for one frame: texts join with nothing between them,
    /// tables by their rows.
    public var continues: Bool

    /// What most blocks do not have, in at most one item: a block is copied often, and each list of its own would have to
    /// be counted as used once more every time. Empty when there is nothing in it.
    private var details: [Details] = []

    private struct Details: Hashable, Sendable {
        var runs: [LanguageRun] = []
        var links: [TextLink] = []
        var bold: [ByteSpan] = []
        var rows: [[TableCell]] = []
        var author: String?
        var date: String?

        mutating func fit(_ text: String) -> Bool {
            var lost = runs.fit(in: text)
            if links.fit(in: text) { lost = true }
            if bold.fit(in: text) { lost = true }
            if author.fit(ProtocolLimits.label) { lost = true }
            if date.fit(ProtocolLimits.label) { lost = true }
            for row in rows.indices {
                for cell in rows[row].indices where rows[row][cell].fit() { lost = true }
            }
            return lost
        }

        var isEmpty: Bool {
            runs.isEmpty && links.isEmpty && bold.isEmpty && rows.isEmpty && author == nil && date == nil
        }
    }

    /// A block of these parts; what is left out is a plain paragraph of the body without text.
    public init(
        kind: Kind = .paragraph, part: Part = .body, level: Int = 0, ordered: Bool = false, style: String? = nil,
        text: String = "", language: String? = nil, runs: [LanguageRun] = [], links: [TextLink] = [],
        bold: [ByteSpan] = [], rows: [[TableCell]] = [], author: String? = nil, date: String? = nil,
        place: String = "", continues: Bool = false
    ) {
        self.kind = kind
        self.part = part
        self.level = level
        self.ordered = ordered
        self.style = style
        self.text = text
        self.language = language
        self.place = place
        self.continues = continues
        let details = Details(runs: runs, links: links, bold: bold, rows: rows, author: author, date: date)
        if !details.isEmpty { self.details = [details] }
    }

    /// Appends the block as the JSON object shown above, members that hold their default left out.
    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("kind", kind.rawValue, &out)
        if part != .body { member.text("part", part.rawValue, &out) }
        member.integer("level", level, unless: 0, &out)
        if ordered { member.flag("ordered", true, &out) }
        member.text("style", style, &out)
        if !text.isEmpty { member.text("text", text, &out) }
        member.text("language", language, &out)
        if !details.isEmpty {
            member.list("runs", runs, &out) { $0.write(to: &$1) }
            member.list("links", links, &out) { $0.write(to: &$1) }
            member.list("bold", bold, &out) { $0.write(to: &$1) }
            member.list("rows", rows, &out) { row, out in
                MemberWriter.list(row, &out) { $0.write(to: &$1) }
            }
            member.text("author", author, &out)
            member.text("date", date, &out)
        }
        if !place.isEmpty { member.text("place", place, &out) }
        if continues { member.flag("continues", true, &out) }
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        var lost = level.fit(0...ProtocolLimits.level)
        if style.fit(ProtocolLimits.label) { lost = true }
        if language.fit(ProtocolLimits.name) { lost = true }
        if place.fit(ProtocolLimits.label) { lost = true }
        if !details.isEmpty, details[0].fit(text) {
            lost = true
            close()
        }
        return lost
    }

    /// A block as it came over the wire; throws for what is no block.
    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "block")
        guard let kind = try member.word("kind", Kind.self) else { throw member.wrong("kind", "given") }
        let text = try member.text("text", limit: ProtocolLimits.frame) ?? ""
        self.init(
            kind: kind,
            part: try member.word("part", Part.self) ?? .body,
            level: try member.integer("level", 0...ProtocolLimits.level, normal: 0),
            ordered: try member.flag("ordered"),
            style: try member.text("style", limit: ProtocolLimits.label),
            text: text,
            language: try member.text("language", limit: ProtocolLimits.name),
            runs: try member.list("runs", limit: ProtocolLimits.spans) { (value) throws(ProtocolError) in
                try LanguageRun(value, in: text)
            },
            links: try member.list("links", limit: ProtocolLimits.spans) { (value) throws(ProtocolError) in
                try TextLink(value, in: text)
            },
            bold: try member.list("bold", limit: ProtocolLimits.spans) { (value) throws(ProtocolError) in
                try ByteSpan(value, count: 2, in: text, "bold")
            },
            rows: try DocumentBlock.readRows(member),
            author: try member.text("author", limit: ProtocolLimits.label),
            date: try member.text("date", limit: ProtocolLimits.label),
            place: try member.text("place", limit: ProtocolLimits.label) ?? "",
            continues: try member.flag("continues"))
    }

    private static func readRows(_ member: MemberReader) throws(ProtocolError) -> [[TableCell]] {
        var count = 0
        return try member.list("rows", limit: ProtocolLimits.cells) { (row) throws(ProtocolError) in
            guard let cells = row.array else { throw member.wrong("rows", "a list of lists") }
            count += cells.count
            guard count <= ProtocolLimits.cells else { throw member.beyond("rows", "\(ProtocolLimits.cells) cells") }
            var result: [TableCell] = []
            result.reserveCapacity(cells.count)
            for cell in cells { result.append(try TableCell(json: cell)) }
            return result
        }
    }
}

extension DocumentBlock {
    /// Whether there is more to the block than its text: stretches, rows, an author or a date.
    public var isDetailed: Bool { !details.isEmpty }

    /// Stretches in another language.
    public var runs: [LanguageRun] {
        get { details.first?.runs ?? [] }
        _modify {
            open()
            defer { close() }
            yield &details[0].runs
        }
    }

    /// Stretches that lead somewhere.
    public var links: [TextLink] {
        get { details.first?.links ?? [] }
        _modify {
            open()
            defer { close() }
            yield &details[0].links
        }
    }

    /// Stretches in bold: the labels of forms are often told by nothing else.
    public var bold: [ByteSpan] {
        get { details.first?.bold ?? [] }
        _modify {
            open()
            defer { close() }
            yield &details[0].bold
        }
    }

    /// A table's cells, row by row.
    public var rows: [[TableCell]] {
        get { details.first?.rows ?? [] }
        _modify {
            open()
            defer { close() }
            yield &details[0].rows
        }
    }

    /// Who wrote a comment or a tracked change.
    public var author: String? {
        get { details.first?.author }
        set {
            open()
            details[0].author = newValue
            close()
        }
    }

    /// When a comment or a tracked change was made.
    public var date: String? {
        get { details.first?.date }
        set {
            open()
            details[0].date = newValue
            close()
        }
    }

    private mutating func open() { if details.isEmpty { details.append(Details()) } }

    /// Two blocks that say the same are equal: none keeps details that are empty.
    private mutating func close() { if details[0].isEmpty { details = [] } }
}
