/// DataCite's metadata, kernels 2 to 4.
enum DataCiteRecord {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        guard
            tree.child(root, .titles) != nil || tree.child(root, .creators) != nil
                || tree.child(root, .identifier) != nil
        else { return nil }
        var record = MappedRecord()
        if let node = tree.child(root, .identifier) {
            let text = tree.line(node)
            if let doi = Identifiers.doi(text) { builder.set(.DOI, doi) } else { builder.keep("identifier", text) }
            record.key = text.isEmpty ? nil : text
        }
        let kind = tree.child(root, .resourceType)
        let general = kind.flatMap { tree.attribute($0, .resourceTypeGeneral) }
        let specific = kind.map { tree.line($0) }
        record.type = general ?? specific
        builder.set(.type, DataCiteTypes.csl(general, specific) ?? "document")
        if let specific, !specific.isEmpty, specific != general { builder.set(.genre, specific) }
        titles(&tree, &builder)
        people(&tree, &builder)
        if let publisher = tree.line(root, .publisher) { builder.set(.publisher, publisher) }
        dates(&tree, &builder)
        if let node = tree.child(root, .subjects) {
            let words = tree.list(node).map { tree.line($0) }.filter { !$0.isEmpty }
            builder.set(.keyword, words.joined(separator: "; "))
            tree.use(node)
        }
        if let language = tree.line(root, .language) { builder.set(.language, LanguageTag.normal(language)) }
        if let version = tree.line(root, .version) { builder.set(.version, version) }
        descriptions(&tree, &builder)
        if let list = tree.child(root, .rightsList) {
            for node in tree.list(list) {
                let text = tree.attribute(node, .rightsURI) ?? tree.line(node)
                if builder.has(.license) { builder.keep("rights", text) } else { builder.set(.license, text) }
                if tree.attribute(node, .rightsURI) != nil, !tree.line(node).isEmpty {
                    builder.keep("rights", tree.line(node))
                }
            }
            tree.use(list)
        }
        if let list = tree.child(root, .alternateIdentifiers) {
            for node in tree.list(list) {
                let kind = tree.attribute(node, .alternateIdentifierType) ?? "other"
                builder.keep("alternateIdentifier/\(kind)", tree.line(node))
            }
            tree.use(list)
        }
        related(&tree, &builder)
        return record
    }

    private static func titles(_ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        guard let list = tree.child(RecordTree.root, .titles) else { return }
        var main: String?
        var subtitle: String?
        for node in tree.list(list, .title) {
            let text = tree.line(node)
            guard !text.isEmpty else { continue }
            switch tree.attribute(node, .titleType) {
            case nil where main == nil: main = text
            case "Subtitle" where subtitle == nil: subtitle = text
            case "TranslatedTitle" where !builder.has(.translatedTitle): builder.set(.translatedTitle, text)
            case let kind: builder.keep(kind ?? "title", text)
            }
        }
        if let main {
            builder.set(.title, subtitle.map { "\(main): \($0)" } ?? main)
        } else if let subtitle {
            builder.set(.title, subtitle)
        }
    }

    private static func people(_ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if let list = tree.child(RecordTree.root, .creators) {
            var names: [PersonName] = []
            for node in tree.list(list, .creator) {
                if let name = person(node, .creatorName, &tree) { names.append(name) }
                for identifier in tree.lines(node, .nameIdentifier) {
                    builder.keep("creator/nameIdentifier", identifier)
                }
                for affiliation in tree.lines(node, .affiliation) { builder.keep("creator/affiliation", affiliation) }
            }
            builder.set(.author, names)
            tree.use(list)
        }
        guard let list = tree.child(RecordTree.root, .contributors) else { return }
        var editors: [PersonName] = []
        for node in tree.list(list, .contributor) {
            guard let name = person(node, .contributorName, &tree) else { continue }
            let kind = tree.attribute(node, .contributorType) ?? "Other"
            if kind == "Editor" {
                editors.append(name)
            } else {
                builder.keep("contributor/\(kind)", tree.line(node, .contributorName) ?? tree.line(node))
            }
        }
        builder.set(.editor, editors)
        tree.use(list)
    }

    private static func person(_ node: Int, _ name: XMLName, _ tree: inout RecordTree) -> PersonName? {
        let child = tree.child(node, name)
        let whole = child.map { tree.line($0) }
        if let child, tree.has(child, .nameType, "Organizational") { return whole.map { .literal($0) } }
        return RecordTree.person(family: tree.line(node, .familyName), given: tree.line(node, .givenName), whole: whole)
    }

    private static func dates(_ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        let root = RecordTree.root
        let year = tree.line(root, .publicationYear)
        var issued: PartialDate?
        if let list = tree.child(root, .dates) {
            for node in tree.list(list) {
                let text = tree.line(node), kind = tree.attribute(node, .dateType) ?? "date"
                if kind == "Issued", issued == nil { issued = PartialDate.edtf(text) ?? ReferenceDate.read(text) }
                if !text.isEmpty { builder.keep("date/\(kind)", text) }
            }
            tree.use(list)
        }
        if let year {
            let number = PartialDate.year(in: year)
            if let issued, issued.year == number {
                builder.set(.issued, issued)
            } else if let number {
                builder.set(.issued, PartialDate(year: number))
            } else if let issued {
                builder.set(.issued, issued)
            } else {
                builder.setLiteralDate(.issued, year)
            }
        } else if let issued {
            builder.set(.issued, issued)
        }
    }

    private static func descriptions(_ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        guard let list = tree.child(RecordTree.root, .descriptions) else { return }
        for node in tree.list(list) {
            let text = tree.line(node)
            guard !text.isEmpty else { continue }
            let kind = tree.attribute(node, .descriptionType) ?? "Other"
            switch kind {
            case "Abstract" where !builder.has(.abstract): builder.set(.abstract, text)
            case "SeriesInformation" where !builder.has(.collectionTitle): builder.set(.collectionTitle, text)
            default: builder.keep("description/\(kind)", text)
            }
        }
        tree.use(list)
    }

    /// The work that this one is a part of; other relations are kept.
    private static func related(_ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        if let list = tree.child(RecordTree.root, .relatedIdentifiers) {
            for node in tree.list(list) {
                let kind = tree.attribute(node, .relationType) ?? "related"
                let text = tree.line(node)
                if kind == "IsPartOf", tree.attribute(node, .relatedIdentifierType) == "ISSN" {
                    builder.setIfMissing(.ISSN, text)
                }
                builder.keep(kind, text)
            }
            tree.use(list)
        }
        guard let list = tree.child(RecordTree.root, .relatedItems) else { return }
        for node in tree.list(list) {
            guard tree.has(node, .relationType, "IsPublishedIn"), !builder.has(.containerTitle) else { continue }
            if let titles = tree.child(node, .titles), let title = tree.line(titles, .title) {
                builder.set(.containerTitle, title)
            }
            if let volume = tree.line(node, .volume) { builder.set(.volume, volume) }
            if let issue = tree.line(node, .issue) { builder.set(.issue, issue) }
            if let first = tree.line(node, .firstPage) {
                builder.set(.page, tree.line(node, .lastPage).map { "\(first)-\($0)" } ?? first)
            }
        }
    }
}
