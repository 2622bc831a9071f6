/// Dublin Core in XML: OAI’s `oai_dc`, qualified Dublin Core, and RDF.
enum DublinCoreRecord {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        var record = MappedRecord(key: tree.attribute(root, .about))
        var authors: [PersonName] = [], contributors: [PersonName] = []
        var subjects: [String] = []
        var dates: [String] = []
        var found = false
        var node = tree.firstChild(root) ?? -1
        while node >= 0 {
            defer { node = tree.nodes[node].next }
            let space = tree.space(node)
            guard space == XMLSpace.dublinCore || space == XMLSpace.terms || space == 0 else { continue }
            let name = tree.name(node)
            let text = tree.attribute(node, .resource) ?? tree.line(node)
            guard !text.isEmpty else { continue }
            found = true
            switch name {
            case .title: once(.title, text, &builder, name)
            case .alternative: once(.titleShort, text, &builder, name)
            case .creator: if let person = person(text) { authors.append(person) }
            case .contributor: if let person = person(text) { contributors.append(person) }
            case .subject: subjects.append(text)
            case .description, .abstract: once(.abstract, text, &builder, name)
            case .publisher: once(.publisher, text, &builder, name)
            case .date, .issued, .available, .created: dates.insert(text, at: name == .issued ? 0 : dates.count)
            case .type:
                if record.type == nil { record.type = text }
                if !builder.has(.type), let type = type(text) {
                    builder.set(.type, type)
                } else {
                    builder.keep("type", text)
                }
            case .format, .extent, .coverage, .relation, .spatial: builder.keep(name.text, text)
            case .identifier: identifier(text, &builder)
            case .source, .isPartOf: once(.containerTitle, text, &builder, name)
            case .bibliographicCitation: once(.source, text, &builder, name)
            case .language: builder.setIfMissing(.language, LanguageTag.normal(text))
            case .rights, .license, .accessCondition: once(.license, text, &builder, name)
            default: continue
            }
            tree.use(node)
        }
        guard found else { return nil }
        if !builder.has(.type) { builder.set(.type, "document") }
        builder.set(.author, authors)
        builder.set(.contributor, contributors)
        builder.set(.keyword, subjects.joined(separator: "; "))
        date(dates, &builder)
        if let key = record.key { builder.set(.id, key) }
        return record
    }

    static func date(_ dates: [String], _ builder: inout ItemBuilder) {
        for text in dates {
            let day = String(text.prefix(10))
            if let date = PartialDate.edtf(day) ?? ReferenceDate.read(text), !builder.has(.issued) {
                builder.set(.issued, date)
            } else {
                builder.keep("date", text)
            }
        }
    }

    private static func once(_ variable: CSLVariable, _ text: String, _ builder: inout ItemBuilder, _ name: XMLName) {
        if builder.has(variable) { builder.keep(name.text, text) } else { builder.set(variable, text) }
    }

    /// A name; `Black, Paul (1930-)` without the dates.
    private static func person(_ text: String) -> PersonName? {
        guard let bracket = text.firstIndex(of: "("), text.hasSuffix(")"), text[bracket...].contains(where: \.isNumber)
        else {
            return PersonName.parse(text)
        }
        return PersonName.parse(String(text[..<bracket]))
    }

    static func identifier(_ text: String, _ builder: inout ItemBuilder) {
        let lower = text.lowercased()
        if !builder.has(.DOI), lower.hasPrefix("10.") || lower.hasPrefix("doi:") || lower.contains("doi.org/"),
            let doi = Identifiers.doi(text)
        {
            builder.set(.DOI, doi)
        } else if lower.contains("isbn"), !builder.has(.ISBN) {
            builder.set(.ISBN, Identifiers.serial(text.replacing(":", with: " ")))
        } else if lower.contains("issn"), !builder.has(.ISSN) {
            builder.set(.ISSN, Identifiers.serial(text.replacing(":", with: " ")))
        } else if lower.hasPrefix("pmid:"), !builder.has(.PMID) {
            builder.set(.PMID, text.dropFirst(5).trimmed)
        } else if lower.hasPrefix("http"), !builder.has(.URL) {
            builder.set(.URL, text)
        } else {
            builder.keep("identifier", text)
        }
    }

    static func type(_ text: String) -> String? {
        let word = text.lowercased().split(whereSeparator: { $0 == "/" || $0 == "#" }).last.map(String.init) ?? ""
        return types[word] ?? types[word.replacing(" ", with: "")]
    }

    private static let types: [String: String] = [
        "article": "article-journal", "journalarticle": "article-journal", "academicarticle": "article-journal",
        "book": "book", "bookpart": "chapter", "bookchapter": "chapter", "booksection": "chapter",
        "conferenceobject": "paper-conference", "conferencepaper": "paper-conference", "proceedings": "book",
        "dataset": "dataset", "doctoralthesis": "thesis", "masterthesis": "thesis", "bachelorthesis": "thesis",
        "thesis": "thesis", "image": "graphic", "stillimage": "graphic", "movingimage": "motion_picture",
        "interactiveresource": "webpage", "lecture": "speech", "patent": "patent", "preprint": "article",
        "report": "report", "technicalreport": "report", "review": "review", "software": "software", "sound": "song",
        "text": "document", "workingpaper": "article", "journal": "periodical", "magazinearticle": "article-magazine",
        "newspaperarticle": "article-newspaper", "webpage": "webpage", "website": "webpage", "blogpost": "post-weblog",
        "scholarlyarticle": "article-journal", "learningobject": "document", "manuscript": "manuscript",
    ]
}
