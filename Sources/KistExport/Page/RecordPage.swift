import KistModel

/// The page of one record: what it is, what bears on it, all its fields, its files, its text, how to cite it.
struct RecordPage {
    let source: PackSource
    let selection: PackSelection
    let citation: Citation
    /// Path of a stored file inside `data/`, by its hash.
    let filePaths: [String: String]

    private static let shownElsewhere: Set<String> = [
        "id", "type", "title", "summary", "files", "text", "provenance", "csl", "created", "modified", "extra",
        "licence", "direction",
    ]

    func html(_ export: ExportRecord) -> [UInt8] {
        let facts = source.facts
        let record = export.record
        let title = facts.title(record)
        let language = facts.language(record)
        let fields = FieldHTML(facts: facts, selection: selection, language: language)
        var out =
            "<header class=\"top\"><p><a href=\"../ro-crate-preview.html\">All records in “\(HTML.escape(source.title))”</a></p></header>\n"
        out += "<main id=\"main\">\n<p class=\"kind\">\(HTML.escape(facts.typeLabel(record.type)))</p>\n"
        out += "<h1\(HTML.language(title.language))>\(HTML.escape(title.text))</h1>\n"
        if let summary = facts.summary(record) {
            out += "<p class=\"lead\"\(HTML.language(summary.language))>\(HTML.escape(summary.text))</p>\n"
        }
        if let direction = facts.value("direction", record)?.items.first?.string {
            out += "<p>What came of it: \(EvidenceHTML.badge(direction, facts))</p>\n"
        }
        if let reasons = selection.overridden[record.id] {
            out +=
                "<p class=\"warning\">Included although \(HTML.escape(reasons.joined(separator: "; "))). Reason given: \(HTML.escape(source.includeHeld ?? "")).</p>\n"
        }
        out += files(export, facts)
        out += EvidenceHTML(facts: facts, selection: selection, fields: fields).html(record.id)
        out += details(record, facts, fields)
        if let text = facts.value("text", record), !text.items.isEmpty {
            out +=
                "<section aria-labelledby=\"text\"\(HTML.language(language))>\n<h2 id=\"text\"\(language == "en" ? "" : " lang=\"en\"")>Text</h2>\n"
            out += BlocksHTML.html(text, language: language, heading: 2) + "</section>\n"
        }
        out += "<section aria-labelledby=\"cite\">\n<h2 id=\"cite\">How to cite it</h2>\n<dl>\n"
        for (name, style) in [("APA", CitationStyle.apa), ("Harvard", .harvard)] {
            out += "<dt>\(name)</dt><dd>\(HTML.escape(citation.text(of: record, style: style)))</dd>\n"
        }
        out += "</dl>\n</section>\n" + about(export, facts) + "</main>\n"
        return PageFrame.page(title: "\(title.text) – \(source.title)", up: "../", body: out)
    }

    // MARK: - Sections

    private func files(_ export: ExportRecord, _ facts: RecordFacts) -> String {
        guard !export.files.isEmpty else { return "" }
        var out = "<section aria-labelledby=\"files\">\n<h2 id=\"files\">Files</h2>\n<ul class=\"files\">\n"
        for file in export.files {
            let size = Self.size(file.byteCount)
            let path = filePaths[file.sha256].map { "../\($0)" } ?? ""
            out +=
                "<li><a href=\"\(HTML.escape(path))\">\(HTML.escape(file.name))</a> <span class=\"note\">\(size)</span></li>\n"
        }
        return out + "</ul>\n</section>\n"
    }

    private func details(_ record: KistRecord, _ facts: RecordFacts, _ fields: FieldHTML) -> String {
        let schema = facts.schemas[record.type]
        var rows: [(String, String)] = []
        for field in schema?.fields ?? [] {
            guard !field.isPrivate, !Self.shownElsewhere.contains(field.role ?? ""), let value = record[field.name]
            else { continue }
            let text = fields.value(value, field)
            if !text.isEmpty { rows.append((field.label(), text)) }
        }
        let known = Set(schema?.fields.map(\.name) ?? [])
        for name in record.fields.names.sorted() where !known.contains(name) {
            let value = record[name] ?? .null
            rows.append((name, HTML.escape(value.string ?? value.compact)))
        }
        guard !rows.isEmpty else { return "" }
        return "<section aria-labelledby=\"details\">\n<h2 id=\"details\">Details</h2>\n<dl>\n"
            + rows.map { "<dt>\(HTML.escape($0.0))</dt><dd>\($0.1)</dd>\n" }.joined() + "</dl>\n</section>\n"
    }

    private func about(_ export: ExportRecord, _ facts: RecordFacts) -> String {
        let licence = facts.value("licence", export.record)?.items.first?.string
        let address = licence.flatMap { facts.vocabularies.concept($0)?.properties["kist:address"]?.first }
        var out = "<section aria-labelledby=\"about\">\n<h2 id=\"about\">About this record</h2>\n<dl>\n"
        let label = licence.map { facts.vocabularies.label($0) } ?? "Not stated (bibliographic facts only)"
        let link = address.map { FieldHTML.link($0) }
        out += "<dt>Licence</dt><dd>\(HTML.escape(label))\(link.map { "<br>\($0)" } ?? "")</dd>\n"
        out += "<dt>Id</dt><dd><code>\(export.id.text)</code></dd>\n"
        if let date = facts.value("modified", export.record)?.string ?? facts.value("created", export.record)?.string {
            out += "<dt>Last changed</dt><dd>\(HTML.escape(String(date.prefix(10))))</dd>\n"
        }
        out += "<dt>Whole record</dt><dd><a href=\"\(export.id.text).json\">for other programs (JSON)</a></dd>\n"
        return out + "</dl>\n</section>\n"
    }

    static func size(_ bytes: Int64) -> String {
        if bytes < 1000 { return "\(bytes) bytes" }
        let (unit, value) = bytes < 1_000_000 ? ("KB", Double(bytes) / 1000) : ("MB", Double(bytes) / 1_000_000)
        let tenths = Int((value * 10).rounded())
        return value < 10 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(Int(value.rounded())) \(unit)"
    }
}
