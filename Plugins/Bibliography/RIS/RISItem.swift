import KistModel

/// Makes the CSL-JSON item of an RIS record. Tags mean different things in different kinds of reference and in
/// different programs; the standard of 2011 decides, then what EndNote and publishers' sites write.
struct RISItem {
    /// Most names of one list that are read.
    static let maximumNames = 10_000

    private var builder = ItemBuilder()
    private let type: String
    private(set) var key: String?
    private(set) var cutNames = false
    private var titles: [String] = []
    private var secondTitle: String?
    private var bookTitle: String?
    private var journal: String?
    private var journalShort: String?
    private var seriesTitle: String?
    private var authors: [PersonName] = []
    private var editors: [PersonName] = []
    private var seriesEditors: [PersonName] = []
    private var translators: [PersonName] = []
    private var dates: [String] = []
    private var keywords: [String] = []
    private var notes: [String] = []
    private var abstracts: [String] = []
    private var addresses: [String] = []
    private var numbers: [String] = []
    private var kinds: [String] = []
    private var start: String?
    private var end: String?
    private var issue: String?
    private var database: String?
    private var accession: String?

    /// `types` are the values of the record's `TY` lines; the last counts.
    static func map(_ record: RISRecord) -> (item: ItemBuilder, key: String?, type: String, cutNames: Bool) {
        var type = ""
        for field in record.fields where field.tag == .type { type = field.text }
        var item = RISItem(type.words.first.map { $0.uppercased() } ?? "")
        for field in record.fields where !field.text.isEmpty { item.take(field) }
        item.finish()
        return (item.builder, item.key, type, item.cutNames)
    }

    private init(_ type: String) { self.type = type }

    // MARK: - Tags

    private enum Role {
        case type, author, secondAuthor, editor, seriesEditor, translator, title, secondTitle, bookTitle, seriesTitle
        case journal, journalMaybe, journalShort, date, keyword, note, abstract, address, file, number, doi, start, end,
            issue
        case database, accession, key, kind, language, custom7, custom2
        case text(String)
        case dateTo(String)
    }

    private static let roles: [RISTag: Role] = [
        RISTag("TY"): .type, RISTag("AU"): .author, RISTag("A1"): .author, RISTag("A2"): .secondAuthor,
        RISTag("ED"): .editor,
        RISTag("A3"): .seriesEditor, RISTag("A4"): .translator, RISTag("TI"): .title, RISTag("T1"): .title,
        RISTag("CT"): .title, RISTag("T2"): .secondTitle, RISTag("BT"): .bookTitle, RISTag("T3"): .seriesTitle,
        RISTag("JF"): .journal, RISTag("JO"): .journalMaybe, RISTag("JA"): .journalShort, RISTag("J1"): .journalShort,
        RISTag("J2"): .journalShort, RISTag("PY"): .date, RISTag("Y1"): .date, RISTag("DA"): .date, RISTag("YR"): .date,
        RISTag("Y2"): .dateTo("accessed"), RISTag("KW"): .keyword, RISTag("K1"): .keyword, RISTag("N1"): .note,
        RISTag("NO"): .note, RISTag("AB"): .abstract, RISTag("N2"): .abstract, RISTag("UR"): .address,
        RISTag("LK"): .address,
        RISTag("SN"): .number, RISTag("DO"): .doi, RISTag("DI"): .doi, RISTag("SP"): .start, RISTag("EP"): .end,
        RISTag("IS"): .issue, RISTag("CP"): .issue, RISTag("IP"): .issue, RISTag("DB"): .database,
        RISTag("AN"): .accession,
        RISTag("ID"): .key, RISTag("M3"): .kind, RISTag("LA"): .language, RISTag("C7"): .custom7,
        RISTag("C2"): .custom2,
        RISTag("VL"): .text("volume"), RISTag("VO"): .text("volume"), RISTag("PB"): .text("publisher"),
        RISTag("CY"): .text("publisher-place"), RISTag("PP"): .text("publisher-place"), RISTag("ET"): .text("edition"),
        RISTag("ST"): .text("title-short"), RISTag("CN"): .text("call-number"), RISTag("DP"): .text("source"),
        RISTag("NV"): .text("number-of-volumes"), RISTag("SE"): .text("section"), RISTag("OP"): .text("original-title"),
        RISTag("RI"): .text("reviewed-title"), RISTag("TT"): .text("translated-title"),
    ]

