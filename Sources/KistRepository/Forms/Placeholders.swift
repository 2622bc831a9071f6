import KistModel

/// Texts that stand where somebody should have written something.
enum Placeholders {
    /// True for the prompt of an empty form field: it is no value.
    static func isPrompt(_ text: String) -> Bool {
        let key = Folding.key(String(text.prefix(120)))
        return key.hasPrefix("click or tap") || key.hasPrefix("click here to enter") || key.hasPrefix("choose an item")
            || key == "select"
            || key.hasPrefix("enter text here") || key.hasPrefix("type here")
            || key.hasPrefix("sgriobh an seo") || key.hasPrefix("tagh an seo")
            || Trimming.trimmed(text).allSatisfy { "._…-–[]".contains($0) }
    }

    /// What in `text` was meant to be replaced, if anything.
    static func find(in text: String) -> String? {
        let body = text.prefix(20_000)
        if let range = body.firstRange(of: "{{"), body[range.upperBound...].contains("}}") { return "{{…}}" }
        if let range = body.firstRange(of: "%s"), Self.stands(alone: range, in: body) { return "%s" }
        if let range = body.lowercased().firstRange(of: "lorem ipsum") {
            return body.lowercased()[range] == "lorem ipsum" ? "lorem ipsum" : nil
        }
        for mark in ["[insert ", "[your ", "<insert ", "[date]", "[name]", "[title]"]
        where body.lowercased().contains(mark) { return mark + "…" }
        return nil
    }

    /// “100%s” and “%sql” are no placeholders.
    private static func stands(alone range: Range<Substring.Index>, in text: Substring) -> Bool {
        let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
        let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
        return !before.isNumber && !before.isLetter && !after.isLetter && !after.isNumber
    }
}
