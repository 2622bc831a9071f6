/// Crossref's XML (unixref): the work that a DOI names, with the journal, book or conference round it.
enum CrossrefRecord {
    /// A kind of work: the element of the work itself, those of what it is in, and its CSL type.
    private struct Kind {
        var element: XMLName
        var outer: [XMLName]
        var type: String
        var ownTitle = true
    }

    private static let kinds: [Kind] = [
        Kind(element: .s_journalArticle, outer: [.s_journalMetadata, .s_journalIssue], type: "article-journal"),
        Kind(
            element: .s_conferencePaper,
            outer: [.s_eventMetadata, .s_proceedingsMetadata, .s_proceedingsSeriesMetadata],
            type: "paper-conference"),
        Kind(
            element: .s_contentItem, outer: [.s_bookMetadata, .s_bookSeriesMetadata, .s_bookSetMetadata],
            type: "chapter"),
        Kind(element: .s_postedContent, outer: [], type: "article"),
        Kind(element: .dissertation, outer: [], type: "thesis"),
        Kind(element: .s_reportPaperMetadata, outer: [], type: "report"),
        Kind(element: .s_standardMetadata, outer: [], type: "standard"),
        Kind(element: .s_peerReview, outer: [], type: "review"),
        Kind(element: .dataset, outer: [.s_databaseTitle], type: "dataset"),
        Kind(element: .component, outer: [], type: "document"),
        Kind(element: .s_bookSeriesMetadata, outer: [], type: "book"),
        Kind(element: .s_bookMetadata, outer: [], type: "book"),
        Kind(element: .s_proceedingsMetadata, outer: [.s_eventMetadata], type: "book"),
        Kind(element: .s_journalIssue, outer: [.s_journalMetadata], type: "periodical"),
        Kind(element: .s_journalMetadata, outer: [], type: "periodical"),
    ]

    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        guard let kind = kinds.first(where: { !tree.all(root, $0.element).isEmpty }),
            let work = tree.all(root, kind.element).first
        else { return nil }
        let name = tree.name(work).text
        var record = MappedRecord(type: name)
        builder.set(.type, kind.type)
        take(work, &tree, &builder)
        for outer in kind.outer {
            for node in tree.all(root, outer) { container(node, outer, &tree, &builder) }
        }
        // The query names the DOI that was asked for; the record may hold those of parts and wholes too.
        if let asked = tree.child(root, .doi), let doi = Identifiers.doi(tree.line(asked)) { builder.set(.DOI, doi) }
        for list in tree.all(root, .s_citationList) { tree.use(list) }
        for item in tree.all(root, .k_crmItem) { tree.use(item) }
        record.key = builder.text(.DOI)
        return record
    }

    private static func take(_ work: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if let titles = tree.child(work, .titles), let title = tree.line(titles, .title) {
            builder.set(.title, tree.line(titles, .subtitle).map { "\(title): \($0)" } ?? title)
        } else if let title = tree.line(work, .s_proceedingsTitle) ?? tree.line(work, .s_fullTitle) {
            builder.set(.title, title)
        }
        people(work, &tree, &builder)
        issued(work, &tree, &builder)
        if let pages = tree.child(work, .pages) {
            if let first = tree.line(pages, .s_firstPage) {
                builder.set(
                    .page, tree.line(pages, .s_lastPage).map { $0 == first ? first : "\(first)-\($0)" } ?? first)
            }
            if let other = tree.line(pages, .s_otherPages) { builder.keep("other_pages", other) }
        } else if let number = tree.child(work, .s_publisherItem).flatMap({ tree.line($0, .s_itemNumber) }) {
            builder.set(.number, number)
        }
        if let data = tree.child(work, .s_doiData) {
            if let doi = tree.line(data, .doi).flatMap({ Identifiers.doi($0) }) { builder.set(.DOI, doi) }
            if let address = tree.line(data, .resource) { builder.set(.URL, address) }
            tree.use(data)
        }
        for abstract in tree.list(work, .abstract) where !builder.has(.abstract) {
            builder.set(.abstract, tree.bytes, tree.text(abstract))
        }
        details(work, &tree, &builder)
        if let degree = tree.line(work, .degree) { builder.set(.genre, degree) }
        if let place = tree.child(work, .institution) {
            if let name = tree.line(place, .s_institutionName) { builder.setIfMissing(.publisher, name) }
            if let town = tree.line(place, .s_institutionPlace) { builder.setIfMissing(.publisherPlace, town) }
        }
    }

    /// What works and their wholes have alike.
    private static func details(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if let publisher = tree.child(node, .publisher) {
            if let name = tree.line(publisher, .s_publisherName) { builder.setIfMissing(.publisher, name) }
            if let place = tree.line(publisher, .s_publisherPlace) { builder.setIfMissing(.publisherPlace, place) }
        }
        for isbn in tree.lines(node, .isbn) {
            if builder.has(.ISBN) { builder.keep("isbn", isbn) } else { builder.set(.ISBN, isbn) }
        }
        for issn in tree.lines(node, .issn) {
            if builder.has(.ISSN) { builder.keep("issn", issn) } else { builder.set(.ISSN, issn) }
        }
        if let number = tree.line(node, .s_editionNumber) { builder.setIfMissing(.edition, number) }
        if let number = tree.line(node, .volume) { builder.setIfMissing(.volume, number) }
        if let language = tree.attribute(node, .language) {
            builder.setIfMissing(.language, LanguageTag.normal(language))
        }
    }

    private static func container(
        _ node: Int, _ name: XMLName, _ tree: inout RecordTree, _ builder: inout ItemBuilder
    ) {
        switch name {
        case .s_journalMetadata:
            if let title = tree.line(node, .s_fullTitle) { builder.setIfMissing(.containerTitle, title) }
            if let title = tree.line(node, .s_abbrevTitle) { builder.setIfMissing(.containerTitleShort, title) }
        case .s_journalIssue:
            if let volume = tree.child(node, .s_journalVolume), let number = tree.line(volume, .volume) {
                builder.setIfMissing(.volume, number)
            }
            if let issue = tree.line(node, .issue) { builder.setIfMissing(.issue, issue) }
        case .s_eventMetadata:
            if let title = tree.line(node, .s_conferenceName) { builder.set(.eventTitle, title) }
            if let place = tree.line(node, .s_conferenceLocation) { builder.set(.eventPlace, place) }
        default:
            if let title = tree.line(node, .s_proceedingsTitle) {
                builder.setIfMissing(.containerTitle, title)
            } else if let titles = tree.child(node, .titles), let title = tree.line(titles, .title) {
                builder.setIfMissing(.containerTitle, title)
            }
            for series in tree.list(node, .s_seriesMetadata) {
                if let titles = tree.child(series, .titles), let title = tree.line(titles, .title) {
                    builder.setIfMissing(.collectionTitle, title)
                }
                for issn in tree.lines(series, .issn) { builder.setIfMissing(.ISSN, issn) }
            }
            people(node, &tree, &builder, onlyEditors: true)
        }
        details(node, &tree, &builder)
        if !builder.has(.issued) { issued(node, &tree, &builder) }
    }

    private static func people(
        _ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder, onlyEditors: Bool = false
    ) {
        guard let list = tree.child(node, .contributors) else {
            // Theses name their author outside a list.
            let names = tree.list(node, .s_personName).compactMap { person($0, &tree) }
            if !onlyEditors { builder.set(.author, names) }
            return
        }
        var authors: [PersonName] = [], editors: [PersonName] = [], translators: [PersonName] = []
        for node in tree.list(list) {
            let name = tree.name(node) == .organization ? PersonName.literal(tree.line(node)) : person(node, &tree)
            guard let name, !name.isEmpty else { continue }
            switch tree.attribute(node, .s_contributorRole) {
            case "editor", "chair": editors.append(name)
            case "translator": translators.append(name)
            case "author", nil: authors.append(name)
            case let role?: builder.keep("contributor/\(role)", tree.line(node))
            }
        }
        if !onlyEditors, !builder.has(.author) { builder.set(.author, authors) }
        if !builder.has(.editor) { builder.set(.editor, editors) }
        if !builder.has(.translator) { builder.set(.translator, translators) }
        tree.use(list)
    }

    private static func person(_ node: Int, _ tree: inout RecordTree) -> PersonName? {
        RecordTree.person(
            family: tree.line(node, .surname), given: tree.line(node, .s_givenName), suffix: tree.line(node, .suffix))
    }

    /// The date in print where there are several.
    private static func issued(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        var best: PartialDate?
        for name in [XMLName.s_publicationDate, .s_postedDate, .s_acceptanceDate, .s_reviewDate, .s_creationDate] {
            for found in tree.list(node, name) {
                guard let date = tree.date(found, year: .year, month: .month, day: .day) else { continue }
                if best == nil || tree.has(found, .s_mediaType, "print") { best = date }
                tree.use(found)
            }
            if best != nil { break }
        }
        if best == nil, let approval = tree.child(node, .program) { tree.use(approval) }
        if let best { builder.set(.issued, best) }
    }
}
