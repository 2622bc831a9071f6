/// How the text of a field is cut into words and normalised.
public enum AnalyserName: String, Codable, Hashable, Sendable, CaseIterable {
    /// Words as they stand; case and accents folded. For text in any language.
    case standard
    /// `standard`, with British and American spellings joined and the Snowball English stemmer.
    case english
    /// Runs of letters and digits in lower case and the Snowball English stemmer, nothing folded or joined: what most
    /// search engines do by default, for comparing with them.
    case porter
    /// Scottish Gaelic: lenition, prefixed letters, older spellings and common endings.
    case gaelic
    /// Codes and identifiers: found whole, in parts, and with or without separators.
    case code
}
