import KistCatalogue
import KistModel

/// A reference as people write one, as far as it takes to find the work: “Black, P. and Wiliam, D. (1998) Assessment and
/// classroom learning. Assessment in Education, 5(1), 7–74.”
struct CitationText {
    private let words: String
    private let mention: ReferenceMention

    init(_ words: String) {
        self.words = words
        mention = ReferenceMention(words, place: "")
    }

    /// Keys that the words may be recognised by, the surest first.
    var keys: [IdentityKey] {
        var keys: [IdentityKey] = []
        if let doi = mention.doi.flatMap({ Identifier(scheme: "doi", $0) }) {
            keys.append(IdentityKey(scheme: IdentityKey.doi, value: doi.value))
        }
        keys += IdentityKeys.naming(words)
        guard let title = mention.title else { return keys }
        if let year = mention.year, let family = mention.firstAuthor {
            // “van der Berg” may be filed under its last word.
            let names = [family] + family.split(separator: " ").suffix(1).map(String.init)
            for name in names {
                if let key = IdentityKeys.citation(title: title, year: String(year), family: name), !keys.contains(key)
                {
                    keys.append(key)
                }
            }
        }
        let key = IdentityKey(scheme: IdentityKey.title, value: Folding.key(title))
        if !key.value.isEmpty, !keys.contains(key) { keys.append(key) }
        return keys
    }
}