    private mutating func take(_ field: RISRecord.Field) {
        let text = field.text
        switch Self.roles[field.tag] {
        case .type: break
        case .author: Self.name(text, &authors, &cutNames)
        case .editor: Self.name(text, &editors, &cutNames)
        case .secondAuthor:
            switch type {
            case "BOOK", "EDBOOK", "EBOOK", "SER": Self.name(text, &seriesEditors, &cutNames)
            case "THES": builder.keep("A2", text)
            default: Self.name(text, &editors, &cutNames)
            }
        case .seriesEditor: Self.name(text, &seriesEditors, &cutNames)
        case .translator: Self.name(text, &translators, &cutNames)
        case .title: titles.append(Self.folded(text))
        case .secondTitle: Self.once(&secondTitle, Self.folded(text), "T2", &builder)
        case .bookTitle: Self.once(&bookTitle, Self.folded(text), "BT", &builder)
        case .seriesTitle: Self.once(&seriesTitle, Self.folded(text), "T3", &builder)
        case .journal: Self.once(&journal, Self.folded(text), "JF", &builder)
        case .journalMaybe, .journalShort: Self.once(&journalShort, Self.folded(text), field.tag.text, &builder)
        case .date: dates.append(text)
        case .dateTo(let variable):
            if let date = Self.date(text), !builder.has(variable) {
                builder.set(variable, date.json)
            } else {
                builder.keep(field.tag.text, text)
            }
        case .keyword: keywords.append(text)
        case .note: notes.append(text)
        case .abstract: if !abstracts.contains(text) { abstracts.append(text) }
        case .address: addresses.append(text)
        case .number: numbers.append(text)
        case .doi:
            if let doi = Identifiers.doi(text), !builder.has("DOI") {
                builder.set("DOI", doi)
            } else {
                builder.keep(field.tag.text, text)
            }
        case .start: Self.once(&start, text, "SP", &builder)
        case .end: Self.once(&end, text, "EP", &builder)
        case .issue: Self.once(&issue, text, field.tag.text, &builder)
        case .database: Self.once(&database, text, "DB", &builder)
        case .accession: Self.once(&accession, text, "AN", &builder)
        case .key: if key == nil { key = text } else { builder.keep("ID", text) }
        case .kind: kinds.append(text)
        case .language:
            if builder.has("language") {
                builder.keep("LA", text)
            } else {
                builder.set("language", LanguageTag.normal(text))
            }
        case .custom7 where type == "JOUR": builder.setIfMissing("number", text)
        case .custom2 where text.hasPrefix("PMC"): builder.set("PMCID", text)
        case .text(let variable) where !builder.has(variable): builder.set(variable, text)
        default: builder.keep(field.tag.text, text)
        }
    }

    private static func name(_ text: String, _ names: inout [PersonName], _ isCut: inout Bool) {
        guard names.count < Self.maximumNames else {
            isCut = true
            return
        }
        if let name = PersonName.parse(text) { names.append(name) }
    }

    /// Keeps the first value; another one goes aside.
    private static func once(
        _ value: inout String?, _ text: String, _ tag: String, _ builder: inout ItemBuilder
    ) {
        if value == nil { value = text } else if value != text { builder.keep(tag, text) }
    }

    /// Runs of white space become one space, as wrapped and padded lines leave them.
    private static func folded(_ text: String) -> String {
        var previous: UInt8 = 0
        var isClean = true
        for byte in text.utf8 {
            if ASCII.isSpace(byte), byte != 0x20 || previous == 0x20 { isClean = false }
            previous = byte
        }
        return isClean ? text : text.words.joined(separator: " ")
    }

    // MARK: - Putting together

    private mutating func finish() {
        let kind = RISTypes.csl(type) ?? "document"
        builder.set("type", kind)
        if let key { builder.set("id", key) }
        finishTitles(kind)
        builder.set("author", authors)
        builder.set("editor", editors)
        builder.set("collection-editor", seriesEditors)
        builder.set("translator", translators)
        finishDates()
        finishPages(kind)
        finishNumbers(kind)
        finishAddresses()
        if let first = abstracts.first { builder.set("abstract", first) }
        for other in abstracts.dropFirst() { builder.keep("N2", other) }
        if !keywords.isEmpty { builder.set("keyword", keywords.joined(separator: "; ")) }
        if !notes.isEmpty { builder.set("note", notes.joined(separator: "\n")) }
    }

    private mutating func finishTitles(_ kind: String) {
        var main = titles.first
        for other in titles.dropFirst() where other != main { builder.keep("TI", other) }
        if main == nil, kind == "book" { (main, bookTitle) = (bookTitle ?? secondTitle, nil) }
        if kind == "thesis", let title = main, let rest = secondTitle, PersonName.startsLower(rest[...]) {
            // Pure writes the subtitle of a thesis there.
            (main, secondTitle) = ("\(title): \(rest)", nil)
        }
        if let main { builder.set("title", main) }
        switch kind {
        case "book", "report", "thesis":
            if let secondTitle, secondTitle != main { series(secondTitle, "T2") }
            if let bookTitle { builder.keep("BT", bookTitle) }
            if let journal = journal ?? journalShort { builder.set("container-title", journal) }
        default:
            let container = journal ?? secondTitle ?? bookTitle
            if let container = container ?? journalShort { builder.set("container-title", container) }
            if let journalShort, container != nil, journalShort != container {
                builder.set("container-title-short", journalShort)
            }
            if let secondTitle, journal != nil, secondTitle != journal { builder.keep("T2", secondTitle) }
            if let bookTitle, bookTitle != container { builder.keep("BT", bookTitle) }
            if main == nil, kind == "periodical", let container { builder.set("title", container) }
        }
        if let seriesTitle { series(seriesTitle, "T3") }
    }

