import KistModel

/// Tells Scottish Gaelic and English apart by their commonest words; says nothing where there are too few.
enum LanguageGuess {
    /// `gd-GB` → `gd`; nil for what is no language.
    static func primary(_ tag: String) -> String? {
        let first = tag.prefix { $0.isLetter }.lowercased()
        return (2...3).contains(first.count) ? first : nil
    }

    static func isGaelic(_ text: String) -> Bool {
        let (words, gaelic, english) = counts(text)
        return words >= 6 && gaelic * 4 >= words && gaelic > english * 3
    }

    static func isEnglish(_ text: String) -> Bool {
        let (words, gaelic, english) = counts(text)
        return words >= 5 && english * 6 >= words && english > gaelic * 2
    }

    private static func counts(_ text: String) -> (words: Int, gaelic: Int, english: Int) {
        var result = (words: 0, gaelic: 0, english: 0)
        for word in Folding.key(String(text.prefix(4_000))).split(separator: " ") {
            result.words += 1
            if gaelicWords.contains(String(word)) { result.gaelic += 1 }
            if englishWords.contains(String(word)) { result.english += 1 }
        }
        return result
    }

    /// Words that are common in Gaelic and are not English: “an”, “a”, “is”, “as”, “do”, “mo” tell nothing.
    private static let gaelicWords: Set<String> = [
        "na", "nan", "nam", "agus", "ach", "air", "aig", "anns", "ann", "bho", "gu", "gun", "gum", "nach", "cha",
        "chan", "tha", "bha", "bidh",
        "bhiodh", "bhith", "iad", "thu", "sinn", "sibh", "seo", "sin", "siud", "mar", "dha", "dhan", "dhen", "leis",
        "ris", "eadar", "airson",
        "sa", "san", "eil", "aca", "againn", "agad", "aice", "dhaibh", "orra", "ag", "le", "ri", "bhon", "fhein",
        "gach", "cho", "tro", "mun",
        "sgoil", "clann", "chlann", "oideachas", "foghlam", "fhoghlam", "gaidhlig", "ghaidhlig", "ionnsachadh",
        "teagasg", "rinn", "bhiodh",
    ]

    private static let englishWords: Set<String> = [
        "the", "of", "and", "to", "in", "that", "was", "for", "with", "on", "are", "were", "this", "we", "our", "it",
        "be", "by", "from",
        "not", "they", "have", "had", "which", "what", "their", "pupils", "at", "or", "but", "when", "can", "you",
        "your", "how",
    ]
}
