/// DataCite's and schema.org's kinds of resource as CSL types.
enum DataCiteTypes {
    static func csl(_ general: String?, _ specific: String?) -> String? {
        for word in [specific, general] {
            let key = word?.lowercased().filter { $0.isLetter } ?? ""
            if let type = types[key] { return type }
        }
        return nil
    }

    private static let types: [String: String] = [
        "audiovisual": "motion_picture", "blogposting": "post-weblog", "article": "article-journal", "book": "book",
        "bookchapter": "chapter", "chapter": "chapter", "codemeta": "software", "collection": "document",
        "computationalnotebook": "software", "conferencepaper": "paper-conference",
        "conferenceproceeding": "book", "creativework": "document", "datapaper": "article-journal",
        "dataset": "dataset", "datadownload": "dataset", "datacatalog": "dataset", "dissertation": "thesis",
        "film": "motion_picture", "image": "graphic", "imageobject": "graphic", "interactiveresource": "webpage",
        "journal": "periodical", "journalarticle": "article-journal", "model": "dataset",
        "newsarticle":
            "article-newspaper", "outputmanagementplan": "document", "periodical": "periodical",
        "preprint": "article", "peerreview": "review", "report": "report", "scholarlyarticle": "article-journal",
        "software": "software", "softwareapplication": "software", "softwaresourcecode": "software", "sound": "song",
        "standard": "standard", "techarticle": "article", "text": "document", "thesis": "thesis",
        "videoobject": "motion_picture", "webpage": "webpage", "website": "webpage", "workflow": "document",
        "course": "document", "learningresource": "document", "publicationissue": "periodical", "map": "map",
        "presentationdigitaldocument": "speech", "podcastepisode": "song", "movie": "motion_picture",
    ]
}
