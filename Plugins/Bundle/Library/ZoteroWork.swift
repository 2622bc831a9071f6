import KistPlugin

/// One work of a Zotero library as a CSL item.
struct ZoteroWork {
    private(set) var csl = JSONObject()
    private(set) var unknown = JSONObject()
    private(set) var authorNames: [String] = []

    private static let types: [String: String] = [
        "journalArticle": "article-journal", "magazineArticle": "article-magazine",
        "newspaperArticle": "article-newspaper",
        "book": "book", "bookSection": "chapter", "conferencePaper": "paper-conference", "thesis": "thesis",
        "report": "report", "webpage": "webpage", "blogPost": "post-weblog", "document": "document",
        "manuscript": "manuscript", "presentation": "speech", "preprint": "article", "dataset": "dataset",
        "encyclopediaArticle": "entry-encyclopedia", "dictionaryEntry": "entry-dictionary", "film": "motion_picture",
        "videoRecording": "motion_picture", "audioRecording": "song", "podcast": "broadcast",
        "letter": "personal_communication",
        "interview": "interview", "map": "map", "artwork": "graphic", "statute": "legislation", "case": "legal_case",
        "patent": "patent", "standard": "standard", "computerProgram": "software", "forumPost": "post",
    ]

    static func isWork(_ element: XMLTree.Element, type: String) -> Bool {
        if ["attachment", "note", "annotation"].contains(type) { return false }
        if ["Attachment", "Memo", "Collection", "Journal", "Series"].contains(element.name) { return false }
        return !type.isEmpty
    }

    init(_ element: XMLTree.Element, type: String, in elements: [String: XMLTree.Element]) {
        csl["type"] = .string(Self.types[type] ?? "document")
        if let id = element[attribute: "about"] { csl["id"] = .string(id) }
        var used: Set<String> = ["itemType", "link", "isReferencedBy", "relation", "Attachment"]
        func text(_ name: String, _ field: String) {
            used.insert(name)
            guard let value = element.all(name).lazy.map(\.wholeText).first(where: { !$0.isEmpty }) else { return }
            csl[field] = .string(value)
        }
        text("title", "title")
        text("abstract", "abstract")
        text("pages", "page")
        text("language", "language")
        text("edition", "edition")
        text("volume", "volume")
        text("number", "number")
        text("shortTitle", "title-short")
        text("rights", "rights")
        text("type", "genre")
        addNames(element, &used)
        addPublisher(element, &used)
        addIdentifiers(element)
        addWhole(element, elements)
        used.formUnion(["publisher", "identifier", "isPartOf", "subject", "date", "dateSubmitted"])
        if let date = element.first("date").map(\.wholeText), let value = Self.date(date) { csl["issued"] = value }
        if let date = element.first("dateSubmitted").map(\.wholeText), let value = Self.date(date) {
            csl["accessed"] = value
        }
        let keywords = element.all("subject").map(\.wholeText).filter { !$0.isEmpty }
        if !keywords.isEmpty { csl["keyword"] = .string(keywords.joined(separator: ", ")) }
        for child in element.children where !used.contains(child.name) {
            let value = child.wholeText
            if !value.isEmpty {
                let earlier = unknown[child.name]?.array ?? []
                unknown[child.name] = .array(earlier + [.string(value)])
            }
        }
    }

    private mutating func addNames(_ element: XMLTree.Element, _ used: inout Set<String>) {
        for (name, field) in [
            ("authors", "author"), ("editors", "editor"), ("translators", "translator"),
            ("contributors", "contributor"),
            ("seriesEditors", "collection-editor"), ("presenters", "author"), ("interviewers", "interviewer"),
        ] {
            used.insert(name)
            var people: [JSONValue] = []
            for item in element.first(name)?.first("Seq")?.all("li") ?? [] {
                guard let person = item.first("Person") else { continue }
                let family = (person.first("surname") ?? person.first("familyName"))?.wholeText ?? ""
                let given = (person.first("givenName") ?? person.first("givenname"))?.wholeText ?? ""
                if family.isEmpty { continue }
                people.append(
                    given.isEmpty ? ["literal": .string(family)] : ["family": .string(family), "given": .string(given)])
                if field == "author" { authorNames.append(given.isEmpty ? family : "\(given) \(family)") }
            }
            if !people.isEmpty, csl[field] == nil { csl[field] = .array(people) }
        }
    }

    private mutating func addPublisher(_ element: XMLTree.Element, _ used: inout Set<String>) {
        guard let organisation = element.first("publisher")?.first("Organization") else { return }
        if let name = organisation.first("name")?.wholeText, !name.isEmpty { csl["publisher"] = .string(name) }
        let address = organisation.first("adr")?.first("Address")?.first("locality") ?? organisation.first("adr")
        if let place = address?.wholeText, !place.isEmpty { csl["publisher-place"] = .string(place) }
    }

    /// “DOI 10.…”, “ISBN …”, “ISSN …”, or an address in `dcterms:URI`.
    private mutating func addIdentifiers(_ element: XMLTree.Element) {
        for identifier in element.all("identifier") {
            if let address = identifier.first("URI")?.first("value")?.wholeText {
                csl["URL"] = .string(address)
                continue
            }
            let words = identifier.wholeText.split(separator: " ", maxSplits: 1)
            guard words.count == 2, ["DOI", "ISBN", "ISSN"].contains(words[0]) else { continue }
            csl[String(words[0])] = .string(String(words[1]))
        }
    }

    /// The journal, book or series that it stands in, inside the element or elsewhere.
    private mutating func addWhole(_ element: XMLTree.Element, _ elements: [String: XMLTree.Element]) {
        for part in element.all("isPartOf") {
            let whole = part.children.first ?? part[attribute: "resource"].flatMap { elements[$0] }
            guard let whole else { continue }
            let field = whole.name == "Series" ? "collection-title" : "container-title"
            if let title = whole.first("title")?.wholeText, !title.isEmpty { csl[field] = .string(title) }
            for (name, field) in [("volume", "volume"), ("number", "issue")] {
                if let value = whole.first(name)?.wholeText, !value.isEmpty { csl[field] = .string(value) }
            }
            addIdentifiers(whole)
        }
    }

    private static func date(_ text: String) -> JSONValue? {
        guard !text.isEmpty else { return nil }
        let day = text.split(separator: " ").first ?? ""
        let parts = day.split(separator: "-").map { Int($0) }
        let isWhole =
            (1...3).contains(parts.count) && parts.allSatisfy { $0 != nil } && (1...9_999).contains(parts[0] ?? 0)
            && parts.dropFirst().allSatisfy { (1...31).contains($0 ?? 0) }
        guard isWhole else { return ["literal": .string(text)] }
        return ["date-parts": [.array(parts.compactMap { $0 }.map { .int($0) })]]
    }
}
