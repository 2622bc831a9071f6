extension TextLink {
    /// A note stands here: a link of no length to `#note-3` or `#endnote-3`. The place of that note's blocks begins with “note 3” or
    /// “endnote 3”.
    public static func note(_ number: Int, isEndnote: Bool, at offset: Int) -> TextLink {
        TextLink(start: offset, end: offset, target: (isEndnote ? "#endnote-" : "#note-") + String(number))
    }

    /// Whether the link says where a note stands; all others cover a stretch of the text.
    public var isNoteMark: Bool {
        start == end && (target.utf8.starts(with: "#note-".utf8) || target.utf8.starts(with: "#endnote-".utf8))
    }

    /// The place of the blocks of the note that a mark leads to: “note 3”.
    public var notePlace: String? {
        isNoteMark ? String(target.dropFirst()).replacing("-", with: " ", maxReplacements: 1) : nil
    }
}
