/// BibTeX's and BibLaTeX's kinds of entry as CSL types.
enum BibTeXTypes {
    static func csl(_ type: String) -> String? { types[type] }

    /// Kinds that are parts of a larger work, whose `booktitle` is the container.
    static func isPart(_ type: String) -> Bool { parts.contains(type) }

    private static let types: [String: String] = [
        "article": "article-journal", "suppperiodical": "article-journal", "review": "review", "book": "book",
        "mvbook": "book", "collection": "book", "mvcollection": "book", "reference": "book", "mvreference": "book",
        "proceedings": "book", "mvproceedings": "book", "manual": "book", "booklet": "pamphlet", "inbook": "chapter",
        "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter", "suppcollection": "chapter",
        "inreference": "entry-encyclopedia", "inproceedings": "paper-conference", "conference": "paper-conference",
        "mastersthesis": "thesis", "phdthesis": "thesis", "thesis": "thesis", "bachelorsthesis": "thesis",
        "techreport": "report", "report": "report", "misc": "document", "other": "document", "online": "webpage",
        "electronic": "webpage", "www": "webpage", "webpage": "webpage", "patent": "patent", "periodical": "periodical",
        "unpublished": "manuscript", "software": "software", "softwareversion": "software",
        "softwaremodule": "software",
        "codefragment": "software", "dataset": "dataset", "data": "dataset", "video": "motion_picture",
        "movie": "motion_picture", "audio": "song", "music": "song", "image": "graphic", "artwork": "graphic",
        "letter": "personal_communication", "legislation": "legislation", "jurisdiction": "legal_case",
        "legal": "legislation", "standard": "standard", "performance": "performance", "map": "map",
        "newspaper": "article-newspaper", "magazine": "article-magazine", "presentation": "speech", "talk": "speech",
        "lecture": "speech", "blog": "post-weblog", "preprint": "article", "working-paper": "report",
    ]

    private static let parts: Set<String> = [
        "inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference", "inproceedings",
        "conference",
    ]
}
