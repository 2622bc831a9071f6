/// The front of an article in JATS: the work itself.
enum JATSFront {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder, _ type: String?) -> MappedRecord? {
        let root = RecordTree.root
        guard let article = tree.child(root, .k_articleMeta) else { return nil }
        builder.set(.type, self.type(type))
        if let group = tree.child(article, .k_titleGroup) {
            if let title = tree.line(group, .k_articleTitle) {
                builder.set(.title, tree.line(group, .subtitle).map { "\(title): \($0)" } ?? title)
            }
            for other in tree.list(group, .k_transTitleGroup) {
                if let title = tree.line(other, .k_transTitle) { builder.setIfMissing(.translatedTitle, title) }
            }
        }
        if let journal = tree.child(root, .k_journalMeta) { self.journal(journal, &tree, &builder) }
        JATSNames.write(article, &tree, &builder)
        identifiers(article, &tree, &builder)
        issued(article, &tree, &builder)
        for (name, variable) in [(XMLName.volume, CSLVariable.volume), (.issue, .issue), (.isbn, .ISBN)] {
            if let text = tree.line(article, name) { builder.set(variable, text) }
        }
        if let first = tree.line(article, .fpage) {
            builder.set(.page, tree.line(article, .lpage).map { $0 == first ? first : "\(first)-\($0)" } ?? first)
        } else if let number = tree.line(article, .k_elocationId) {
            builder.set(.page, number)
        }
        for abstract in tree.list(article, .abstract) {
            let text = prose(abstract, &tree)
            if !builder.has(.abstract), tree.attribute(abstract, .k_abstractType) == nil {
                builder.set(.abstract, text)
            } else {
                builder.keep("abstract", text)
            }
        }
        var words: [String] = []
        for group in tree.list(article, .k_kwdGroup) { words += tree.lines(group, .kwd) }
        builder.set(.keyword, words.joined(separator: "; "))
        if let rights = tree.child(article, .permissions) {
            if let license = tree.child(rights, .license) {
                builder.set(.license, tree.attribute(license, .href) ?? tree.line(license))
                tree.use(license)
            }
        }
        return MappedRecord(key: builder.text(.DOI), type: type)
    }

    /// Paragraphs one below the other, headings of parts before them.
    private static func prose(_ node: Int, _ tree: inout RecordTree) -> String {
        var parts: [String] = []
        func walk(_ node: Int, _ tree: inout RecordTree, _ depth: Int) {
            var heading: String?
            for child in tree.list(node) {
                switch tree.name(child) {
                case .sec where depth < 8: walk(child, &tree, depth + 1)
                case .title: heading = tree.line(child)
                default:
                    let text = tree.line(child)
                    if !text.isEmpty { parts.append(heading.map { "\($0): \(text)" } ?? text) }
                    heading = nil
                }
            }
        }
        walk(node, &tree, 0)
        let text = parts.isEmpty ? tree.line(node) : parts.joined(separator: "\n")
        tree.use(node)
        return text
    }

    private static func journal(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        let group = tree.child(node, .k_journalTitleGroup) ?? node
        if let title = tree.line(group, .k_journalTitle) { builder.set(.containerTitle, title) }
        if let short = tree.line(group, .k_abbrevJournalTitle) { builder.set(.containerTitleShort, short) }
        for id in tree.list(node, .k_journalId) {
            let text = tree.line(id)
            switch tree.attribute(id, .k_journalIdType) {
            case "nlm-ta", "iso-abbrev": builder.setIfMissing(.containerTitleShort, text)
            default: builder.keep("journal-id", text)
            }
        }
        if !builder.has(.containerTitle), let short = builder.text(.containerTitleShort) {
            builder.set(.containerTitle, short)
        }
        for number in tree.lines(node, .issn) {
            if builder.has(.ISSN) { builder.keep("issn", number) } else { builder.set(.ISSN, number) }
        }
        if let publisher = tree.child(node, .publisher) {
            if let name = tree.line(publisher, .k_publisherName) { builder.set(.publisher, name) }
            if let place = tree.line(publisher, .k_publisherLoc) { builder.set(.publisherPlace, place) }
        }
    }

    private static func identifiers(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        for id in tree.list(node, .k_articleId) {
            let text = tree.line(id)
            switch tree.attribute(id, .k_pubIdType) {
            case "doi": if let doi = Identifiers.doi(text), !builder.has(.DOI) { builder.set(.DOI, doi) }
            case "pmid": builder.setIfMissing(.PMID, text)
            case "pmc", "pmcid": builder.setIfMissing(.PMCID, text.hasPrefix("PMC") ? text : "PMC\(text)")
            case let kind: builder.keep(kind.map { "article-id/\($0)" } ?? "article-id", text)
            }
        }
    }

    /// The first date of publication, in print or online; of one year the one that knows most.
    private static func issued(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        var best: PartialDate?
        for found in tree.list(node, .k_pubDate) {
            defer { tree.use(found) }
            guard var date = tree.date(found, year: .year, month: .month, day: .day) else { continue }
            if date.month == nil { date.season = tree.line(found, .season).flatMap { PartialDate.season($0) } }
            let kind = tree.attribute(found, .k_pubType) ?? tree.attribute(found, .k_dateType) ?? ""
            if kind == "nihms-submitted" || kind == "pmc-release" { continue }
            guard let known = best else {
                best = date
                continue
            }
            let isEarlier = date.year < known.year
            let knowsMore = date.year == known.year && known.month == nil && date.month != nil
            if isEarlier || knowsMore { best = date }
        }
        if let best { builder.set(.issued, best) }
    }

    private static func type(_ type: String?) -> String {
        switch type {
        case "book-review": "review-book"
        case "dissertation": "thesis"
        case "news": "article-newspaper"
        case "preprint": "article"
        default: "article-journal"
        }
    }
}
