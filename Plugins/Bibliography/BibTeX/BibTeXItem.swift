import KistModel

/// Makes the CSL-JSON item of a BibTeX or BibLaTeX entry. Fields are taken one by one and marked as used; what is left
/// is kept under its own name.
struct BibTeXItem {
    private let entry: BibTeXEntry
    private var used: UInt64 = 0
    private var builder = ItemBuilder()
    /// Lists of names that were cut.
    private(set) var cutNames: [String] = []

    static func map(_ entry: BibTeXEntry) -> (item: ItemBuilder, cutNames: [String]) {
        var item = BibTeXItem(entry)
        item.map()
        return (item.builder, item.cutNames)
    }

    private init(_ entry: BibTeXEntry) { self.entry = entry }

    private mutating func map() {
        let type = cslType()
        builder.set("type", type)
        if !entry.key.isEmpty { builder.set("id", entry.key) }
        titles(type)
        for (index, field) in entry.fields.enumerated() where index < 64 && used & (1 << UInt64(index)) == 0 {
            if simple(field, index) { continue }
        }
        dates()
        places(type)
        numbers(type)
        identifiers()
        rest()
    }

    // MARK: - Access

    /// The value of a field, which counts as used from now on.
    private mutating func take(_ name: String) -> Range<Int>? {
        let length = name.utf8.count
        for (index, field) in entry.fields.enumerated() where field.name.utf8.count == length && field.name == name {
            if index < 64 {
                if used & (1 << UInt64(index)) != 0 { return nil }
                used |= 1 << UInt64(index)
            }
            return field.value.isEmpty ? nil : field.value
        }
        return nil
    }

    private mutating func text(_ name: String, paragraphs: Bool = false) -> String? {
        guard let range = take(name) else { return nil }
        let text = TeXText.plain(entry.bytes, range, paragraphs: paragraphs)
        return text.isEmpty ? nil : text
    }

    /// The first of these fields that is there.
    private mutating func text(of names: String...) -> String? {
        for name in names { if let text = text(name) { return text } }
        return nil
    }

    // MARK: - Type and titles

    private mutating func cslType() -> String {
        switch entry.type {
        case "article":
            switch entry.raw("entrysubtype")?.lowercased() {
            case "newspaper": return "article-newspaper"
            case "magazine": return "article-magazine"
            default: return "article-journal"
            }
        case "misc":
            if entry.range("eprint") != nil || entry.range("archiveprefix") != nil { return "article" }
            if entry.range("url") != nil, entry.range("howpublished") == nil, entry.range("doi") == nil {
                return "webpage"
            }
        case "mastersthesis": builder.set("genre", "Master’s thesis")
        case "phdthesis": builder.set("genre", "PhD thesis")
        case "bachelorsthesis": builder.set("genre", "Bachelor’s thesis")
        default: break
        }
        return BibTeXTypes.csl(entry.type) ?? "document"
    }

    private mutating func titles(_ type: String) {
        if let title = joined("title", "subtitle") { builder.set("title", title) }
        if let short = text("shorttitle") { builder.set("title-short", short) }
        if let journal = joined("journaltitle", "journalsubtitle") ?? text("journal") {
            builder.set("container-title", journal)
        }
        if let book = joined("booktitle", "booksubtitle") {
            if !builder.has("title"), !BibTeXTypes.isPart(entry.type) {
                builder.set("title", book)
            } else {
                builder.setIfMissing("container-title", book)
            }
        }
        if let main = joined("maintitle", "mainsubtitle") {
            if !builder.has("container-title"), type == "chapter" {
                builder.set("container-title", main)
            } else {
                builder.setIfMissing("volume-title", main)
            }
        }
        if type == "periodical", !builder.has("title"), let journal = builder.text("container-title") {
            builder.set("title", journal)
        }
    }

    private mutating func joined(_ name: String, _ addition: String) -> String? {
        guard let title = text(name) else { return nil }
        guard let rest = text(addition) else { return title }
        return title.last.map { ":?!.".contains($0) } == true ? "\(title) \(rest)" : "\(title): \(rest)"
    }

    // MARK: - Fields that map one to one

