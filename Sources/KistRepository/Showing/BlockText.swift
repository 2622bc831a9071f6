public import KistProtocol

/// Blocks as plain text, given one after the other. `[1]` stands where a footnote stands and in front of its text, `[i]` for
/// endnotes.
public struct BlockText {
    /// The note whose text went on last: only its first paragraph bears the number.
    private var lastNote: NoteLabel?

    /// Ready for the first block of a document.
    public init() {}

    /// Headings and paragraphs as they are, list items with a dash by depth, tables a row a line with cells parted by tabs.
    public mutating func plain(_ block: DocumentBlock) -> String {
        let text =
            switch block.kind {
            case .table:
                block.rows.map { row in
                    row.map { Self.marked($0.text, $0.links).replacing("\n", with: " ") }.joined(separator: "\t")
                }.joined(separator: "\n")
            case .listItem:
                String(repeating: "  ", count: max(0, block.level - 1)) + "- " + Self.marked(block.text, block.links)
            default: Self.marked(block.text, block.links)
            }
        guard block.part == .footnote || block.part == .endnote, !text.isEmpty else { return text }
        guard let label = NoteLabel(place: block.place), label != lastNote else { return text }
        lastNote = label
        return "\(label.text) \(text)"
    }

    /// The text with the numbers of its notes in it.
    private static func marked(_ text: String, _ links: [TextLink]) -> String {
        guard links.contains(where: \.isNoteMark) else { return text }
        let marks = links.filter(\.isNoteMark).sorted { $0.start < $1.start }
        let utf8 = text.utf8
        var result = ""
        var done = utf8.startIndex
        for mark in marks {
            guard let label = NoteLabel(target: mark.target),
                let end = utf8.index(
                    done, offsetBy: mark.start - utf8.distance(from: utf8.startIndex, to: done),
                    limitedBy: utf8.endIndex)
            else { continue }
            result += text[done..<end]
            result += label.text
            done = end
        }
        return result + text[done...]
    }
}
