import KistModel

extension TableExport {
    /// BibTeX in UTF-8 with keys in ASCII: `black1998assessment`.
    public func bibTeX(_ records: [ExportRecord]) -> [UInt8] {
        var out = ""
        var used: [String: Int] = [:]
        for record in listed(records) {
            let work = work(record)
            let stem = Self.key(work)
            let count = used[stem, default: 0]
            used[stem] = count + 1
            out += Self.entry(work, key: count == 0 ? stem : stem + Self.suffix(count), hubIsPublisher: work.isRecord)
        }
        return Array(out.utf8)
    }

    private static func entry(_ work: CitedWork, key: String, hubIsPublisher: Bool) -> String {
        let kind = entryKind(work)
        var fields: [(String, String)] = []
        func add(_ name: String, _ value: String, raw: Bool = false) {
            let text = value.trimmed
            if !text.isEmpty { fields.append((name, raw ? text : escaped(text))) }
        }
        add("author", work.authors.map(name).joined(separator: " and "), raw: true)
        add("editor", work.editors.map(name).joined(separator: " and "), raw: true)
        add("title", work.title)
        switch kind {
        case "article": add("journal", work.container)
        case "incollection", "inproceedings": add("booktitle", work.container)
        case "book": break
        default: if !work.container.isEmpty { add("howpublished", work.container) }
        }
        add("year", work.year ?? "")
        if let month = work.month { add("month", String(month)) }
        add("volume", work.volume)
        add("number", work.issue.isEmpty ? work.number : work.issue)
        add("pages", work.pages.replacing("-", with: "--"))
        switch kind {
        case "phdthesis": add("school", work.publisher)
        case "techreport": add("institution", work.publisher)
        default: add("publisher", work.publisher)
        }
        add("address", work.place)
        add("edition", work.edition)
        add("type", work.recordKind ?? work.genre)
        add("doi", work.doi ?? "")
        add("url", work.url ?? "", raw: false)
        if let accessed = work.accessed { add("urldate", accessed.iso) }
        add("isbn", work.isbn)
        add("issn", work.issn)
        add("language", work.language)
        add("abstract", work.abstract)
        add("keywords", work.keywords.joined(separator: ", "))
        add("note", work.isRecord ? "Kist record \(work.recordID)" : "")
        let lines = fields.map { "  \($0.0) = {\($0.1)}" }.joined(separator: ",\n")
        return "@\(kind){\(key),\n\(lines)\n}\n\n"
    }

    private static func entryKind(_ work: CitedWork) -> String {
        switch work.kind {
        case "article-journal", "article-magazine", "article-newspaper", "review": "article"
        case "book": "book"
        case "chapter", "entry-encyclopedia", "entry-dictionary": "incollection"
        case "paper-conference": "inproceedings"
        case "thesis": "phdthesis"
        case "report": "techreport"
        default: "misc"
        }
    }

    /// `van der Berg, Jan`, `King, Jr., Martin Luther`, organisations in braces.
    private static func name(_ name: CSLName) -> String {
        guard name.literal.isEmpty, !name.family.isEmpty else { return "{\(escaped(name.display))}" }
        let family = name.particle.isEmpty ? name.family : "\(name.particle) \(name.family)"
        return [family, name.suffix, name.given].filter { !$0.isEmpty }.map(escaped).joined(separator: ", ")
    }

    static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&", "%", "#", "_", "$", "{", "}": out += "\\\(character)"
            case "\\": out += "\\textbackslash{}"
            case "~": out += "\\textasciitilde{}"
            case "^": out += "\\textasciicircum{}"
            case let space where space.isWhitespace: out += " "
            default: out.append(character)
            }
        }
        return out
    }

    /// The first author's name, the year and the first word of the title that says something.
    private static func key(_ work: CitedWork) -> String {
        func plain(_ text: String) -> String { Folding.key(text).filter { $0.isASCII && ($0.isLetter || $0.isNumber) } }
        let name = (work.authors.first ?? work.editors.first).map { plain($0.sortName) } ?? ""
        let small: Set = ["a", "an", "the", "of", "on", "in", "to", "and", "for", "is", "what", "how"]
        let word = Folding.key(work.title).split(separator: " ").map { plain(String($0)) }.first {
            !$0.isEmpty && !small.contains($0)
        }
        let key = String((name + (work.year ?? "") + (word ?? "")).prefix(40))
        return key.isEmpty || key.first?.isNumber == true ? "kist\(work.recordID)" : key
    }

    /// 1 → `b`, 2 → `c` … 26 → `aa`.
    private static func suffix(_ count: Int) -> String {
        var rest = count
        var letters = ""
        repeat {
            letters = String(Character(Unicode.Scalar(UInt8(97 + rest % 26)))) + letters
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }
}