    /// Takes a field that needs no other; false when it is not one of those.
    private mutating func simple(_ field: BibTeXEntry.Field, _ index: Int) -> Bool {
        guard let target = Self.targets[field.name] else { return false }
        switch target {
        case .names(let variable):
            guard !builder.has(variable) else { return false }
            names(field, variable)
        case .text(let variable):
            guard !builder.has(variable) else { return false }
            builder.set(variable, TeXText.plain(entry.bytes, field.value))
        case .prose(let variable):
            guard !builder.has(variable) else { return false }
            builder.set(variable, TeXText.plain(entry.bytes, field.value, paragraphs: true))
        case .pages: builder.set("page", Identifiers.pages(TeXText.plain(entry.bytes, field.value)))
        case .language:
            guard !builder.has("language") else { return false }
            builder.set("language", LanguageTag.normal(TeXText.plain(entry.bytes, field.value)))
        case .ignored: break
        }
        if index < 64 { used |= 1 << UInt64(index) }
        return true
    }

    private enum Target {
        case names(String)
        case text(String)
        /// Text whose paragraphs count.
        case prose(String)
        case pages, language
        /// Says nothing about the work: references that have been followed.
        case ignored
    }

    private static let targets: [String: Target] = [
        "author": .names("author"), "editor": .names("editor"), "translator": .names("translator"),
        "bookauthor": .names("container-author"), "director": .names("director"), "holder": .names("holder"),
        "series": .text("collection-title"), "shortseries": .text("collection-title-short"),
        "shortjournal": .text("container-title-short"), "volume": .text("volume"), "edition": .text("edition"),
        "eventtitle": .text("event-title"), "chapter": .text("chapter-number"), "volumes": .text("number-of-volumes"),
        "pagetotal": .text("number-of-pages"), "version": .text("version"), "part": .text("part-number"),
        "issn": .text("ISSN"), "isbn": .text("ISBN"), "keywords": .text("keyword"), "keyword": .text("keyword"),
        "abstract": .prose("abstract"), "note": .prose("note"), "annotation": .prose("annote"),
        "annote": .prose("annote"),
        "pages": .pages, "language": .language, "langid": .language, "pubstate": .text("status"),
        "status": .text("status"),
        "pmid": .text("PMID"), "pmcid": .text("PMCID"), "library": .text("source"), "type": .text("genre"),
        "crossref": .ignored, "xdata": .ignored, "origlanguage": .text("original-language"),
        "origtitle": .text("original-title"), "origpublisher": .text("original-publisher"),
        "origlocation": .text("original-publisher-place"), "shortauthor": .text("author-short"),
        "issuetitle": .text("issue-title"), "scale": .text("scale"),
    ]

    private mutating func names(_ field: BibTeXEntry.Field, _ variable: String) {
        let list = BibTeXNames(entry.bytes, field.value)
        builder.set(variable, list.names)
        if list.hasOthers { builder.keep("and others", variable) }
        if list.isCut { cutNames.append(variable) }
    }

    // MARK: - Dates

    private mutating func dates() {
        if let value = issued() { builder.set("issued", value) }
        date("urldate", "accessed")
        date("origdate", "original-date")
        date("eventdate", "event-date")
    }

    private mutating func date(_ name: String, _ variable: String) {
        guard let text = text(name) else { return }
        if let date = PartialDate.edtf(text) { builder.set(variable, date.json) } else { builder.keep(name, text) }
    }

    private mutating func issued() -> JSONValue? {
        if let range = entry.range("date") {
            let text = TeXText.plain(entry.bytes, range)
            if let date = PartialDate.edtf(text) {
                _ = take("date")
                return date.json
            }
            if entry.range("year") == nil, let year = PartialDate.year(in: text) { return PartialDate(year: year).json }
            if entry.range("year") == nil, !text.isEmpty {
                _ = take("date")
                return PartialDate.literal(text)
            }
        }
        guard let text = text("year") else { return nil }
        guard let year = PartialDate.year(in: text) else { return PartialDate.literal(text) }
        if text.utf8.count != 4 { builder.keep("year", text) }
        var date = PartialDate(year: year)
        if let range = entry.range("month") {
            let month = TeXText.plain(entry.bytes, range)
            if let found = PartialDate.dayAndMonth(month) {
                _ = take("month")
                date.month = found.month
                date.day = found.day
            } else if let season = PartialDate.season(month) {
                _ = take("month")
                date.season = season
            }
        }
        if date.month != nil, date.day == nil, let raw = entry.raw("day"), let day = Int(raw.trimmed),
            (1...31).contains(day)
        {
            _ = take("day")
            date.day = day
        }
        return date.json
    }

