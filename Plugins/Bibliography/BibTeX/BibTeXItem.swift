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
        builder.set(.type, type)
        if !entry.key.isEmpty { builder.set(.id, entry.key) }
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
        case "mastersthesis": builder.set(.genre, "Master’s thesis")
        case "phdthesis": builder.set(.genre, "PhD thesis")
        case "bachelorsthesis": builder.set(.genre, "Bachelor’s thesis")
        default: break
        }
        return BibTeXTypes.csl(entry.type) ?? "document"
    }

    private mutating func titles(_ type: String) {
        if let title = joined("title", "subtitle") { builder.set(.title, title) }
        if let short = text("shorttitle") { builder.set(.titleShort, short) }
        if let journal = joined("journaltitle", "journalsubtitle") ?? text("journal") {
            builder.set(.containerTitle, journal)
        }
        if let book = joined("booktitle", "booksubtitle") {
            if !builder.has(.title), !BibTeXTypes.isPart(entry.type) {
                builder.set(.title, book)
            } else {
                builder.setIfMissing(.containerTitle, book)
            }
        }
        if let main = joined("maintitle", "mainsubtitle") {
            if !builder.has(.containerTitle), type == "chapter" {
                builder.set(.containerTitle, main)
            } else {
                builder.setIfMissing(.volumeTitle, main)
            }
        }
        if type == "periodical", !builder.has(.title), let journal = builder.text(.containerTitle) {
            builder.set(.title, journal)
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
            put(variable, field.value)
        case .prose(let variable):
            guard !builder.has(variable) else { return false }
            put(variable, field.value, paragraphs: true)
        case .pages: builder.set(.page, Identifiers.pages(TeXText.plain(entry.bytes, field.value)))
        case .language:
            guard !builder.has(.language) else { return false }
            builder.set(.language, LanguageTag.normal(TeXText.plain(entry.bytes, field.value)))
        case .ignored: break
        }
        if index < 64 { used |= 1 << UInt64(index) }
        return true
    }

    /// Sets a variable to a field's text; most hold nothing of TeX and are taken as they stand.
    private mutating func put(_ variable: CSLVariable, _ value: Range<Int>, paragraphs: Bool = false) {
        let range = ASCII.trimmed(entry.bytes, value)
        if TeXText.isTeX(entry.bytes, range) {
            builder.set(variable, TeXText.plain(entry.bytes, range, paragraphs: paragraphs))
        } else {
            builder.set(variable, entry.bytes, range)
        }
    }

    private enum Target {
        case names(CSLVariable)
        case text(CSLVariable)
        /// Text whose paragraphs count.
        case prose(CSLVariable)
        case pages, language
        /// Says nothing about the work: references that have been followed.
        case ignored
    }

    private static let targets: [String: Target] = [
        "author": .names(.author), "editor": .names(.editor), "translator": .names(.translator),
        "bookauthor": .names(.containerAuthor), "director": .names(.director), "holder": .names(.holder),
        "series": .text(.collectionTitle), "shortseries": .text(.collectionTitleShort),
        "shortjournal": .text(.containerTitleShort), "volume": .text(.volume), "edition": .text(.edition),
        "eventtitle": .text(.eventTitle), "chapter": .text(.chapterNumber), "volumes": .text(.numberOfVolumes),
        "pagetotal": .text(.numberOfPages), "version": .text(.version), "part": .text(.partNumber),
        "issn": .text(.ISSN), "isbn": .text(.ISBN), "keywords": .text(.keyword), "keyword": .text(.keyword),
        "abstract": .prose(.abstract), "note": .prose(.note), "annotation": .prose(.annote),
        "annote": .prose(.annote),
        "pages": .pages, "language": .language, "langid": .language, "pubstate": .text(.status),
        "status": .text(.status),
        "pmid": .text(.PMID), "pmcid": .text(.PMCID), "library": .text(.source), "type": .text(.genre),
        "crossref": .ignored, "xdata": .ignored, "origlanguage": .text(.originalLanguage),
        "origtitle": .text(.originalTitle), "origpublisher": .text(.originalPublisher),
        "origlocation": .text(.originalPublisherPlace), "shortauthor": .text(.authorShort),
        "issuetitle": .text(.issueTitle), "scale": .text(.scale),
    ]

    private mutating func names(_ field: BibTeXEntry.Field, _ variable: CSLVariable) {
        var list = BibTeXNames(entry.bytes, field.value)
        list.write(variable, to: &builder)
        if list.hasOthers { builder.keep("and others", variable.name) }
        if list.isCut { cutNames.append(variable.name) }
    }

    // MARK: - Dates

    private mutating func dates() {
        issued()
        date("urldate", .accessed)
        date("origdate", .originalDate)
        date("eventdate", .eventDate)
    }

    private mutating func date(_ name: String, _ variable: CSLVariable) {
        guard let text = text(name) else { return }
        if let date = PartialDate.edtf(text) { builder.set(variable, date) } else { builder.keep(name, text) }
    }

    private mutating func issued() {
        if let range = entry.range("date") {
            let text = TeXText.plain(entry.bytes, range)
            if let date = PartialDate.edtf(text) {
                _ = take("date")
                return builder.set(.issued, date)
            }
            if entry.range("year") == nil, let year = PartialDate.year(in: text) {
                return builder.set(.issued, PartialDate(year: year))
            }
            if entry.range("year") == nil, !text.isEmpty {
                _ = take("date")
                return builder.setLiteralDate(.issued, text)
            }
        }
        guard let text = text("year") else { return }
        guard let year = PartialDate.year(in: text) else { return builder.setLiteralDate(.issued, text) }
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
        builder.set(.issued, date)
    }

    // MARK: - Publishers, numbers, identifiers

    private mutating func places(_ type: String) {
        if let publisher = list("publisher") { builder.set(.publisher, publisher) }
        for name in ["school", "institution", "organization"] {
            guard !builder.has(.publisher) else { break }
            if let body = list(name) { builder.set(.publisher, body) }
        }
        if let venue = text("venue") { builder.set(.eventPlace, venue) }
        let place = list("address") ?? list("location")
        if let place { builder.set(.publisherPlace, place) }
        if let how = entry.range("howpublished") {
            let text = TeXText.verbatim(entry.bytes, how)
            if text.hasPrefix("http://") || text.hasPrefix("https://"), entry.range("url") == nil {
                _ = take("howpublished")
                builder.set(.URL, text)
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
                builder.set(.issue, "\(number), \(issue)")
            } else if let issue = number ?? issue {
                builder.set(.issue, issue)
            }
            if let id = text("eid") { builder.set(builder.has(.page) ? .number : .page, id) }
        case "book", "chapter", "paper-conference", "entry-encyclopedia", "pamphlet":
            if let number = text("number") {
                builder.set(builder.has(.collectionTitle) ? .collectionNumber : .number, number)
            }
        default:
            if let number = text("number") { builder.set(.number, number) }
        }
    }

    private mutating func identifiers() {
        if let range = take("doi") {
            let raw = TeXText.verbatim(entry.bytes, range)
            if let doi = Identifiers.doi(raw) { builder.set(.DOI, doi) } else { builder.keep("doi", raw) }
        }
        for name in ["url", "uri"] {
            guard !builder.has(.URL), let range = take(name) else { continue }
            builder.set(.URL, TeXText.verbatim(entry.bytes, range))
        }
        if !builder.has(.DOI), let address = builder.text(.URL), let doi = Identifiers.doi(inAddress: address) {
            builder.set(.DOI, doi)
        }
        guard let range = take("eprint") else { return }
        let eprint = TeXText.verbatim(entry.bytes, range)
        let kind = text(of: "eprinttype", "archiveprefix")
        switch kind?.lowercased() {
        case "pubmed", "pmid": builder.setIfMissing(.PMID, eprint)
        case "doi": if let doi = Identifiers.doi(eprint) { builder.setIfMissing(.DOI, doi) }
        case "hdl", "jstor", "googlebooks", nil:
            builder.set(.archiveLocation, eprint)
            if let kind { builder.set(.archive, kind) }
        default:
            builder.set(.archive, kind ?? "")
            builder.set(.archiveLocation, eprint)
            builder.setIfMissing(.number, "\(kind ?? ""):\(eprint)")
        }
    }

    private mutating func rest() {
        for (index, field) in entry.fields.enumerated() where index >= 64 || used & (1 << UInt64(index)) == 0 {
            if index >= 64, builder.otherCount >= 900 { break }
            builder.keep(
                field.name,
                Self.verbatimFields.contains(field.name)
                    ? TeXText.verbatim(entry.bytes, field.value)
                    : TeXText.plain(entry.bytes, field.value, paragraphs: true))
        }
        for field in entry.repeated where builder.otherCount < 900 {
            builder.keep(field.name, TeXText.plain(entry.bytes, field.value, paragraphs: true))
        }
    }

    private static let verbatimFields: Set<String> = [
        "file", "pdf", "url", "doi", "eprint", "biburl", "bdsk-url-1", "bdsk-url-2", "bdsk-file-1", "local-url", "ids",
    ]
}
