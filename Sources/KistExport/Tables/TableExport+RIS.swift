import KistModel

extension TableExport {
    /// RIS in UTF-8 with CRLF, as reference managers exchange it.
    public func ris(_ records: [ExportRecord]) -> [UInt8] {
        var out = ""
        for record in listed(records) { out += Self.entry(work(record)) }
        return Array(out.utf8)
    }

    private static func entry(_ work: CitedWork) -> String {
        var out = ""
        func add(_ tag: String, _ value: String?) {
            guard let value else { return }
            let text = value.split(whereSeparator: {
                $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.generalCategory == .control }
            })
            .joined(separator: " ")
            if !text.isEmpty { out += "\(tag)  - \(text)\r\n" }
        }
        let kind = kind(work.kind)
        out += "TY  - \(kind)\r\n"
        for author in work.authors { add("AU", name(author)) }
        for editor in work.editors { add("ED", name(editor)) }
        add("TI", work.title)
        add("T2", work.container)
        if let year = work.year {
            add("PY", year)
            if let month = work.month {
                func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
                add("DA", "\(year)/\(two(month))/\(work.day.map(two) ?? "")")
            }
        }
        add("VL", work.volume)
        add("IS", work.issue)
        let span = work.pageSpan
        add("SP", span.first)
        add("EP", span.last)
        add("M1", work.number)
        add("ET", work.edition)
        add("PB", work.publisher)
        add("CY", work.place)
        add("M3", work.recordKind ?? work.genre)
        add("SN", work.isbn.isEmpty ? work.issn : work.isbn)
        add("DO", work.doi)
        add("UR", work.url)
        if let accessed = work.accessed { add("Y2", accessed.iso.replacing("-", with: "/")) }
        add("AB", work.abstract)
        for keyword in work.keywords { add("KW", keyword) }
        add("LA", work.language)
        add("AN", work.isRecord ? work.recordID : "")
        return out + "ER  - \r\n\r\n"
    }

    /// `King, Martin Luther, Jr.`
    private static func name(_ name: CSLName) -> String {
        guard name.literal.isEmpty, !name.family.isEmpty else { return name.display }
        let family = name.particle.isEmpty ? name.family : "\(name.particle) \(name.family)"
        return [family, name.given, name.suffix].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func kind(_ csl: String) -> String {
        switch csl {
        case "article-journal", "review": "JOUR"
        case "article-magazine": "MGZN"
        case "article-newspaper": "NEWS"
        case "book": "BOOK"
        case "chapter": "CHAP"
        case "paper-conference": "CPAPER"
        case "thesis": "THES"
        case "report": "RPRT"
        case "webpage", "post", "post-weblog": "ELEC"
        case "dataset": "DATA"
        case "entry-encyclopedia": "ENCYC"
        case "entry-dictionary": "DICT"
        case "legislation": "STAT"
        case "motion_picture", "broadcast": "VIDEO"
        default: "GEN"
        }
    }
}
