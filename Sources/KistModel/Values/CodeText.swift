/// Codes that a schema describes by a pattern.
public enum CodeText {
    /// The longest code that is looked at: a pattern never meets a long text.
    static let longest = 100

    public static func matches(_ text: String, _ pattern: String?) -> Bool {
        guard text.utf8.count <= longest else { return false }
        guard let pattern else { return true }
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.wholeMatch(in: text)) != nil
    }

    /// `text` as the pattern wants it: as it stands, in capitals, or as a curriculum code; nil when none matches.
    public static func normal(_ text: String, pattern: String?) -> String? {
        let forms = [text, CurriculumCode(text)?.text, text.uppercased()].compactMap { $0 }
        return forms.first { matches($0, pattern) }
    }
}
