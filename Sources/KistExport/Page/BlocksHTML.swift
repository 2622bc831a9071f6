import KistModel
import KistRepository

/// Extracted text as HTML: headings, paragraphs, lists, tables, notes, stretches in another language.
struct BlocksHTML {
    private var out = ""
    private var listTag: String?
    private let pageLanguage = "en"
    /// The notes that there are.
    private var notes: Set<NoteLabel> = []
    private var lastNote: NoteLabel?

    /// `heading` is the level of the section in which the text stands; its own headings come below it.
    static func html(_ blocks: JSONValue, language: String, heading: Int) -> String {
        var writer = BlocksHTML()
        var notes: [JSONValue] = []
        writer.notes = Set(blocks.items.compactMap(noteLabel))
        for block in blocks.items {
            switch block["part"]?.string ?? "body" {
            case "body": writer.add(block, language: language, heading: heading)
            case "footnote", "endnote": notes.append(block)
            default: continue
            }
        }
        writer.closeList()
        if !notes.isEmpty {
            writer.out += "<h\(heading + 1)>Notes</h\(heading + 1)>\n"
            for note in notes { writer.add(note, language: language, heading: heading + 1) }
            writer.closeList()
        }
        return writer.out
    }

    private mutating func closeList() {
        if let tag = listTag { out += "</\(tag)>\n" }
        listTag = nil
    }

    /// The label of the note that a block belongs to.
    private static func noteLabel(_ block: JSONValue) -> NoteLabel? {
        guard ["footnote", "endnote"].contains(block["part"]?.string) else { return nil }
        return NoteLabel(place: block["place"]?.string ?? "")
    }

    private mutating func add(_ block: JSONValue, language: String, heading: Int) {
        if let label = Self.noteLabel(block), label != lastNote {
            closeList()
            lastNote = label
            out += "<p class=\"note\" id=\"\(label.place.replacing(" ", with: "-"))\">\(label.text)</p>\n"
        }
        let kind = block["kind"]?.string ?? "paragraph"
        let text = block["text"]?.string ?? ""
        let own = block["language"]?.string ?? language
        let mark = HTML.language(own)
        if kind != "list-item" { closeList() }
        switch kind {
        case "heading":
            guard !text.trimmed.isEmpty else { return }
            let level = min(6, heading + max(1, min(block["level"]?.int ?? 1, 3)))
            out += "<h\(level)\(mark)>\(inline(block, text))</h\(level)>\n"
        case "list-item":
            let tag = block["ordered"]?.bool == true ? "ol" : "ul"
            if listTag != tag {
                closeList()
                out += "<\(tag)>\n"
                listTag = tag
            }
            let depth = min(max(block["level"]?.int ?? 1, 1), 4)
            out += "<li class=\"depth\(depth)\"\(mark)>\(inline(block, text))</li>\n"
        case "table": table(block, mark)
        case "quote": out += "<blockquote\(mark)><p>\(inline(block, text))</p></blockquote>\n"
        case "code", "equation": out += "<pre\(mark)>\(HTML.escape(text))</pre>\n"
        default:
            guard !text.trimmed.isEmpty || !marks(block, upTo: text.utf8.count).isEmpty else { return }
            out += "<p\(mark)>\(inline(block, text))</p>\n"
        }
    }

    private mutating func table(_ block: JSONValue, _ mark: String) {
        let rows = block["rows"]?.items ?? []
        guard !rows.isEmpty else { return }
        out += "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table\(mark)>\n"
        let starts = Self.starts(of: rows)
        for (index, row) in rows.enumerated() {
            out += "<tr>"
            var column = 0
            for cell in row.items {
                let text = cell.string ?? cell["text"]?.string ?? ""
                // A column in which no cell begins is none: spans count the others.
                let end = column + Self.width(cell)
                let columns = max(1, (column..<end).count { starts.contains($0) })
                column = end
                let span = columns > 1 ? " colspan=\"\(columns)\"" : ""
                let isHead = index == 0 && rows.count > 1 && !text.trimmed.isEmpty
                out +=
                    isHead
                    ? "<th scope=\"col\"\(span)>\(inline(cell, text))</th>" : "<td\(span)>\(inline(cell, text))</td>"
            }
            out += "</tr>\n"
        }
        out += "</table></div>\n"
    }

    /// The text with its stretches in another language marked. Offsets count UTF-8 bytes; what does not fit is passed over.
    private func inline(_ block: JSONValue, _ text: String) -> String {
        let bytes = Array(text.utf8)
        var spans: [(start: Int, end: Int, language: String)] = []
        for run in block["runs"]?.items ?? [] {
            guard let parts = run.array, parts.count >= 3, let start = parts[0].int, let end = parts[1].int,
                let tag = parts[2].string
            else { continue }
            let isFree = start >= (spans.last?.end ?? 0) && start < end && end <= bytes.count
            if isFree, HTML.language(tag) != "" || tag == "en" { spans.append((start, end, tag)) }
        }
        var marks = marks(block, upTo: bytes.count)[...]
        guard !spans.isEmpty || !marks.isEmpty else { return Self.lines(text) }
        var result = ""
        var at = 0
        /// What comes before `end`, with the marks in it.
        func piece(to end: Int) -> String {
            var html = ""
            while let mark = marks.first, mark.at <= end {
                html += Self.lines(String(decoding: bytes[at..<mark.at], as: UTF8.self)) + mark.html
                at = mark.at
                marks.removeFirst()
            }
            html += Self.lines(String(decoding: bytes[at..<end], as: UTF8.self))
            at = end
            return html
        }
        for span in spans {
            result += piece(to: span.start)
            let mark = HTML.language(span.language, page: block["language"]?.string ?? pageLanguage)
            let inner = piece(to: span.end)
            result += mark.isEmpty ? inner : "<span\(mark)>\(inner)</span>"
        }
        return result + piece(to: bytes.count)
    }

    /// Where notes stand in a text, in order, with what is shown there.
    private func marks(_ block: JSONValue, upTo end: Int) -> [(at: Int, html: String)] {
        var marks: [(at: Int, html: String)] = []
        for link in block["links"]?.items ?? [] {
            guard let parts = link.array, parts.count == 3, let at = parts[0].int, parts[1].int == at,
                (0...end).contains(at), let target = parts[2].string,
                let label = NoteLabel(target: target)
            else { continue }
            let shown = notes.contains(label) ? "<a href=\"\(HTML.escape(target))\">\(label.text)</a>" : label.text
            marks.append((at, "<sup>\(shown)</sup>"))
        }
        return marks.sorted { $0.at < $1.at }
    }

    /// Columns in which a cell of any row begins.
    private static func starts(of rows: [JSONValue]) -> Set<Int> {
        var starts: Set<Int> = []
        for row in rows {
            var column = 0
            for cell in row.items {
                starts.insert(column)
                column += width(cell)
            }
        }
        return starts
    }

    private static func width(_ cell: JSONValue) -> Int { min(max(cell["columns"]?.int ?? 1, 1), 100) }

    private static func lines(_ text: String) -> String { HTML.escape(text).replacing("\n", with: "<br>") }
}
