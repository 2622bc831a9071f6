/// Joins British and American spellings of one English word, before stemming. Only that both spellings give the same
/// word counts; which one is of no account.
enum SpellingPairs {
    static let whole: [String: String] = [
        "maths": "math", "programme": "program", "programmes": "programs", "centre": "center", "centres": "centers",
        "centred": "centered", "theatre": "theater", "theatres": "theaters", "metre": "meter", "metres": "meters",
        "litre": "liter", "litres": "liters", "fibre": "fiber", "fibres": "fibers", "licence": "license",
        "licences": "licenses", "practise": "practice", "practises": "practices", "practised": "practiced",
        "practising": "practicing", "defence": "defense", "offence": "offense", "catalogue": "catalog",
        "catalogues": "catalogs", "dialogue": "dialog", "dialogues": "dialogs", "analogue": "analog",
        "analogues": "analogs", "grey": "gray", "judgement": "judgment", "judgements": "judgments",
        "fulfil": "fulfill", "fulfils": "fulfills", "skilful": "skillful", "skilfully": "skillfully",
        "enrol": "enroll", "enrols": "enrolls", "enrolment": "enrollment", "enrolments": "enrollments",
        "ageing": "aging", "learnt": "learned", "plough": "plow",
    ]
    /// First letters of a word that change, whatever follows.
    static let heads: [(British: String, American: String)] = [
        ("enquir", "inquir"), ("behaviour", "behavior"), ("colour", "color"), ("favour", "favor"),
        ("honour", "honor"), ("labour", "labor"), ("neighbour", "neighbor"), ("harbour", "harbor"),
        ("humour", "humor"), ("rumour", "rumor"), ("flavour", "flavor"), ("endeavour", "endeavor"),
        ("vapour", "vapor"), ("rigour", "rigor"), ("vigour", "vigor"), ("paediatric", "pediatric"),
        ("encyclopaedi", "encyclopedi"), ("mould", "mold"), ("misbehaviour", "misbehavior"),
    ]
    private static let ends = ["e", "ed", "es", "er", "ers", "ing", "ation", "ations", "able"].map { Array($0.utf8) }

    static func join(_ word: [UInt8]) -> [UInt8] {
        guard word.count >= 4 else { return word }
        let text = String(decoding: word, as: UTF8.self)
        if let other = whole[text] { return Array(other.utf8) }
        for (british, american) in heads where text.hasPrefix(british) {
            return Array(american.utf8) + word.dropFirst(british.utf8.count)
        }
        // organise/organize, analyse/analyze. Short words (raise, advise) have no second spelling.
        for end in ends where word.count >= end.count + 6 && word.suffix(end.count).elementsEqual(end) {
            let s = word.count - end.count - 1
            if word[s] == UInt8(ascii: "s"), word[s - 1] == UInt8(ascii: "i") || word[s - 1] == UInt8(ascii: "y") {
                var other = word
                other[s] = UInt8(ascii: "z")
                return other
            }
        }
        return word
    }
}
