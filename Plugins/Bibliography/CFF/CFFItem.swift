import KistModel

/// A work as a citation file describes it.
enum CFFItem {
    static func map(_ object: JSONObject, isRoot: Bool, _ builder: inout ItemBuilder) -> MappedRecord? {
        var members = JSONMembers(object)
        let type = members.text("type") ?? (isRoot ? "software" : "generic")
        builder.set(.type, types[type] ?? "document")
        if isRoot { _ = members.take("preferred-citation", "references", "cff-version") }
        if let title = members.text("title", "name") { builder.set(.title, title) }
        for (name, variable) in [
            ("authors", CSLVariable.author), ("editors", .editor), ("translators", .translator),
            ("editors-series", .collectionEditor), ("recipients", .recipient),
        ] {
            builder.set(variable, (members.take(name)?.items ?? []).compactMap(person))
        }
        date(&members, &builder)
        identifiers(&members, &builder)
        for (name, variable) in texts {
            if let text = members.text(name), !builder.has(variable) { builder.set(variable, text) }
        }
        if let place = members.take("publisher", "institution") {
            if let name = JSONMembers.text(place) { builder.set(.publisher, name) }
            if let city = place["city"]?.string { builder.setIfMissing(.publisherPlace, city) }
        }
        if let conference = members.take("conference") {
            if let name = JSONMembers.text(conference) { builder.set(.eventTitle, name) }
        }
        let words = JSONMembers.texts(members.take("keywords"))
        builder.set(.keyword, words.joined(separator: "; "))
        if let language = members.text("languages") { builder.set(.language, LanguageTag.normal(language)) }
        if let first = members.text("start") {
            builder.set(.page, members.text("end").map { "\(first)-\($0)" } ?? first)
        } else if let count = members.text("pages") {
            builder.set(.numberOfPages, count)
        }
        guard builder.count > 1 else { return nil }
        members.keepRest(&builder)
        return MappedRecord(key: builder.text(.DOI), type: type)
    }

    private static let texts: [(String, CSLVariable)] = [
        ("abstract", .abstract), ("version", .version), ("journal", .containerTitle),
        ("collection-title", .containerTitle), ("collection-doi", .archiveLocation), ("volume", .volume),
        ("issue", .issue), ("number", .number), ("edition", .edition), ("isbn", .ISBN), ("issn", .ISSN),
        ("pmcid", .PMCID), ("section", .section), ("notes", .note), ("medium", .medium), ("status", .status),
        ("thesis-type", .genre), ("number-volumes", .numberOfVolumes), ("volume-title", .volumeTitle),
        ("issue-title", .issueTitle), ("license", .license), ("database", .source),
    ]

    private static func person(_ value: JSONValue) -> PersonName? {
        guard let object = value.object else { return value.string.flatMap { PersonName.parse($0) } }
        if let name = JSONMembers.text(object["name"]) { return .literal(name) }
        guard let family = JSONMembers.text(object["family-names"]) ?? JSONMembers.text(object["alias"]) else {
            return JSONMembers.text(object["given-names"]).map { PersonName(family: $0) }
        }
        var name = PersonName(family: family)
        name.given = JSONMembers.text(object["given-names"]) ?? ""
        name.particle = JSONMembers.text(object["name-particle"]) ?? ""
        name.suffix = JSONMembers.text(object["name-suffix"]) ?? ""
        return name
    }

    private static func date(_ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        if let text = members.text("accessed", "date-accessed"), let date = PartialDate.edtf(text) {
            builder.set(.accessed, date)
        }
        if let year = members.text("year").flatMap({ PartialDate.year(in: $0) }) {
            var date = PartialDate(year: year)
            date.month = members.text("month").flatMap { PartialDate.month($0) }
            return builder.set(.issued, date)
        }
        guard let text = members.text("date-published", "date-released") else { return }
        if let date = PartialDate.edtf(text) ?? ReferenceDate.read(text) {
            builder.set(.issued, date)
        } else {
            builder.setLiteralDate(.issued, text)
        }
    }

    private static func identifiers(_ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        if let doi = members.text("doi").flatMap({ Identifiers.doi($0) }) { builder.set(.DOI, doi) }
        for value in members.take("identifiers")?.items ?? [] {
            guard let text = JSONMembers.text(value["value"] ?? value) else { continue }
            let kind = value["type"]?.string ?? "other"
            if kind == "doi", !builder.has(.DOI), let doi = Identifiers.doi(text) {
                builder.set(.DOI, doi)
            } else {
                builder.keep("identifier/\(kind)", text)
            }
        }
        if let address = members.text("url", "repository-code", "repository", "repository-artifact") {
            builder.set(.URL, address)
        }
    }

    private static let types: [String: String] = [
        "art": "graphic", "article": "article-journal", "audiovisual": "motion_picture", "bill": "bill",
        "blog": "post-weblog", "book": "book", "catalogue": "book", "conference": "paper-conference",
        "conference-paper": "paper-conference", "data": "dataset", "database": "dataset", "dataset": "dataset",
        "dictionary": "entry-dictionary", "edited-work": "book", "encyclopedia": "entry-encyclopedia",
        "film-broadcast": "broadcast", "government-document": "report", "grant": "document", "hearing": "hearing",
        "historical-work": "classic", "legal-case": "legal_case", "legal-rule": "legislation",
        "magazine-article": "article-magazine", "manual": "book", "map": "map", "multimedia": "motion_picture",
        "music": "musical_score", "newspaper-article": "article-newspaper", "pamphlet": "pamphlet",
        "patent": "patent", "personal-communication": "personal_communication", "proceedings": "book",
        "report": "report", "serial": "periodical", "slides": "speech", "software": "software",
        "software-code": "software", "software-container": "software", "software-executable": "software",
        "software-virtual-machine": "software", "sound-recording": "song", "standard": "standard",
        "statute": "legislation", "thesis": "thesis", "unpublished": "manuscript", "video": "motion_picture",
        "website": "webpage",
    ]
}
