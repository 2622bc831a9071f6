import KistModel

/// A work taken apart as citations and bibliographies need it, whatever record it comes from.
struct CitedWork {
    /// Type in CSL's words, for example `article-journal`.
    var kind: String
    var authors: [CSLName]
    var editors: [CSLName]
    var year: String?
    var month: Int?
    var day: Int?
    var title: String
    var container: String
    var volume: String
    var issue: String
    /// With a hyphen between first and last.
    var pages: String
    /// Number of an article or a report.
    var number: String
    var publisher: String
    var place: String
    var edition: String
    var genre: String
    var event: String
    var doi: String?
    var url: String?
    var accessed: CalendarDate?
    var isbn: String
    var issn: String
    var abstract: String
    var language: String
    var keywords: [String]
    /// What a record that is no publication is called, for example “Enquiry”; and the id by which its collection knows it.
    var recordKind: String?
    var recordID: String

    init(_ record: KistRecord, facts: RecordFacts, titleOf: (RecordID) -> String?) {
        let csl = facts.value("csl", record)?.object
        func member(_ names: String...) -> String {
            for name in names {
                guard let value = csl?[name] else { continue }
                if let text = value.items.first?.string?.trimmed, !text.isEmpty { return text }
                if case .number(let text) = value { return text }
            }
            return ""
        }
        let ownTitle = facts.title(record)
        let cslTitle = member("title", "title-short")
        title = (cslTitle.isEmpty ? ownTitle.text : cslTitle).trimmed
        language = csl?["language"]?.string ?? facts.language(record)
        recordID = record.id.text
        doi = facts.doi(record)
        let address = member("URL")
        url = address.isEmpty ? facts.identifiers(record).first { $0.scheme == "url" }?.value : address
        abstract = facts.summary(record)?.text ?? ""
        keywords = RecordFacts.texts(facts.value("keywords", record)).map(\.text)
        container = member("container-title")
        volume = member("volume")
        issue = member("issue")
        pages = CitedWork.plainRange(member("page"))
        number = member("number")
        publisher = member("publisher")
        place = member("publisher-place")
        edition = member("edition")
        genre = member("genre")
        event = member("event-title", "event")
        isbn = member("ISBN")
        issn = member("ISSN")
        accessed = CitedWork.date(csl?["accessed"])
        editors = (csl?["editor"]?.items ?? []).compactMap { CSLName($0) }
        authors = (csl?["author"]?.items ?? []).compactMap { CSLName($0) }
        var date = CitedWork.date(csl?["issued"])
        kind = member("type")
        if csl == nil {
            kind = "document"
            recordKind = facts.typeLabel(record.type)
            if let type = facts.value("resourceType", record)?.items.first?.string {
                recordKind = facts.vocabularies.label(type)
            }
            authors = facts.authors(record).compactMap { CSLName(CitedWork.name($0)) }
            let hub = facts.hub(record)
            publisher = hub?.id.flatMap(titleOf) ?? hub?.words ?? ""
        } else if authors.isEmpty, editors.isEmpty {
            authors = facts.authors(record).compactMap { CSLName(CitedWork.name($0)) }
        }
        if date == nil, let text = facts.date(record) { date = CalendarDate(iso: text) }
        if csl?["issued"] == nil, csl != nil {
            date = facts.value("date", record)?.string.flatMap { CalendarDate(iso: $0) }
        }
        year = date.map { String($0.year) }
        month = date?.month
        day = date?.day
        if kind.isEmpty { kind = "document" }
    }

    var isRecord: Bool { recordKind != nil }

    /// The first year that a CSL date names, with month and day where they are.
    private static func date(_ value: JSONValue?) -> CalendarDate? {
        guard let value else { return nil }
        if let parts = value["date-parts"]?.items.first?.items {
            let numbers = parts.prefix(3).map { $0.int ?? $0.string.flatMap { Int($0) } }
            guard let year = numbers.first.flatMap({ $0 }) else { return nil }
            let month = numbers.count > 1 ? numbers[1] : nil
            let day = numbers.count > 2 ? numbers[2] : nil
            return CalendarDate(year: year, month: month, day: month == nil ? nil : day) ?? CalendarDate(year: year)
        }
        let text = value["raw"]?.string ?? value["literal"]?.string ?? value.string ?? ""
        if let date = CalendarDate(iso: text) { return date }
        return text.split { !($0.isASCII && $0.isNumber) }.first { $0.count == 4 }.flatMap { Int($0) }.flatMap {
            CalendarDate(year: $0)
        }
    }

    /// “Isla MacLeod” and “MacLeod, Isla” taken apart; a name that reads like an organisation's stays whole.
    static func name(_ text: String) -> JSONValue {
        let text = text.trimmed
        let halves = text.split(separator: ",", maxSplits: 1).map(\.trimmed)
        if halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty, halves[0].split(separator: " ").count <= 3 {
            return ["family": .string(halves[0]), "given": .string(halves[1])]
        }
        let words = text.split(separator: " ").map(String.init)
        let looksCorporate =
            words.count == 1 || words.count > 4
            || words.contains { word in
                [
                    "school", "primary", "secondary", "academy", "hub", "council", "government", "university",
                    "college", "team",
                    "scotland", "foundation", "network", "group", "sgoil", "the", "of", "and", "&", "for", "department",
                    "cluster",
                ]
                .contains(Folding.key(word)) || word == "&" || word.contains(where: \.isNumber)
            }
        guard !looksCorporate, let family = words.last else { return ["literal": .string(text)] }
        return ["family": .string(family), "given": .string(words.dropLast().joined(separator: " "))]
    }

    /// Dashes of every kind between two numbers as one hyphen.
    private static func plainRange(_ text: String) -> String {
        var out = ""
        for character in text {
            let isDash = "‐‑‒–—−-".contains(character)
            if isDash { if out.last != "-" { out.append("-") } } else { out.append(character) }
        }
        return out.replacing(" - ", with: "-")
    }

    /// First and last page.
    var pageSpan: (first: String, last: String?) {
        let parts = pages.split(separator: "-", maxSplits: 1).map(\.trimmed)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
    }

    /// With an en dash.
    var pagesForPrint: String { pages.replacing("-", with: "–") }
}