    private mutating func series(_ text: String, _ tag: String) {
        if builder.has("collection-title") { builder.keep(tag, text) } else { builder.set("collection-title", text) }
    }

    private mutating func finishDates() {
        if dates.count == 1, dates[0].utf8.count == 4, let year = PartialDate.year(in: dates[0]) {
            return builder.set("issued", PartialDate(year: year).json)
        }
        let read = dates.map { Self.date($0) }
        guard var best = read.lazy.compactMap({ $0 }).first else {
            for text in dates where text.contains(where: \.isLetter) {
                if builder.has("issued") {
                    builder.keep("PY", text)
                } else {
                    builder.set("issued", PartialDate.literal(text))
                }
            }
            return
        }
        // Another line may know month and day of the same year.
        for date in read.compactMap({ $0 }) where date.year == best.year {
            if best.month == nil, best.season == nil {
                (best.month, best.season, best.day) = (date.month, date.season, date.day)
            }
            if best.month == date.month, best.day == nil { best.day = date.day }
        }
        builder.set("issued", best.json)
        for (text, date) in zip(dates, read) where date == nil || date?.year != best.year { builder.keep("PY", text) }
    }

    /// `2001/09/01/`, `2015///Spring`, `2015/october`, `2018-4-25`, `May 2004`.
    private static func date(_ text: String) -> PartialDate? {
        let separator: Character = text.contains("/") ? "/" : "-"
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard let head = parts.first, let year = PartialDate.year(in: head.trimmed) ?? PartialDate.year(in: text) else {
            return nil
        }
        var date = PartialDate(year: year)
        if parts.count > 1, PartialDate.year(in: head.trimmed) != nil {
            date.month = PartialDate.month(parts[1].trimmed)
            if date.month != nil, parts.count > 2, let day = Int(parts[2].prefix(2).trimmed), (1...31).contains(day) {
                date.day = day
            }
            if date.month == nil, let last = parts.last { date.season = PartialDate.season(last.trimmed) }
        } else if parts.count == 1, head.utf8.count > 4 {
            for word in head.split(whereSeparator: { !$0.isLetter }) where word.count >= 3 {
                if let month = PartialDate.month(word) { date.month = month }
            }
        }
        return date
    }

    private mutating func finishPages(_ kind: String) {
        guard let start else {
            if let end { builder.set("page", Identifiers.pages(end)) }
            return
        }
        let isWhole = kind == "book" || kind == "thesis" || kind == "report"
        if let end, !end.isEmpty, end != start {
            builder.set("page", Identifiers.pages(start.contains("-") ? start : "\(start)-\(end)"))
        } else if isWhole, !start.contains("-") {
            builder.set("number-of-pages", start)
        } else {
            builder.set("page", Identifiers.pages(start))
        }
    }

    private mutating func finishNumbers(_ kind: String) {
        if let issue {
            let isSerial = kind.hasPrefix("article") || kind == "periodical" || kind == "paper-conference"
            builder.set(isSerial ? "issue" : "number", issue)
        }
        for text in numbers {
            let variable = Identifiers.isISSN(text) ? "ISSN" : Identifiers.isISBN(text) ? "ISBN" : ""
            if !variable.isEmpty, !builder.has(variable) {
                builder.set(variable, text)
            } else if variable.isEmpty, numbers.count == 1, ["book", "chapter"].contains(kind) || text.utf8.count > 13 {
                builder.set("ISBN", text)
            } else {
                builder.keep("SN", text)
            }
        }
        for text in kinds {
            if let doi = Identifiers.doi(text), text.utf8.count < 200 {
                builder.setIfMissing("DOI", doi)
            } else {
                builder.setIfMissing("genre", text)
                if builder.text("genre") != text { builder.keep("M3", text) }
            }
        }
        if let database { builder.setIfMissing("source", database) }
        if let accession {
            if database?.lowercased() == "pubmed", accession.utf8.allSatisfy({ ASCII.isDigit($0) }) {
                builder.set("PMID", accession)
            } else if accession.hasPrefix("PMC") {
                builder.setIfMissing("PMCID", accession)
            } else {
                builder.keep("AN", accession)
            }
        }
    }

    private mutating func finishAddresses() {
        for text in addresses {
            // Several addresses in one line, as Reference Manager writes them.
            for address in text.split(separator: ";").count > 1 && text.contains("; http")
                ? text.split(separator: ";") : [text[...]]
            {
                let address = address.trimmed
                if builder.has("URL") { builder.keep("UR", address) } else { builder.set("URL", address) }
            }
        }
        if !builder.has("DOI"), let address = builder.text("URL"), let doi = Identifiers.doi(inAddress: address) {
            builder.set("DOI", doi)
        }
    }
}
