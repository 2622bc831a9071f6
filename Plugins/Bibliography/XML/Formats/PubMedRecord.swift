/// PubMed's XML: articles and books.
enum PubMedRecord {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        if tree.name(root) == .PubmedBookArticle { return book(&tree, &builder) }
        guard let citation = tree.child(root, .MedlineCitation) else { return nil }
        var record = MappedRecord(key: tree.line(citation, .PMID))
        if let key = record.key { builder.set(.PMID, key) }
        guard let article = tree.child(citation, .Article) else { return record }
        let types = tree.find(article, .PublicationTypeList).map { tree.lines($0, .PublicationType) } ?? []
        record.type = types.first
        builder.set(.type, TaggedFormat.medlineType(types))
        for type in types.dropFirst() { builder.keep("PublicationType", type) }
        if let title = tree.child(article, .ArticleTitle) { builder.set(.title, withoutStop(tree.line(title))) }
        if let title = tree.line(article, .VernacularTitle) {
            if builder.has(.title) { builder.set(.originalTitle, title) } else { builder.set(.title, title) }
        }
        if let journal = tree.child(article, .Journal) { self.journal(journal, &tree, &builder) }
        if let info = tree.child(citation, .MedlineJournalInfo), let short = tree.line(info, .MedlineTA) {
            builder.setIfMissing(.containerTitle, short)
            builder.setIfMissing(.containerTitleShort, short)
        }
        authors(article, &tree, &builder)
        pages(article, &tree, &builder)
        for location in tree.list(article, .ELocationID) {
            let text = tree.line(location)
            if tree.has(location, .EIdType, "doi"), let doi = Identifiers.doi(text) {
                builder.setIfMissing(.DOI, doi)
            } else {
                builder.keep("ELocationID", text)
            }
        }
        abstract(article, &tree, &builder)
        if let language = tree.line(article, .Language) { builder.set(.language, LanguageTag.normal(language)) }
        if !builder.has(.issued), let node = tree.child(article, .ArticleDate) { date(node, &tree, &builder) }
        keywords(citation, &tree, &builder)
        if let data = tree.child(root, .PubmedData) {
            if let list = tree.child(data, .ArticleIdList) { identifiers(list, &tree, &builder) }
            for name in [XMLName.History, .ReferenceList] {
                for node in tree.list(data, name) { tree.use(node) }
            }
        }
        // When the record itself was made and changed says nothing of the work.
        for name in [XMLName.DateCompleted, .DateRevised, .DateCreated] {
            if let node = tree.child(citation, name) { tree.use(node) }
        }
        return record
    }

    private static func withoutStop(_ title: String) -> String {
        title.hasSuffix(".") && !title.hasSuffix("..") ? String(title.dropLast()) : title
    }

    private static func journal(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if let title = tree.line(node, .Title) { builder.set(.containerTitle, title) }
        if let short = tree.line(node, .ISOAbbreviation) { builder.set(.containerTitleShort, short) }
        if let number = tree.line(node, .ISSN) { builder.set(.ISSN, number) }
        guard let issue = tree.child(node, .JournalIssue) else { return }
        if let volume = tree.line(issue, .Volume) { builder.set(.volume, volume) }
        if let number = tree.line(issue, .Issue) { builder.set(.issue, number) }
        if let date = tree.child(issue, .PubDate) { self.date(date, &tree, &builder) }
    }

    private static func date(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if var date = tree.date(node, year: .Year, month: .Month, day: .Day) {
            if date.month == nil { date.season = tree.line(node, .Season).flatMap { PartialDate.season($0) } }
            builder.set(.issued, date)
        } else if let text = tree.line(node, .MedlineDate) {
            if let date = ReferenceDate.read(text) {
                builder.set(.issued, date)
            } else {
                builder.setLiteralDate(.issued, text)
            }
        }
        tree.use(node)
    }

    private static func authors(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        for list in tree.list(node, .AuthorList) {
            let isEditors = tree.has(list, .TypeAttribute, "editors")
            var names: [PersonName] = []
            for author in tree.list(list, .Author) {
                if let body = tree.line(author, .CollectiveName) {
                    names.append(.literal(body))
                } else if let name = RecordTree.person(
                    family: tree.line(author, .LastName),
                    given: tree.line(author, .ForeName) ?? tree.line(author, .FirstName)
                        ?? tree.line(author, .Initials),
                    suffix: tree.line(author, .Suffix))
                {
                    names.append(name)
                }
                if let initials = tree.child(author, .Initials) { tree.use(initials) }
            }
            let variable: CSLVariable = isEditors ? .editor : .author
            if !builder.has(variable) { builder.set(variable, names) }
        }
    }

    private static func pages(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        guard let pages = tree.child(node, .Pagination) else { return }
        if let text = tree.line(pages, .MedlinePgn) {
            builder.set(.page, Identifiers.fullPages(Identifiers.pages(text)))
        } else if let start = tree.line(pages, .StartPage) {
            builder.set(.page, tree.line(pages, .EndPage).map { "\(start)-\($0)" } ?? start)
        }
        tree.use(pages)
    }

    private static func abstract(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        guard let abstract = tree.child(node, .Abstract) else { return }
        var parts: [String] = []
        for part in tree.list(abstract, .AbstractText) {
            let text = tree.line(part)
            guard !text.isEmpty else { continue }
            parts.append(tree.attribute(part, .Label).map { "\($0): \(text)" } ?? text)
        }
        builder.set(.abstract, parts.joined(separator: "\n"))
    }

    private static func keywords(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        var words: [String] = []
        if let list = tree.child(node, .MeshHeadingList) {
            for heading in tree.list(list) {
                let parts = tree.list(heading).map { tree.line($0) }.filter { !$0.isEmpty }
                if !parts.isEmpty { words.append(parts.joined(separator: "/")) }
            }
        }
        for list in tree.list(node, .KeywordList) { words += tree.lines(list, .Keyword) }
        builder.set(.keyword, words.joined(separator: "; "))
    }

    private static func identifiers(_ list: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        for node in tree.list(list, .ArticleId) {
            let text = tree.line(node)
            switch tree.attribute(node, .IdType) {
            case "doi": if let doi = Identifiers.doi(text) { builder.setIfMissing(.DOI, doi) }
            case "pmc": builder.setIfMissing(.PMCID, text)
            case "pubmed": builder.setIfMissing(.PMID, text)
            case let kind?: builder.keep("ArticleId/\(kind)", text)
            case nil: builder.keep("ArticleId", text)
            }
        }
    }

    private static func book(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        guard let document = tree.child(RecordTree.root, .BookDocument) else { return nil }
        let record = MappedRecord(key: tree.line(document, .PMID), type: "Book")
        if let key = record.key { builder.set(.PMID, key) }
        let chapter = tree.line(document, .ArticleTitle)
        if let book = tree.child(document, .Book) {
            if let title = tree.line(book, .BookTitle) { builder.set(chapter == nil ? .title : .containerTitle, title) }
            if let publisher = tree.child(book, .Publisher) {
                if let name = tree.line(publisher, .PublisherName) { builder.set(.publisher, name) }
                if let place = tree.line(publisher, .PublisherLocation) { builder.set(.publisherPlace, place) }
            }
            if let date = tree.child(book, .PubDate) { self.date(date, &tree, &builder) }
            if let number = tree.line(book, .Isbn) { builder.set(.ISBN, number) }
            if let edition = tree.line(book, .Edition) { builder.set(.edition, edition) }
            if let series = tree.line(book, .CollectionTitle) { builder.set(.collectionTitle, series) }
            authors(chapter == nil ? book : document, &tree, &builder)
            if chapter == nil { authors(document, &tree, &builder) }
        }
        builder.set(.type, chapter == nil ? "book" : "chapter")
        if let chapter { builder.set(.title, withoutStop(chapter)) }
        abstract(document, &tree, &builder)
        if let language = tree.line(document, .Language) { builder.set(.language, LanguageTag.normal(language)) }
        keywords(document, &tree, &builder)
        if let list = tree.child(document, .ArticleIdList) { identifiers(list, &tree, &builder) }
        if let data = tree.child(RecordTree.root, .PubmedData) { tree.use(data) }
        return record
    }
}
