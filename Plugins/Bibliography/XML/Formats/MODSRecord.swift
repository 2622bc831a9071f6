/// MODS, version 3.
enum MODSRecord {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        var record = MappedRecord(key: tree.attribute(root, .ID))
        var genres: [String] = []
        var resource: String?
        var subjects: [String] = []
        var child = tree.firstChild(root) ?? -1
        var host: Int?
        var people = People()
        while child >= 0 {
            switch tree.name(child) {
            case .titleInfo: title(child, &tree, &builder)
            case .name: people.add(child, &tree)
            case .typeOfResource: resource = tree.line(child)
            case .genre: genres.append(tree.line(child))
            case .originInfo: origin(child, &tree, &builder)
            case .language: language(child, &tree, &builder)
            case .physicalDescription:
                if let extent = tree.line(child, .extent) { builder.setIfMissing(.numberOfPages, pageCount(extent)) }
            case .abstract: once(.abstract, child, &tree, &builder)
            case .note: once(.note, child, &tree, &builder)
            case .subject: subjects += words(child, &tree)
            case .relatedItem:
                if tree.has(child, .type, "host"), host == nil { host = child }
                if tree.has(child, .type, "series"), let info = tree.child(child, .titleInfo) {
                    builder.setIfMissing(.collectionTitle, text(info, &tree))
                }
            case .part: part(child, &tree, &builder)
            case .identifier: identifier(child, &tree, &builder, &record)
            case .location: location(child, &tree, &builder)
            case .accessCondition: once(.license, child, &tree, &builder)
            case .recordInfo: if record.key == nil { record.key = tree.line(child, .recordIdentifier) }
            default: break
            }
            child = tree.nodes[child].next
        }
        if let host { self.host(host, &tree, &builder, &record) }
        people.write(to: &builder)
        record.type = genres.first ?? resource
        builder.set(.type, type(genres, resource, hasHost: host != nil, builder))
        for genre in genres where genreTypes[genre.lowercased()] == nil { builder.setIfMissing(.genre, genre) }
        if !subjects.isEmpty { builder.set(.keyword, subjects.joined(separator: "; ")) }
        if let key = record.key { builder.set(.id, key) }
        if !builder.has(.DOI), let address = builder.text(.URL), let doi = Identifiers.doi(inAddress: address) {
            builder.set(.DOI, doi)
        }
        return record
    }

    // MARK: - Titles and names

    private static func text(_ info: Int, _ tree: inout RecordTree) -> String {
        tree.use(info)
        var title = tree.line(info, .title) ?? tree.line(info)
        if let article = tree.line(info, .nonSort) {
            title = article.hasSuffix("’") ? article + title : "\(article) \(title)"
        }
        if let rest = tree.line(info, .subTitle) { title += title.hasSuffix(":") ? " \(rest)" : ": \(rest)" }
        for part in [tree.line(info, .partNumber), tree.line(info, .partName)] {
            if let part { title += ". \(part)" }
        }
        return title
    }

    private static func title(_ info: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if tree.has(info, .type, "abbreviated") {
            builder.setIfMissing(.titleShort, text(info, &tree))
        } else if tree.has(info, .type, "translated") {
            builder.setIfMissing(.translatedTitle, text(info, &tree))
        } else if tree.attribute(info, .type) == nil, !builder.has(.title) {
            builder.set(.title, text(info, &tree))
        } else {
            builder.keep("titleInfo", text(info, &tree))
        }
    }

    /// Names, gathered by their roles.
    private struct People {
        var lists: [(variable: CSLVariable, names: [PersonName])] = []

        mutating func add(_ node: Int, _ tree: inout RecordTree) {
            guard let name = person(node, &tree) else { return }
            var variable = CSLVariable.author
            for role in tree.list(node, .role) {
                for term in tree.list(role) {
                    let word = tree.line(term)
                    if let found = Relators.variable(word) {
                        variable = found
                        break
                    }
                }
            }
            if let place = lists.firstIndex(where: { $0.variable == variable }) {
                lists[place].names.append(name)
            } else {
                lists.append((variable, [name]))
            }
            tree.use(node)
        }

        private func person(_ node: Int, _ tree: inout RecordTree) -> PersonName? {
            var family = "", given = "", suffix = "", rest: [String] = []
            var part = tree.firstChild(node) ?? -1
            while part >= 0 {
                defer { part = tree.nodes[part].next }
                guard tree.name(part) == .namePart else { continue }
                let text = tree.line(part)
                if tree.has(part, .type, "family") {
                    family = family.isEmpty ? text : "\(family) \(text)"
                } else if tree.has(part, .type, "given") {
                    given = given.isEmpty ? text : "\(given) \(text)"
                } else if tree.has(part, .type, "termsOfAddress") {
                    suffix = text
                } else if !tree.has(part, .type, "date") {
                    rest.append(text)
                }
            }
            if !family.isEmpty { return RecordTree.person(family: family, given: given, suffix: suffix) }
            if rest.isEmpty, let whole = tree.line(node, .displayForm) { rest = [whole] }
            if tree.has(node, .type, "corporate") || tree.has(node, .type, "conference") {
                return rest.isEmpty ? nil : .literal(rest.joined(separator: ". "))
            }
            return RecordTree.person(family: nil, given: given, whole: rest.first)
        }

        func write(to builder: inout ItemBuilder) { for list in lists { builder.set(list.variable, list.names) } }
    }

    // MARK: - Places, dates, parts

    private static func origin(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if let publisher = tree.line(node, .publisher) { builder.setIfMissing(.publisher, publisher) }
        if let edition = tree.line(node, .edition) { builder.setIfMissing(.edition, edition) }
        for place in tree.list(node, .place) {
            for term in tree.list(place, .placeTerm) where !tree.has(term, .type, "code") {
                builder.setIfMissing(.publisherPlace, tree.line(term))
            }
            tree.use(place)
        }
        for name in [XMLName.dateIssued, .copyrightDate, .dateCreated, .dateOther] where !builder.has(.issued) {
            date(node, name, &tree, &builder)
        }
        if let words = tree.line(node, .issuance), words == "continuing" || words == "serial" {
            builder.keep("issuance", words)
        }
    }

    private static func date(_ node: Int, _ name: XMLName, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        var first: PartialDate?
        var words: String?
        for found in tree.list(node, name) {
            let text = tree.line(found)
            guard let date = PartialDate.edtf(text) ?? ReferenceDate.read(text) else {
                words = text
                continue
            }
            if tree.has(found, .point, "end"), first != nil {
                first?.last = [date.year] + [date.month, date.month == nil ? nil : date.day].compactMap { $0 }
            } else if first == nil {
                first = date
            }
        }
        if let first {
            builder.set(.issued, first)
        } else if let words, !words.isEmpty {
            builder.setLiteralDate(.issued, words)
        }
    }

    private static func part(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        for detail in tree.list(node, .detail) {
            guard let number = tree.line(detail, .number) ?? tree.line(detail, .title) else { continue }
            switch tree.attribute(detail, .type)?.lowercased() {
            case "volume": builder.setIfMissing(.volume, number)
            case "issue", "number": builder.setIfMissing(.issue, number)
            case "page", "pages": builder.setIfMissing(.page, Identifiers.pages(number))
            case "chapter": builder.setIfMissing(.chapterNumber, number)
            default: builder.keep("part/detail", number)
            }
            tree.use(detail)
        }
        for extent in tree.list(node, .extent) {
            let start = tree.line(extent, .start), end = tree.line(extent, .end)
            if let start {
                builder.setIfMissing(.page, Identifiers.pages(end.map { "\(start)-\($0)" } ?? start))
            } else if let list = tree.line(extent, .list) {
                builder.setIfMissing(.page, Identifiers.pages(list.trimming("p.")))
            }
            if let total = tree.line(extent, .total) { builder.setIfMissing(.numberOfPages, total) }
            tree.use(extent)
        }
        if let text = tree.line(node, .date), let date = PartialDate.edtf(text) ?? ReferenceDate.read(text) {
            builder.set(.issued, date)
        }
    }

    /// The work that this one is a part of.
    private static func host(
        _ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder, _ record: inout MappedRecord
    ) {
        var editors = People()
        var child = tree.firstChild(node) ?? -1
        while child >= 0 {
            switch tree.name(child) {
            case .titleInfo:
                let variable: CSLVariable =
                    tree.has(child, .type, "abbreviated") ? .containerTitleShort : .containerTitle
                let text = text(child, &tree)
                if builder.has(variable) {
                    builder.keep("relatedItem/titleInfo", text)
                } else {
                    builder.set(variable, text)
                }
            case .originInfo: origin(child, &tree, &builder)
            case .part: part(child, &tree, &builder)
            case .name: editors.add(child, &tree)
            case .identifier: identifier(child, &tree, &builder, &record, isHost: true)
            case .relatedItem:
                if tree.has(child, .type, "series"), let info = tree.child(child, .titleInfo) {
                    builder.setIfMissing(.collectionTitle, text(info, &tree))
                }
            default: break
            }
            child = tree.nodes[child].next
        }
        for list in editors.lists where !builder.has(list.variable == .author ? .containerAuthor : list.variable) {
            builder.set(list.variable == .author ? .containerAuthor : list.variable, list.names)
        }
    }

    private static func identifier(
        _ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder, _ record: inout MappedRecord,
        isHost: Bool = false
    ) {
        let kind = tree.attribute(node, .type)?.lowercased() ?? ""
        let text = tree.line(node)
        guard !text.isEmpty else { return }
        var variable: CSLVariable?
        switch kind {
        case "doi":
            if let doi = Identifiers.doi(text), !isHost, !builder.has(.DOI) { return builder.set(.DOI, doi) }
        case "isbn": variable = .ISBN
        case "issn", "issn-l", "eissn": variable = .ISSN
        case "pmid", "pubmed": variable = isHost ? nil : .PMID
        case "pmcid", "pmc": variable = isHost ? nil : .PMCID
        case "uri", "url": variable = isHost ? nil : .URL
        case "citekey" where !isHost:
            record.key = text
            return
        default:
            if kind.isEmpty, !isHost, !builder.has(.DOI), let doi = Identifiers.doi(text) {
                return builder.set(.DOI, doi)
            }
        }
        if let variable, !builder.has(variable) {
            builder.set(variable, text)
        } else {
            builder.keep(kind.isEmpty ? "identifier" : "identifier/\(kind)", text)
        }
    }

    private static func location(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        for url in tree.list(node, .url) {
            let text = tree.line(url)
            if builder.has(.URL) { builder.keep("location/url", text) } else { builder.set(.URL, text) }
        }
        if let shelf = tree.line(node, .shelfLocator) { builder.setIfMissing(.callNumber, shelf) }
    }

    private static func language(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        let terms = tree.list(node, .languageTerm)
        let term = terms.first { tree.has($0, .type, "code") } ?? terms.first ?? node
        builder.setIfMissing(.language, LanguageTag.normal(tree.line(term)))
        tree.use(node)
    }

    private static func words(_ node: Int, _ tree: inout RecordTree) -> [String] {
        tree.use(node)
        let parts = tree.list(node).map { tree.line($0) }.filter { !$0.isEmpty }
        return parts.isEmpty ? [tree.line(node)].filter { !$0.isEmpty } : [parts.joined(separator: " -- ")]
    }

    private static func once(
        _ variable: CSLVariable, _ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder
    ) {
        let text = tree.text(node)
        if builder.has(variable) {
            builder.keep(variable.name, tree.bytes, text)
        } else {
            builder.set(variable, tree.bytes, text)
        }
    }

    private static func pageCount(_ extent: String) -> String {
        let words = extent.words
        if words.count >= 2, Int(words[0]) != nil, words[1].hasPrefix("p") { return String(words[0]) }
        return extent
    }

    // MARK: - Types

    private static func type(_ genres: [String], _ resource: String?, hasHost: Bool, _ builder: ItemBuilder) -> String {
        for genre in genres { if let type = genreTypes[genre.lowercased()] { return type } }
        switch resource?.lowercased() {
        case "still image", "three dimensional object": return "graphic"
        case "moving image": return "motion_picture"
        case "cartographic": return "map"
        case "notated music": return "musical_score"
        case let sound? where sound.hasPrefix("sound recording"): return "song"
        case let software? where software.hasPrefix("software"): return "software"
        default: break
        }
        if hasHost {
            return builder.has(.volume) || builder.has(.issue) || builder.has(.ISSN) ? "article-journal" : "chapter"
        }
        return builder.has(.ISBN) || builder.has(.publisher) || builder.has(.edition) ? "book" : "document"
    }

    private static let genreTypes: [String: String] = [
        "article": "article-journal", "journal article": "article-journal", "academic journal": "article-journal",
        "book": "book", "book chapter": "chapter", "book section": "chapter", "bibliography": "book",
        "biography": "book", "conference publication": "paper-conference", "conference paper": "paper-conference",
        "conference proceedings": "paper-conference", "database": "dataset", "dataset": "dataset",
        "dictionary": "entry-dictionary", "electronic resource": "webpage", "web site": "webpage",
        "website": "webpage", "encyclopedia": "entry-encyclopedia", "government publication": "report",
        "report": "report", "technical report": "report", "hearing": "hearing", "interview": "interview",
        "letter": "personal_communication", "legal case and case notes": "legal_case", "legislation": "legislation",
        "magazine article": "article-magazine", "newspaper": "article-newspaper",
        "newspaper article": "article-newspaper", "patent": "patent", "review": "review",
        "thesis": "thesis", "theses": "thesis", "phd thesis": "thesis", "ph.d. thesis": "thesis",
        "masters thesis": "thesis", "instruction": "document", "manuscript": "manuscript", "map": "map",
        "periodical": "periodical", "journal": "periodical", "speech": "speech", "standard": "standard",
        "unpublished": "manuscript", "preprint": "article", "software": "software", "computer program": "software",
    ]
}
