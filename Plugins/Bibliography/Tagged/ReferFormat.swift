extension TaggedFormat {
    /// EndNote's tagged export (.enw), which goes back to Unix's refer.
    static let refer = TaggedFormat(
        name: "EndNote", syntax: .refer,
        roles: table([
            "%0": .type, "%A": .author, "%E": .editor, "%Y": .seriesEditor, "%?": .translator, "%Q": .corporateAuthor,
            "%T": .title, "%B": .secondTitle, "%S": .seriesTitle, "%J": .journal, "%O": .text(.translatedTitle),
            "%D": .date, "%8": .datePart, "%[": .dateTo(.accessed), "%K": .keyword, "%Z": .note, "%X": .abstract,
            "%U": .address, "%@": .number, "%R": .doi, "%P": .pages, "%N": .issue, "%~": .database, "%M": .accession,
            "%F": .key, "%9": .kind, "%G": .language, "%V": .text(.volume), "%I": .text(.publisher),
            "%C": .text(.publisherPlace), "%7": .text(.edition), "%!": .text(.titleShort), "%L": .text(.callNumber),
            "%&": .text(.section), "%6": .text(.numberOfVolumes), "%(": .text(.originalPublisher),
        ]),
        type: { types in types.first.flatMap { ReferTypes.csl($0) } })
}

/// EndNote's kinds of reference as CSL types.
enum ReferTypes {
    static func csl(_ type: String) -> String? { types[type.lowercased().words.joined(separator: " ")] }

    private static let types: [String: String] = [
        "aggregated database": "dataset", "ancient text": "classic", "artwork": "graphic",
        "audiovisual material": "motion_picture", "bill": "bill", "blog": "post-weblog", "book": "book",
        "book section": "chapter", "case": "legal_case", "catalog": "book", "chart or table": "graphic",
        "classical work": "classic", "computer program": "software", "conference": "paper-conference",
        "conference paper": "paper-conference", "conference proceedings": "paper-conference", "dataset": "dataset",
        "dictionary": "entry-dictionary", "edited book": "book", "electronic article": "article-journal",
        "electronic book": "book", "electronic book section": "chapter", "electronic source": "webpage",
        "encyclopedia": "entry-encyclopedia", "equation": "figure", "figure": "figure",
        "film or broadcast": "broadcast",
        "generic": "document", "government document": "report", "grant": "document", "hearing": "hearing",
        "interview": "interview", "journal": "article-journal", "journal article": "article-journal",
        "legal rule or regulation": "regulation", "magazine article": "article-magazine", "manuscript": "manuscript",
        "map": "map", "multimedia": "motion_picture", "music": "musical_score",
        "newspaper article": "article-newspaper",
        "online database": "dataset", "online multimedia": "motion_picture", "pamphlet": "pamphlet",
        "patent": "patent", "personal communication": "personal_communication", "podcast": "song",
        "press release": "document", "report": "report", "review": "review", "serial": "periodical",
        "social media": "post", "standard": "standard", "statute": "legislation", "television episode": "broadcast",
        "thesis": "thesis", "unpublished work": "manuscript", "web page": "webpage", "website": "webpage",
        "working paper": "article",
    ]
}
