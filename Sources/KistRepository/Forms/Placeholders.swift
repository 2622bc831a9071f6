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
        // All of them have one of these; most texts have none.
        guard mayHave(text.utf8Span.span) else { return nil }
        let bytes = text.utf8.prefix(80_000).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if let open = ByteSearch.ends(of: Array("{{".utf8), in: bytes).first,
            !ByteSearch.ends(of: Array("}}".utf8), in: Array(bytes[open...])).isEmpty
        {
            return "{{…}}"
        }
        if ByteSearch.ends(of: Array("%s".utf8), in: bytes).contains(where: { stands(aloneEndingAt: $0, in: bytes) }) {
            return "%s"
        }
        if !ByteSearch.ends(of: lorem, in: bytes).isEmpty { return "lorem ipsum" }
        return marks.first { !ByteSearch.ends(of: Array($0.utf8), in: bytes).isEmpty }.map { $0 + "…" }
    }

    /// Whether there is one of `{`, `%`, `[`, `<`, or the letters of “lorem”, or nearly.
    private static func mayHave(_ bytes: Span<UInt8>) -> Bool {
        if ByteLanes.contains(bytes, where: { $0.has(0x7B) || $0.has(0x25) || $0.has(0x5B) || $0.has(0x3C) }) {
            return true
        }
        // An “m” four bytes behind an “l” is rare enough. Comparing with a lane, not with a number: that is not made fast.
        typealias Lane = ByteLanes.Lane
        let first = (Lane(repeating: UInt8(ascii: "l")), Lane(repeating: UInt8(ascii: "L")))
        let last = (Lane(repeating: UInt8(ascii: "m")), Lane(repeating: UInt8(ascii: "M")))
        return ByteLanes.containsPair(bytes, apart: 4) { letters, behind in
            ((letters .== first.0) .| (letters .== first.1)) .& ((behind .== last.0) .| (behind .== last.1))
        }
    }

    private static let lorem = Array("lorem ipsum".utf8)
    private static let marks = ["[insert ", "[your ", "<insert ", "[date]", "[name]", "[title]"]

    /// “100%s” and “%sql” are no placeholders.
    private static func stands(aloneEndingAt end: Int, in bytes: [UInt8]) -> Bool {
        func isWord(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 }
        let start = end - 2
        return (start == 0 || !isWord(bytes[start - 1])) && (end == bytes.count || !isWord(bytes[end]))
    }
}