    // MARK: - Publishers, numbers, identifiers

    private mutating func places(_ type: String) {
        if let publisher = list("publisher") { builder.set("publisher", publisher) }
        for name in ["school", "institution", "organization"] {
            guard !builder.has("publisher") else { break }
            if let body = list(name) { builder.set("publisher", body) }
        }
        if let venue = text("venue") { builder.set("event-place", venue) }
        let place = list("address") ?? list("location")
        if let place { builder.set("publisher-place", place) }
        if let how = entry.range("howpublished") {
            let text = TeXText.verbatim(entry.bytes, how)
            if text.hasPrefix("http://") || text.hasPrefix("https://"), entry.range("url") == nil {
                _ = take("howpublished")
                builder.set("URL", text)
            }
        }
    }

    /// A list of bodies or places, joined by “and” in BibLaTeX.
    private mutating func list(_ name: String) -> String? {
        guard let range = take(name) else { return nil }
        let parts = BibTeXNames.split(entry.bytes, range, limit: 50).map { TeXText.plain(entry.bytes, $0) }
        let text = parts.filter { !$0.isEmpty }.joined(separator: "; ")
        return text.isEmpty ? nil : text
    }

    private mutating func numbers(_ type: String) {
        switch type {
        case "article-journal", "article-magazine", "article-newspaper", "periodical", "review", "article":
            let number = text("number")
            let issue = text("issue")
            if let number, let issue, number != issue {
                builder.set("issue", "\(number), \(issue)")
            } else if let issue = number ?? issue {
                builder.set("issue", issue)
            }
            if let id = text("eid") { builder.set(builder.has("page") ? "number" : "page", id) }
        case "book", "chapter", "paper-conference", "entry-encyclopedia", "pamphlet":
            if let number = text("number") {
                builder.set(builder.has("collection-title") ? "collection-number" : "number", number)
            }
        default:
            if let number = text("number") { builder.set("number", number) }
        }
    }

    private mutating func identifiers() {
        if let range = take("doi") {
            let raw = TeXText.verbatim(entry.bytes, range)
            if let doi = Identifiers.doi(raw) { builder.set("DOI", doi) } else { builder.keep("doi", raw) }
        }
        for name in ["url", "uri"] {
            guard !builder.has("URL"), let range = take(name) else { continue }
            builder.set("URL", TeXText.verbatim(entry.bytes, range))
        }
        if !builder.has("DOI"), let address = builder.text("URL"), let doi = Identifiers.doi(inAddress: address) {
            builder.set("DOI", doi)
        }
        guard let range = take("eprint") else { return }
        let eprint = TeXText.verbatim(entry.bytes, range)
        let kind = text(of: "eprinttype", "archiveprefix")
        switch kind?.lowercased() {
        case "pubmed", "pmid": builder.setIfMissing("PMID", eprint)
        case "doi": if let doi = Identifiers.doi(eprint) { builder.setIfMissing("DOI", doi) }
        case "hdl", "jstor", "googlebooks", nil:
            builder.set("archive_location", eprint)
            if let kind { builder.set("archive", kind) }
        default:
            builder.set("archive", kind ?? "")
            builder.set("archive_location", eprint)
            builder.setIfMissing("number", "\(kind ?? ""):\(eprint)")
        }
    }

    private mutating func rest() {
        for (index, field) in entry.fields.enumerated() where index >= 64 || used & (1 << UInt64(index)) == 0 {
            if index >= 64, builder.unknown.count >= 900 { break }
            builder.keep(
                field.name,
                Self.verbatimFields.contains(field.name)
                    ? TeXText.verbatim(entry.bytes, field.value)
                    : TeXText.plain(entry.bytes, field.value, paragraphs: true))
        }
        for field in entry.repeated where builder.unknown.count < 900 {
            builder.keep(field.name, TeXText.plain(entry.bytes, field.value, paragraphs: true))
        }
    }

    private static let verbatimFields: Set<String> = [
        "file", "pdf", "url", "doi", "eprint", "biburl", "bdsk-url-1", "bdsk-url-2", "bdsk-file-1", "local-url", "ids",
    ]
}
