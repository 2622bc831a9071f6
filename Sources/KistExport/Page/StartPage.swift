import KistModel

/// The page by which a pack is read: search and filters where scripts run, the complete list in any case.
struct StartPage {
    let source: PackSource
    let selection: PackSelection
    /// In the order in which results tie: newest first.
    let ordered: [ExportRecord]

    func html() -> [UInt8] {
        let facts = source.facts
        var out =
            "<header class=\"top\"><p>\(HTML.escape(origin))</p></header>\n<main id=\"main\">\n<h1>\(HTML.escape(source.title))</h1>\n"
        if !source.summary.isEmpty { out += "<p class=\"lead\">\(HTML.escape(source.summary))</p>\n" }
        let count = selection.records.count
        out += "<p>\(count) \(count == 1 ? "record" : "records"), to be read on any computer without a network.</p>\n"
        if let reason = source.includeHeld, !selection.overridden.isEmpty {
            out +=
                "<p class=\"warning\">\(selection.overridden.count) of them would usually be held back. Reason given: \(HTML.escape(reason)).</p>\n"
        }
        out +=
            "<p id=\"extract\" class=\"warning\">If there is no search box here, this page was opened inside the zip file or without scripts. "
        out +=
            "Close it, choose “Extract all” on the zip file, and open START-HERE again. The list below works in any case.</p>\n"
        out += """
            <form id="search" role="search" hidden>
            <h2 id="search-title">Search this pack</h2>
            <label for="q">Words to look for</label>
            <div class="box"><input id="q" name="q" type="search" autocomplete="off" spellcheck="false" aria-describedby="q-help"> <button type="submit">Search</button></div>
            <p id="q-help" class="note">All words must occur. word* finds beginnings, -word leaves out, OR allows either.</p>
            <div id="facets"></div>
            <p id="status" role="status"></p>
            </form>
            <section id="found" aria-labelledby="found-title" hidden>
            <h2 id="found-title">Results</h2>
            <ol id="results"></ol>
            <p><button id="more" type="button" hidden>Show more results</button></p>
            </section>
            <section id="all" aria-labelledby="all-title">
            <h2 id="all-title">Everything in this pack</h2>

            """
        for type in types(facts) {
            let records = ordered.filter { $0.record.type == type }
            let plural = facts.schemas[type]?.plural() ?? type
            out += "<h3>\(HTML.escape(plural)) (\(records.count))</h3>\n<ul class=\"list\">\n"
            for export in records { out += item(export, facts) }
            out += "</ul>\n"
        }
        out += "</section>\n</main>\n<footer>\n" + notes() + "</footer>\n"
        return PageFrame.page(title: source.title, up: "", scripts: ["index.js", "app.js"], body: out)
    }

    /// The first page that people see; outside the payload, so it stands beside the data.
    static func startHere(title: String) -> [UInt8] {
        var out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        out +=
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'\">\n"
        out +=
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Start here: \(HTML.escape(title))</title>\n"
        out +=
            "<link rel=\"stylesheet\" href=\"data/ro-crate-preview_files/style.css\">\n</head>\n<body>\n<main id=\"main\">\n"
        out +=
            "<h1>\(HTML.escape(title))</h1>\n<p><a class=\"button\" href=\"data/ro-crate-preview.html\">Open the pack</a></p>\n"
        out +=
            "<p>If nothing opens, extract the whole zip file first: on Windows choose “Extract all”, then open START-HERE in the new folder.</p>\n"
        return Array((out + "</main>\n</body>\n</html>\n").utf8)
    }

    private var origin: String {
        let name = source.collection.hub ?? source.collection.name
        let authority = source.collection.authority.map { source.vocabularies.label($0) }
        return "From " + ([name] + [authority].compactMap { $0 }).joined(separator: ", ")
    }

    private func types(_ facts: RecordFacts) -> [String] {
        let preferred = ["strategy", "digest", "enquiry", "evaluation", "resource", "event", "need", "study", "hub"]
        let present = Set(selection.records.map(\.record.type))
        return preferred.filter(present.contains) + present.subtracting(preferred).sorted()
    }

    private func item(_ export: ExportRecord, _ facts: RecordFacts) -> String {
        let title = facts.title(export.record)
        var out =
            "<li><a href=\"\(PackNames.page(export.id))\"\(HTML.language(title.language))>\(HTML.escape(title.text))</a>"
        if let direction = facts.value("direction", export.record)?.items.first?.string {
            out += " " + EvidenceHTML.badge(direction, facts)
        }
        if let summary = facts.summary(export.record) {
            out +=
                "<p class=\"note\"\(HTML.language(summary.language))>\(HTML.escape(SearchIndexFile.shortened(summary.text, 160)))</p>"
        }
        return out + "</li>\n"
    }

    private func notes() -> String {
        var out = ""
        let heldCount = Set(selection.held.map(\.id)).count
        if heldCount > 0 {
            out +=
                "<p>\(heldCount) \(heldCount == 1 ? "record of the selection was" : "records of the selection were") held back, because of licence, embargo, privacy or withdrawal.</p>\n"
        }
        out += "<p>Each record states its own licence. Made with \(HTML.escape(source.software)); "
        out += "<a href=\"ro-crate-metadata.json\">description for other programs</a>.</p>\n"
        return out
    }
}
