extension TaggedFormat {
    /// PubMed's and MEDLINE's tagged export (.nbib).
    static let medline = TaggedFormat(
        name: "PubMed", syntax: .medline,
        roles: table([
            "PMID": .pmid, "UI": .accession, "PT": .type, "TI": .title, "BTI": .bookTitle, "CTI": .seriesTitle,
            "VTI": .text(.volumeTitle), "TT": .text(.originalTitle), "AU": .author, "FAU": .author,
            "CN": .corporateAuthor, "ED": .editor, "FED": .editor, "JT": .journal, "TA": .journalShort, "SO": .ignored,
            "VI": .text(.volume), "IP": .issue, "PG": .pages, "DP": .date, "AB": .abstract, "OAB": .abstract,
            "OT": .keyword, "MH": .keyword, "LID": .articleID, "AID": .articleID, "IS": .issn, "ISBN": .isbn,
            "LA": .language, "PMC": .pmcid, "PB": .text(.publisher), "PL": .text(.publisherPlace),
            "EN": .text(.edition), "GN": .note, "DOI": .doi,
        ]),
        type: medlineType, nameStyle: .medline,
        prepare: { record in
            prefer("FAU", over: "AU", &record)
            prefer("FED", over: "ED", &record)
        },
        namesTypes: false)

    static func medlineType(_ types: [String]) -> String {
        let names = types.map { $0.lowercased() }
        if names.contains(where: { $0 == "book" || $0 == "books" || $0 == "collected works" }) { return "book" }
        if names.contains("book chapter") { return "chapter" }
        if names.contains("congress") || names.contains("congresses") { return "paper-conference" }
        if names.contains("dataset") { return "dataset" }
        if names.contains("newspaper article") { return "article-newspaper" }
        if names.contains("academic dissertation") { return "thesis" }
        if names.contains("preprint") { return "article" }
        return "article-journal"
    }
}
