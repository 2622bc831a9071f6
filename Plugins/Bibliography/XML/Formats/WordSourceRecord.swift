/// The sources that Word's own citation manager keeps, in a file (`Sources.xml`) or inside a document.
///
/// Elements are those of ECMA-376 part 1, 22.6 (Bibliography).
enum WordSourceRecord {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        let root = RecordTree.root
        var record = MappedRecord()
        record.type = tree.line(root, .SourceType)
        let isThesis = tree.child(root, .ThesisType) != nil
        let type = isThesis ? "thesis" : record.type.flatMap { types[$0] } ?? "document"
        record.key = tree.line(root, .Tag)
        builder.set(.type, type)
        if let key = record.key { builder.set(.id, key) }
        people(&tree, &builder, type)
        for (name, variable) in simple {
            guard let text = tree.line(root, name) else { continue }
            if builder.has(variable) { builder.keep(name.text, text) } else { builder.set(variable, text) }
        }
        containers(&tree, &builder, type)
        if let pages = tree.line(root, .Pages) {
            let isWhole = ["book", "thesis", "report"].contains(type) && !pages.contains("-")
            builder.set(isWhole ? .numberOfPages : .page, Identifiers.fullPages(Identifiers.pages(pages)))
        }
        if let date = tree.date(root, year: .Year, month: .Month, day: .Day) {
            builder.set(.issued, date)
        } else if let words = tree.line(root, .Year) {
            builder.setLiteralDate(.issued, words)
        }
        if let date = tree.date(root, year: .YearAccessed, month: .MonthAccessed, day: .DayAccessed) {
            builder.set(.accessed, date)
        }
        let places = [XMLName.City, .StateProvince, .CountryRegion].compactMap { tree.line(root, $0) }
        if !places.isEmpty { builder.set(.publisherPlace, places.joined(separator: ", ")) }
        if let number = tree.line(root, .StandardNumber) { standardNumber(number, &builder, type) }
        if let text = tree.line(root, .URL) {
            builder.set(.URL, text)
            if let doi = Identifiers.doi(text) { builder.setIfMissing(.DOI, doi) }
        }
        // A number by which Word tells copies apart, the order of the list, and a number for the language.
        for name in [XMLName.Guid, .RefOrder, .LCID] {
            if let node = tree.child(root, name) { tree.use(node) }
        }
        return builder.has(.title) || builder.has(.author) || builder.has(.URL) || record.key != nil ? record : nil
    }

    private static let types: [String: String] = [
        "ArticleInAPeriodical": "article-magazine", "Art": "graphic", "Book": "book", "BookSection": "chapter",
        "Case": "legal_case", "ConferenceProceedings": "paper-conference", "DocumentFromInternetSite": "webpage",
        "ElectronicSource": "document", "Film": "motion_picture", "InternetSite": "webpage", "Interview": "interview",
        "JournalArticle": "article-journal", "Misc": "document", "Patent": "patent", "Performance": "performance",
        "Report": "report", "SoundRecording": "song",
    ]

    private static let simple: [(XMLName, CSLVariable)] = [
        (.Title, .title), (.ShortTitle, .titleShort), (.Publisher, .publisher), (.Institution, .publisher),
        (.ProductionCompany, .publisher), (.Volume, .volume), (.Issue, .issue), (.NumberVolumes, .numberOfVolumes),
        (.Edition, .edition), (.ChapterNumber, .chapterNumber), (.PatentNumber, .number), (.CaseNumber, .number),
        (.Court, .authority), (.Version, .version), (.Medium, .medium), (.ThesisType, .genre), (.Comments, .note),
    ]

    /// What the work stands in, which each type calls otherwise.
    private static func containers(_ tree: inout RecordTree, _ builder: inout ItemBuilder, _ type: String) {
        for name in [
            XMLName.JournalName, .PeriodicalTitle, .BookTitle, .InternetSiteTitle, .PublicationTitle, .AlbumTitle,
            .BroadcastTitle, .ConferenceName,
        ] {
            guard let text = tree.line(RecordTree.root, name) else { continue }
            if name == .ConferenceName { builder.setIfMissing(.eventTitle, text) }
            if text == builder.text(.title) { continue }
            if !builder.has(.containerTitle) {
                builder.set(.containerTitle, text)
            } else if name != .ConferenceName {
                builder.keep(name.text, text)
            }
        }
    }

    private static let roles: [(XMLName, CSLVariable)] = [
        (.Author, .author), (.Artist, .author), (.Performer, .performer), (.Composer, .composer),
        (.Director, .director), (.Inventor, .author), (.Interviewee, .author), (.Interviewer, .interviewer),
        (.Editor, .editor), (.Translator, .translator), (.BookAuthor, .containerAuthor), (.Writer, .author),
        (.Compiler, .editor),
    ]

    /// `Author` holds the roles, of which one is `Author` again; each is a list of persons or one body.
    private static func people(_ tree: inout RecordTree, _ builder: inout ItemBuilder, _ type: String) {
        for group in tree.list(RecordTree.root, .Author) {
            // A second role of the same kind stays among what is not known, so that nobody is lost.
            for (name, variable) in roles where !builder.has(variable) {
                for role in tree.list(group, name) {
                    var names: [PersonName] = []
                    for body in tree.lines(role, .Corporate) { names.append(.literal(body)) }
                    for list in tree.list(role, .NameList) {
                        for person in tree.list(list, .Person) {
                            let given = [XMLName.First, .Middle].compactMap { tree.line(person, $0) }
                            let family = tree.line(person, .Last)
                            tree.use(person)
                            if let name = RecordTree.person(family: family, given: given.joined(separator: " ")) {
                                names.append(name)
                            }
                        }
                    }
                    guard !names.isEmpty else { continue }
                    builder.set(variable, names)
                    tree.use(role)
                }
            }
        }
    }

    private static func standardNumber(_ number: String, _ builder: inout ItemBuilder, _ type: String) {
        if let doi = Identifiers.doi(number) { return builder.set(.DOI, doi) }
        let digits = number.filter { $0.isASCII && ($0.isNumber || $0 == "X" || $0 == "x") }
        if Identifiers.isISSN(number) || digits.count == 8 {
            builder.set(.ISSN, number)
        } else if digits.count == 10 || digits.count == 13 {
            builder.set(.ISBN, number)
        } else {
            builder.keep("StandardNumber", number)
        }
    }
}
