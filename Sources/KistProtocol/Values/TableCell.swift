public import KistModel

/// One cell of a table. Shape on the pipe: the text alone when there is nothing else to say, else
///
/// ```json
/// {"text": "Cost", "columns": 2, "rows": 1, "header": true, "language": "en", "links": [[0, 4, "#c"]], "bold": [[0, 4]]}
/// ```
public struct TableCell: WireValue {
    /// Paragraphs of the cell, and the rows of a table inside it, are lines.
    public var text: String
    /// How many columns and rows the cell covers, at least 1.
    public var columns: Int
    public var rows: Int
    public var isHeader: Bool
    public var language: String?
    public var links: [TextLink]
    public var bold: [ByteSpan]

    public init(
        text: String, columns: Int = 1, rows: Int = 1, isHeader: Bool = false, language: String? = nil,
        links: [TextLink] = [], bold: [ByteSpan] = []
    ) {
        self.text = text
        self.columns = columns
        self.rows = rows
        self.isHeader = isHeader
        self.language = language
        self.links = links
        self.bold = bold
    }

    private var isPlain: Bool {
        columns == 1 && rows == 1 && !isHeader && language == nil && links.isEmpty && bold.isEmpty
    }

    public func write(to out: inout [UInt8]) {
        if isPlain { return JSONWriter.writeString(text, to: &out) }
        var member = MemberWriter.begin(&out)
        member.text("text", text, &out)
        member.integer("columns", columns, unless: 1, &out)
        member.integer("rows", rows, unless: 1, &out)
        if isHeader { member.flag("header", true, &out) }
        member.text("language", language, &out)
        member.list("links", links, &out) { $0.write(to: &$1) }
        member.list("bold", bold, &out) { $0.write(to: &$1) }
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        var lost = columns.fit(1...ProtocolLimits.cells)
        if rows.fit(1...ProtocolLimits.cells) { lost = true }
        if language.fit(ProtocolLimits.name) { lost = true }
        if links.fit(in: text) { lost = true }
        if bold.fit(in: text) { lost = true }
        return lost
    }

    public init(json: JSONValue) throws(ProtocolError) {
        if case .string(let text) = json {
            self.init(text: text)
            return
        }
        let member = try MemberReader(json, "cell")
        let text = try member.neededText("text", limit: ProtocolLimits.frame)
        self.init(
            text: text,
            columns: try member.integer("columns", 1...ProtocolLimits.cells, normal: 1),
            rows: try member.integer("rows", 1...ProtocolLimits.cells, normal: 1),
            isHeader: try member.flag("header"),
            language: try member.text("language", limit: ProtocolLimits.name),
            links: try member.list("links", limit: ProtocolLimits.spans) { (value) throws(ProtocolError) in
                try TextLink(value, in: text)
            },
            bold: try member.list("bold", limit: ProtocolLimits.spans) { (value) throws(ProtocolError) in
                try ByteSpan(value, count: 2, in: text, "bold")
            })
    }
}
