/// The roles of people in a work, as MARC codes and words say them.
enum Relators {
    /// The CSL variable for a role; nil when there is none.
    static func variable(_ role: String) -> CSLVariable? {
        table[role] ?? table[role.lowercased().filter { $0.isLetter || $0 == " " }.trimmed]
    }

    private static let table: [String: CSLVariable] = [
        "aut": .author, "author": .author, "creator": .author, "cre": .author, "verfasser": .author,
        "verfasserin": .author,
        "joint author": .author, "edt": .editor, "editor": .editor, "ed": .editor, "hrsg": .editor,
        "herausgeber": .editor, "herausgeberin": .editor, "trl": .translator, "translator": .translator,
        "ill": .illustrator, "illustrator": .illustrator, "cmp": .composer, "composer": .composer, "drt": .director,
        "director": .director, "ivr": .interviewer, "interviewer": .interviewer, "rcp": .recipient,
        "addressee": .recipient, "prf": .performer, "performer": .performer, "ctb": .contributor,
        "contributor": .contributor, "pbd": .editorialDirector, "mitwirkender": .contributor,
    ]
}
