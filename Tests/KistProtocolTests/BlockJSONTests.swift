import KistModel
import Testing

@testable import KistProtocol

@Suite struct BlockJSONTests {
    private static let full = DocumentBlock(
        kind: .table, part: .footnote, level: 3, ordered: true, style: "Heading “2”", text: "What\twe\ndid",
        language: "en", runs: [LanguageRun(start: 0, end: 4, language: "gd")],
        links: [TextLink(start: 0, end: 4, target: "https://example.org/?a=\"b\"")],
        bold: [ByteSpan(start: 1, end: 2)],
        rows: [
            [
                TableCell(text: "Cost"),
                TableCell(
                    text: "Two", columns: 2, rows: 3, isHeader: true, language: "gd",
                    links: [TextLink(start: 0, end: 1, target: "#c")], bold: [ByteSpan(start: 0, end: 3)]),
            ], [],
        ],
        author: "A", date: "2026-05-01", place: "table 2", continues: true)

    /// The data and the bytes say the same, member by member and in the same order.
    @Test(arguments: [full, DocumentBlock(), DocumentBlock(kind: .heading, level: 1, text: "Fàilte")])
    func isWhatIsWritten(block: DocumentBlock) throws {
        var out: [UInt8] = []
        block.write(to: &out)
        #expect(block.json.compact == String(decoding: out, as: UTF8.self))
        #expect(try DocumentBlock(json: block.json) == block)
    }
}
