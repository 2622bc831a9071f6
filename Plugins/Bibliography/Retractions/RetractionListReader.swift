import KistPlugin

/// Reads a list of retracted works in the form of the Retraction Watch data: each row is an entry that names the work, its
/// DOI and PMID, and what became of it. The columns are known by their names.
struct RetractionListReader {
    /// What the kind of entry is called; the host knows lists of retractions by it.
    static let entryType = "retraction"

    private var rows: CSVRows
    private let sink: EntrySink

    init(_ source: TextSource, _ sink: EntrySink) {
        rows = CSVRows(source)
        self.sink = sink
    }

    mutating func read() throws(PluginError) -> Coverage {
        guard let head = try rows.next() else { throw PluginError(.empty, "The table is empty.") }
        let columns = head.cells.map(Self.key)
        guard columns.contains("originalpaperdoi") else {
            throw PluginError(.notThisFormat, "The table has no column “OriginalPaperDOI”.")
        }
        var lastProgress: Int64 = 0
        while let row = try rows.next() {
            guard row.cells.count >= min(columns.count, 3) else {
                try sink.broken("csv-row", "The row cannot be read; it was left out.", line: row.line)
                continue
            }
            try give(columns, row)
            if rows.source.readOffset - lastProgress >= 1 << 20 {
                lastProgress = rows.source.readOffset
                try sink.progress(lastProgress)
            }
        }
        return try sink.finish(text: rows.source.offset, skipped: [])
    }

    private static func key(_ name: String) -> String {
        String(decoding: name.utf8.filter { ASCII.isLetter($0) }.map { $0 | 0x20 }, as: UTF8.self)
    }

    private func give(_ columns: [String], _ row: CSVRows.Row) throws(PluginError) {
        var builder = ItemBuilder()
        var key: String?
        builder.set(.type, "article-journal")
        for (column, cell) in zip(columns, row.cells) where !cell.isEmpty {
            switch column {
            case "recordid": key = cell
            case "title": builder.set(.title, cell)
            case "journal": builder.set(.containerTitle, cell)
            case "publisher": builder.set(.publisher, cell)
            case "author":
                builder.set(.author, cell.split(separator: ";").compactMap { PersonName.parse(String($0)) })
            case "originalpaperdoi": if let doi = Identifiers.doi(cell) { builder.set(.DOI, doi) }
            case "originalpaperpubmedid":
                if cell != "0", cell.utf8.allSatisfy({ ASCII.isDigit($0) }) { builder.set(.PMID, cell) }
            case "originalpaperdate": if let date = Self.date(cell) { builder.set(.issued, date) }
            case "retractiondoi": if let doi = Identifiers.doi(cell) { builder.keep("RetractionDOI", doi) }
            case "retractiondate":
                builder.keep("RetractionDate", Self.date(cell).map(Self.text) ?? cell)
            case "retractionnature": builder.keep("RetractionNature", cell)
            case "reason": builder.keep("Reason", cell)
            default: builder.keep(column, cell)
            }
        }
        try sink.entry(builder, key: key, type: Self.entryType, line: row.line)
    }

    /// `8/24/2020 0:00`, as the data has it (month first), or `2020-08-24`.
    private static func date(_ text: String) -> PartialDate? {
        let day = text.split(separator: " ").first.map(String.init) ?? text
        let parts = day.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 3, parts[2] > 999 else { return PartialDate.edtf(day) }
        var date = PartialDate(year: parts[2])
        if (1...12).contains(parts[0]) { date.month = parts[0] }
        if date.month != nil, (1...31).contains(parts[1]) { date.day = parts[1] }
        return date
    }

    private static func text(_ date: PartialDate) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        guard let month = date.month else { return "\(date.year)" }
        return date.day.map { "\(date.year)-\(two(month))-\(two($0))" } ?? "\(date.year)-\(two(month))"
    }
}
