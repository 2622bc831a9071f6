/// Spellings that mean the same word: one side stands for both when words are compared.
public enum SpellingPairs {
    /// A folded word in its British form: inquiry → enquiry, organize → organise, behavior → behaviour, program → programme,
    /// math → maths.
    public static func british(_ word: String) -> String {
        if let pair = whole[word] { return pair }
        for (american, british) in endings where word.hasSuffix(american) && word.utf8.count > american.utf8.count + 2 {
            return String(word.dropLast(american.count)) + british
        }
        return word
    }

    private static let whole: [String: String] = [
        "inquiry": "enquiry", "inquiries": "enquiries", "behavior": "behaviour", "behaviors": "behaviours",
        "behavioral": "behavioural",
        "program": "programme", "programs": "programmes", "math": "maths", "color": "colour", "center": "centre",
        "license": "licence",
        "counseling": "counselling", "modeling": "modelling", "size": "size", "prize": "prize", "sizes": "sizes",
    ]

    private static let endings = [
        ("izations", "isations"), ("ization", "isation"), ("izing", "ising"), ("ized", "ised"), ("izes", "ises"),
        ("ize", "ise"),
    ]
}
