public import KistRepository

/// What an import did, as one page in plain words for whoever asked for it: no scripts, nothing loaded from elsewhere.
public struct ImportReportPage {
    private let report: ImportReport

    /// A page of one import.
    public init(_ report: ImportReport) { self.report = report }

    /// The whole page, in English; everything from files is escaped.
    public var html: String {
        var out = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Import report – Kist</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <main>
            <h1>Import report</h1>
            <p class="lead">\(HTML.escape(Self.sentence(report)))</p>

            """
        if report.isDryRun { out += "<p class=\"note\">This was a dry run: nothing was kept.</p>\n" }
        if let batch = report.batch {
            out += "<p>To take the whole import back: <code>kist undo \(batch)</code></p>\n"
        }
        for note in report.notes { out += "<p class=\"note\">\(HTML.escape(note))</p>\n" }
        out += counts
        out += section("What was not taken in, and why", items: notTaken)
        out += warnings
        out += section("What came in", items: report.items.filter { $0.status == .added || $0.status == .updated })
        return out + "</main>\n</body>\n</html>\n"
    }

    private var notTaken: [ImportItem] {
        report.items.filter { [.failed, .skipped, .duplicate].contains($0.status) }
    }

    /// “Kist looked at 12 things: 10 are new, 2 could not be read.”
    static func sentence(_ report: ImportReport) -> String {
        let parts = [
            (report.added, "new"), (report.updated, "updated"), (report.unchanged, "known already and unchanged"),
            (report.duplicate, "known already under another name"), (report.skipped, "left out"),
            (report.failed, "not readable"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let things = report.found == 1 ? "1 thing" : "\(report.found) things"
        return "Kist looked at \(things)" + (parts.isEmpty ? "." : ": " + parts.joined(separator: ", ") + ".")
    }

    private var counts: String {
        let rows = [
            ("New", report.added), ("Updated", report.updated), ("Unchanged", report.unchanged),
            ("Duplicates", report.duplicate), ("Left out", report.skipped), ("Failed", report.failed),
            ("Together", report.found),
        ].map { "<tr><th scope=\"row\">\($0.0)</th><td>\($0.1)</td></tr>" }
        return "<h2>In numbers</h2>\n<table><tbody>\(rows.joined())</tbody></table>\n"
    }

    private func section(_ title: String, items: [ImportItem]) -> String {
        guard !items.isEmpty else { return "" }
        let rows = items.map { item in
            let reason = item.reason.map { "<br><span class=\"note\">\(HTML.escape($0))</span>" } ?? ""
            return
                "<tr><td>\(HTML.escape(item.name))</td><td>\(HTML.escape(item.title ?? "–"))\(reason)</td><td>\(Self.word(item.status))</td></tr>"
        }
        return """
            <h2>\(title)</h2>
            <table><thead><tr><th scope="col">File</th><th scope="col">Title</th><th scope="col">What happened</th></tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table>

            """
    }

    private var warnings: String {
        let rows = report.items.flatMap { item in
            item.diagnostics.filter { $0.severity != .info && item.status != .failed }.map { diagnostic in
                "<tr><td>\(HTML.escape(item.name))</td><td>\(HTML.escape(diagnostic.message))</td><td>\(HTML.escape(diagnostic.place ?? ""))</td></tr>"
            }
        }
        guard !rows.isEmpty else { return "" }
        return """
            <h2>Worth a look</h2>
            <table><thead><tr><th scope="col">File</th><th scope="col">What was noticed</th><th scope="col">Where</th></tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table>

            """
    }

    private static func word(_ status: ImportItem.Status) -> String {
        switch status {
        case .added: "new"
        case .updated: "updated"
        case .unchanged: "unchanged"
        case .duplicate: "known already"
        case .skipped: "left out"
        case .failed: "failed"
        }
    }

    private static let style = """
        :root { color-scheme: light dark; --ink: #1b1b1f; --soft: #4a4a55; --ground: #ffffff; --line: #767684; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --soft: #c3c3ce; --ground: #17181c; --line: #9a9aa8; } }
        html { font: 100%/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
        body { margin: 0 auto; max-width: 64rem; padding: 1rem; overflow-wrap: anywhere; }
        .lead { font-size: 1.2rem; } .note { color: var(--soft); }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
        code { font-size: 1rem; }
        """
}
