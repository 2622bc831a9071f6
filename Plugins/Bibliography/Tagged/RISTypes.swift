/// RIS's kinds of reference as CSL types.
enum RISTypes {
    static func csl(_ type: String) -> String? { types[type] }

    private static let types: [String: String] = [
        "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic",
        "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter",
        "CHART": "graphic",
        "CLSWK": "classic", "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference",
        "CTLG": "book",
        "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter",
        "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
        "EQUA": "document", "FIGURE": "figure", "GEN": "document", "GOVDOC": "report", "GRANT": "document",
        "GRNT": "document", "HEAR": "hearing", "ICOMM": "webpage", "INPR": "article", "JFULL": "periodical",
        "JOUR": "article-journal", "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map",
        "MGZN": "article-magazine",
        "MPCT": "motion_picture", "MULTI": "document", "MUSIC": "musical_score", "NEWS": "article-newspaper",
        "OTHER": "document", "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "POD": "song",
        "PRESS": "document", "RPRT": "report", "SER": "book", "SLIDE": "speech", "SOUND": "song", "STAND": "standard",
        "STAT": "legislation", "STD": "standard", "THES": "thesis", "UNBILL": "bill", "UNPB": "manuscript",
        "UNPD": "manuscript", "VIDEO": "motion_picture", "WEB": "webpage",
    ]
}
