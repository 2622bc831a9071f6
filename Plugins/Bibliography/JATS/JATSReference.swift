/// A reference in JATS, as elements, as a sentence with marked parts, or as a bare sentence.
enum JATSReference {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        var citation: Int?
        for name in [XMLName.k_elementCitation, .k_mixedCitation, .k_nlmCitation, .citation] where citation == nil {
            citation = tree.all(root, name).first
        }
        guard let citation else {
            let text = tree.line(root)
            guard !text.isEmpty else { return nil }
            builder.set(.type, "document")
            builder.set(.title, text)
            return MappedRecord(type: nil)
        }
        let kind = tree.attribute(citation, .k_publicationType) ?? ""
        names(citation, &tree, &builder)
        let title =
            tree.line(citation, .k_articleTitle) ?? tree.line(citation, .k_chapterTitle)
            ?? tree.line(citation, .k_dataTitle) ?? tree.line(citation, .k_partTitle)
        let source = tree.line(citation, .source)
        builder.set(.type, type(kind, hasTitle: title != nil, hasSource: source != nil))
        if let title {
            builder.set(.title, title)
            if let source { builder.set(.containerTitle, source) }
        } else if let source {
            builder.set(.title, source)
        }
        if let date = tree.date(citation, year: .year, month: .month, day: .day) { builder.set(.issued, date) }
        for (name, variable) in [
            (XMLName.volume, CSLVariable.volume), (.issue, .issue), (.edition, .edition), (.isbn, .ISBN),
            (.issn, .ISSN),
            (.k_publisherName, .publisher), (.k_publisherLoc, .publisherPlace), (.series, .collectionTitle),
            (.k_confName, .eventTitle), (.k_confLoc, .eventPlace), (.version, .version), (.comment, .note),
        ] {
            if let text = tree.line(citation, name), !builder.has(variable) { builder.set(variable, text) }
        }
        if let first = tree.line(citation, .fpage) {
            let range = tree.line(citation, .lpage).map { $0 == first ? first : "\(first)-\($0)" } ?? first
            builder.set(.page, Identifiers.fullPages(range))
        } else if let pages = tree.line(citation, .k_pageRange) ?? tree.line(citation, .k_elocationId) {
            builder.set(.page, Identifiers.pages(pages))
        }
        identifiers(citation, &tree, &builder)
        if !builder.has(.title) {
            // A sentence without a title in it: the whole is what there is to know the work by.
            let sentence = tree.line(citation)
            guard !sentence.isEmpty else { return nil }
            builder.set(.title, sentence)
        }
        tree.use(citation)
        if let label = tree.child(root, .label) { tree.use(label) }
        let key = tree.attribute(root, .id)
        if let key { builder.set(.id, key) }
        return MappedRecord(key: key, type: kind.isEmpty ? nil : kind)
    }

    private static func names(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        var authors: [PersonName] = [], editors: [PersonName] = []
        let groups = tree.list(node, .k_personGroup)
        for group in groups {
            let names = tree.list(group).compactMap { JATSNames.name($0, &tree) }
            if tree.attribute(group, .k_personGroupType) == "editor" { editors += names } else { authors += names }
        }
        for child in tree.list(node) {
            switch tree.name(child) {
            case .name, .k_stringName, .collab: if let name = JATSNames.name(child, &tree) { authors.append(name) }
            default: break
            }
        }
        builder.set(.author, authors)
        builder.set(.editor, editors)
    }

    private static func identifiers(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        for id in tree.all(node, .k_pubId) {
            let text = tree.line(id)
            switch tree.attribute(id, .k_pubIdType) {
            case "doi": if let doi = Identifiers.doi(text), !builder.has(.DOI) { builder.set(.DOI, doi) }
            case "pmid", "medline": builder.setIfMissing(.PMID, text)
            case "pmcid", "pmc": builder.setIfMissing(.PMCID, text)
            case let kind: builder.keep(kind.map { "pub-id/\($0)" } ?? "pub-id", text)
            }
        }
        for link in tree.all(node, .k_extLink) + tree.all(node, .uri) {
            let address = tree.attribute(link, .href) ?? tree.line(link)
            if !builder.has(.DOI), let doi = Identifiers.doi(inAddress: address) {
                builder.set(.DOI, doi)
            } else if address.hasPrefix("http") {
                builder.setIfMissing(.URL, address)
            }
        }
    }

    private static func type(_ kind: String, hasTitle: Bool, hasSource: Bool) -> String {
        switch kind.lowercased() {
        case "journal": "article-journal"
        case "book": hasTitle && hasSource ? "chapter" : "book"
        case "confproc", "conf-proc", "conference": "paper-conference"
        case "thesis": "thesis"
        case "report", "gov", "government": "report"
        case "web", "webpage", "website": "webpage"
        case "data": "dataset"
        case "software": "software"
        case "patent": "patent"
        case "preprint", "eprint": "article"
        case "newspaper": "article-newspaper"
        default: hasTitle && hasSource ? "article-journal" : "document"
        }
    }
}
