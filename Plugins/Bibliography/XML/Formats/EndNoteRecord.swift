/// EndNote's XML, which Bookends, RefWorks and others write too.
enum EndNoteRecord {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        var record = MappedRecord()
        let kind = tree.child(root, .k_refType)
        record.type = kind.flatMap { tree.attribute($0, .name) } ?? kind.map { tree.line($0) }
        let type = record.type.flatMap { ReferTypes.csl($0) ?? numbers[$0] } ?? "document"
        if let kind { tree.use(kind) }
        record.key = tree.line(root, .label) ?? tree.line(root, .k_recNumber)
        builder.set(.type, type)
        if let key = record.key { builder.set(.id, key) }
        names(&tree, &builder, type)
        titles(&tree, &builder, type)
        dates(&tree, &builder)
        for (name, variable) in simple {
            guard let text = tree.line(root, name) else { continue }
            if builder.has(variable) { builder.keep(name.text, text) } else { builder.set(variable, text) }
        }
        if let number = tree.line(root, .number) {
            builder.set(type.hasPrefix("article") || type == "paper-conference" ? .issue : .number, number)
        }
        if let pages = tree.line(root, .pages) {
            let isWhole = ["book", "thesis", "report"].contains(type) && !pages.contains("-")
            builder.set(isWhole ? .numberOfPages : .page, Identifiers.fullPages(Identifiers.pages(pages)))
        }
        if let number = tree.line(root, .isbn) {
            builder.set(Identifiers.isISSN(number) ? .ISSN : .ISBN, number)
        }
        if let text = tree.line(root, .k_electronicResourceNum) {
            if let doi = Identifiers.doi(text) {
                builder.set(.DOI, doi)
            } else {
                builder.keep("electronic-resource-num", text)
            }
        }
        if let node = tree.child(root, .abstract) { builder.set(.abstract, tree.bytes, tree.text(node)) }
        if let node = tree.child(root, .notes) { builder.set(.note, tree.bytes, tree.text(node)) }
        if let node = tree.child(root, .keywords) {
            let words = tree.list(node).map { tree.line($0) }.filter { !$0.isEmpty }
            builder.set(.keyword, words.joined(separator: "; "))
            tree.use(node)
        }
        if let text = tree.line(root, .language) { builder.set(.language, LanguageTag.normal(text)) }
        if let node = tree.child(root, .urls) { addresses(node, &tree, &builder) }
        if let number = tree.line(root, .k_accessionNum) {
            let source = builder.text(.source)?.lowercased() ?? ""
            let isPubMed = source.contains("pubmed") || source.contains("medline") || source == "nlm"
            if isPubMed || source.isEmpty && (6...8).contains(number.utf8.count),
                number.utf8.allSatisfy({ ASCII.isDigit($0) })
            {
                builder.set(.PMID, number)
            } else {
                builder.keep("accession-num", number)
            }
        }
        for name in [XMLName.database, .k_sourceApp, .k_foreignKeys] {
            if let node = tree.child(root, name) { tree.use(node) }
        }
        return record
    }

    private static let simple: [(XMLName, CSLVariable)] = [
        (.volume, .volume), (.edition, .edition), (.publisher, .publisher), (.k_pubLocation, .publisherPlace),
        (.k_workType, .genre), (.section, .section), (.k_callNum, .callNumber), (.k_numVols, .numberOfVolumes),
        (.k_remoteDatabaseName, .source),
    ]

    private static func names(_ tree: inout RecordTree, _ builder: inout ItemBuilder, _ type: String) {
        guard let people = tree.child(RecordTree.root, .contributors) else { return }
        for (name, variable) in [
            (XMLName.authors, CSLVariable.author),
            (.k_secondaryAuthors, type == "book" ? .collectionEditor : .editor),
            (.k_tertiaryAuthors, .collectionEditor), (.k_translatedAuthors, .translator),
        ] {
            guard let list = tree.child(people, name), !builder.has(variable) else { continue }
            let names = tree.list(list).compactMap { PersonName.parse(tree.line($0)) }
            if variable == .collectionEditor, type == "thesis" { continue }
            builder.set(variable, names)
            tree.use(list)
        }
    }

    private static func titles(_ tree: inout RecordTree, _ builder: inout ItemBuilder, _ type: String) {
        let root = RecordTree.root
        let isWhole = type == "book" || type == "thesis" || type == "report"
        if let titles = tree.child(root, .titles) {
            if let title = tree.line(titles, .title) { builder.set(.title, title) }
            if let second = tree.line(titles, .k_secondaryTitle) {
                builder.set(isWhole ? .collectionTitle : .containerTitle, second)
            }
            if let third = tree.line(titles, .k_tertiaryTitle) {
                if builder.has(.collectionTitle) {
                    builder.keep("tertiary-title", third)
                } else {
                    builder.set(.collectionTitle, third)
                }
            }
            if let short = tree.line(titles, .k_shortTitle) { builder.set(.titleShort, short) }
            if let other = tree.line(titles, .k_translatedTitle) { builder.set(.translatedTitle, other) }
            if let other = tree.line(titles, .k_altTitle), other != builder.text(.containerTitle) {
                if builder.has(.containerTitle), !isWhole {
                    builder.set(.containerTitleShort, other)
                } else {
                    builder.keep("alt-title", other)
                }
            }
        }
        guard let periodical = tree.child(root, .periodical) else { return }
        if let full = tree.line(periodical, .k_fullTitle), full != builder.text(.containerTitle) {
            if builder.has(.containerTitle) {
                builder.keep("periodical", full)
            } else {
                builder.set(.containerTitle, full)
            }
        }
        if let short = tree.line(periodical, .k_abbr1) ?? tree.line(periodical, .k_abbr2) {
            builder.setIfMissing(.containerTitleShort, short)
        }
    }

    private static func dates(_ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if let text = tree.line(RecordTree.root, .k_accessDate), let date = ReferenceDate.read(text) {
            builder.set(.accessed, date)
        }
        guard let dates = tree.child(RecordTree.root, .dates) else { return }
        let words = tree.find(dates, .k_pubDates, .date).map { tree.line($0) } ?? ""
        guard let text = tree.line(dates, .year) else {
            if let date = ReferenceDate.read(words) {
                builder.set(.issued, date)
            } else if !words.isEmpty {
                builder.setLiteralDate(.issued, words)
            }
            return
        }
        guard var date = ReferenceDate.read(text) else { return builder.setLiteralDate(.issued, text) }
        if date.month == nil, !words.isEmpty {
            if let full = ReferenceDate.read(words), full.year == date.year {
                date = full
            } else if let found = PartialDate.dayAndMonth(words) {
                (date.month, date.day) = (found.month, found.day)
            } else {
                date.season = PartialDate.season(words)
            }
        }
        builder.set(.issued, date)
    }

    private static func addresses(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        for name in [XMLName.k_webUrls, .k_relatedUrls, .k_textUrls] {
            for group in tree.list(node, name) {
                for url in tree.list(group) {
                    let text = tree.line(url)
                    if builder.has(.URL) { builder.keep("URL", text) } else { builder.set(.URL, text) }
                }
                tree.use(group)
            }
        }
        if !builder.has(.DOI), let address = builder.text(.URL), let doi = Identifiers.doi(inAddress: address) {
            builder.set(.DOI, doi)
        }
    }

    /// EndNote's numbers for its kinds of reference.
    private static let numbers: [String: String] = [
        "0": "article-journal", "1": "book", "2": "thesis", "3": "paper-conference", "4": "personal_communication",
        "5": "chapter", "6": "book", "7": "book", "8": "article-newspaper", "9": "software", "10": "paper-conference",
        "12": "webpage", "13": "document", "16": "webpage", "17": "article-journal", "19": "article-magazine",
        "20": "map", "21": "motion_picture", "23": "article-newspaper", "25": "patent", "27": "report", "28": "book",
        "31": "legislation", "32": "thesis", "34": "manuscript", "36": "manuscript", "43": "article-journal",
        "46": "report", "47": "paper-conference", "58": "standard", "59": "dataset",
    ]
}
