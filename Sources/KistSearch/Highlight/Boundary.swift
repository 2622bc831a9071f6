/// Places where a text may be cut.
enum Boundary {
    /// The beginning of the character that an index lies in.
    static func down(_ text: String, _ index: String.Index) -> String.Index {
        if index <= text.startIndex { return text.startIndex }
        if index >= text.endIndex { return text.endIndex }
        // An index inside a character counts as that character's; before one inside the first there is none.
        return text.index(before: text.index(after: index))
    }

    /// From a place inside a word forward to the next word, but not past `limit`; a word's beginning stays.
    static func afterSpace(_ text: String, from index: String.Index, to limit: String.Index) -> String.Index {
        guard index > text.startIndex, index < limit else { return index }
        if text[text.index(before: index)].isWhitespace { return index }
        var at = index
        while at < limit {
            let isSpace = text[at].isWhitespace
            at = text.index(after: at)
            if isSpace { return min(at, limit) }
        }
        return index
    }

    /// From a place inside a word back to the end of the word before, but not past `limit`; a word's end stays.
    static func beforeSpace(_ text: String, from index: String.Index, to limit: String.Index) -> String.Index {
        guard index < text.endIndex, index > limit else { return index }
        if text[index].isWhitespace { return index }
        var at = index
        while at > limit {
            at = text.index(before: at)
            if text[at].isWhitespace { return max(at, limit) }
        }
        return index
    }
}
