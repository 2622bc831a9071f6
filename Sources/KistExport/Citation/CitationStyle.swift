/// How a citation is written.
public enum CitationStyle: String, Sendable, CaseIterable {
    /// American Psychological Association, 7th edition.
    case apa
    /// Author and date as British universities teach it (“Cite them right”).
    case harvard
}
