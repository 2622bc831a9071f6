import KistProtocol
import KistRepository
import Testing

@Suite struct BlockTextTests {
    private func lines(_ blocks: [DocumentBlock]) -> [String] {
        var texts = BlockText()
        return blocks.map { texts.plain($0) }
    }

    @Test func notesAreNumberedWhereTheyStand() {
        let text = "gu leòr, mar sin"
        let blocks = [
            // What links say of their order does not matter.
            DocumentBlock(
                kind: .listItem, level: 2, text: text,
                links: [
                    .note(4, isEndnote: true, at: text.utf8.count), .note(1, isEndnote: false, at: 8),
                    TextLink(start: 0, end: 2, target: "#gu"),
                ]),
            DocumentBlock(
                kind: .table,
                rows: [[TableCell(text: "a\nb", links: [.note(2, isEndnote: false, at: 0)]), TableCell(text: "c")]]),
            DocumentBlock(part: .footnote, text: "of leòr", place: "note 1"),
            DocumentBlock(part: .footnote, text: "and more of it", place: "note 1, bookmark “x”"),
            DocumentBlock(part: .endnote, text: "at last", place: "endnote 49"),
            DocumentBlock(part: .footnote, text: "of a page", place: "line 12"),
            DocumentBlock(text: "", links: [.note(3, isEndnote: false, at: 0)]),
            DocumentBlock(
                kind: .table, part: .footnote, rows: [[TableCell(text: "a"), TableCell(text: "b")]],
                place: "note 3, table 2"),
            DocumentBlock(part: .footnote, text: "after it", place: "note 3"),
        ]
        #expect(
            lines(blocks) == [
                "  - gu leòr[1], mar sin[iv]", "[2]a b\tc", "[1] of leòr", "and more of it", "[xlix] at last",
                "of a page", "[3]", "[3] a\tb", "after it",
            ])
    }

    @Test func whatIsNoNoteIsNoMark() {
        let links = [TextLink(start: 1, end: 1, target: "#note-x"), TextLink(start: 1, end: 1, target: "#note-0")]
        #expect(lines([DocumentBlock(text: "abc", links: links)]) == ["abc"])
    }
}
