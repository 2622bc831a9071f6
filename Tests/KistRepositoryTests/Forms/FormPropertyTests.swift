import KistModel
import KistProtocol
import KistRepository
import Testing

/// What holds for any document at all.
@Suite struct FormPropertyTests {
    let reader: FormReader
    let stock = [
        "Type", "Type: Strategy", "Strategy", "Level", "Second", "Level: Second", "P5 to P7", "References",
        "What we did", "Limits:", "Title: A: B", "Tries", "Stage", ":", "\t",
        "a\tb", "Cost\t2", "{{x}}", "%s", "123456789", "“", "Sensitivity", "Leave a Reply", "Change", "Ìre",
        "An dàrna ìre", "😀", "\n", "", " ", "Date", "31/02/2026", "Summary",
        "2.", "Rating", "Scheme: EEF padlock; Edition: 2021; Value: 4", "x;y;z", "—", "(", "Authors",
        "Black, P. (1998). Title. Journal.", "kist", "word", "prose without meaning",
    ]

    init() throws { reader = try FormFixtures.shipped.get() }

    private func document(_ random: inout FormGenerator) -> [DocumentBlock] {
        func text() -> String {
            (0..<Int.random(in: 0...3, using: &random)).map { _ in stock.randomElement(using: &random) ?? "" }.joined(
                separator: [" ", ": ", "\n"].randomElement(using: &random) ?? " ")
        }
        return (0..<Int.random(in: 0...14, using: &random)).map { index in
            let kind = DocumentBlock.Kind.allCases.randomElement(using: &random) ?? .paragraph
            var block = DocumentBlock(
                kind: kind, part: Int.random(in: 0..<8, using: &random) == 0 ? .footnote : .body,
                level: kind == .heading ? Int.random(in: 0...4, using: &random) : 0,
                text: kind == .table ? "" : text(), place: "block \(index)",
                continues: Int.random(in: 0..<9, using: &random) == 0)
            if kind == .table {
                block.rows = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    (0..<Int.random(in: 0...3, using: &random)).map { _ in
                        TableCell(
                            text: text(), columns: Int.random(in: 1...3, using: &random),
                            rows: Int.random(in: 1...4, using: &random))
                    }
                }
            } else if Bool.random(using: &random) {
                // Bold that may cut anywhere, even inside a character.
                block.bold = [ByteSpan(start: 0, end: Int.random(in: 0...block.text.utf8.count, using: &random))]
            }
            return block
        }
    }

    /// No document crashes the reader, the answer is the same each time, and the values it gives are ones that the schema allows.
    @Test func anyDocumentIsRead() throws {
        var random = FormGenerator(17)
        let validator = SchemaValidator(schemas: reader.schemas, vocabularies: reader.vocabularies)
        let id = try #require(RecordID("0123456789abcdef"))
        for _ in 0..<250 {
            let blocks = document(&random)
            let type = [nil, "strategy", "digest", "enquiry", "nonsense"].randomElement(using: &random) ?? nil
            let reading = reader.read(
                metadata: DocumentMetadata(), blocks: blocks, fileName: "a.odt", requestedType: type)
            let again = reader.read(
                metadata: DocumentMetadata(), blocks: blocks, fileName: "a.odt", requestedType: type)
            #expect(
                reading.fields == again.fields && reading.textBlocks == again.textBlocks
                    && reading.relations == again.relations)
            let problems = validator.problems(KistRecord(id: id, type: reading.type, fields: reading.fields))
            // A part of a rating may be missing in the document itself: that is said, not hidden.
            #expect(problems.filter { $0.code != .incomplete && $0.code != .tooLong } == [])
        }
    }

    /// Words are never lost: each stands in a field, a relation, a warning or the text that is left. Prompts and page furniture are the exception.
    @Test func wordsAreNeverLost() {
        var random = FormGenerator(23)
        for round in 0..<200 {
            let marks = (0..<6).map { "mark\(round)x\($0)" }
            var blocks = document(&random).filter { !$0.continues }
            for mark in marks {
                let block =
                    [
                        FormFixtures.paragraph("Limits: \(mark)"), FormFixtures.paragraph(mark),
                        FormFixtures.heading(mark, 2), FormFixtures.item(mark),
                        FormFixtures.table([("Steps", mark), ("Cost", "2"), (mark, "x")]),
                        FormFixtures.table([("Tries", mark)]),
                    ].randomElement(using: &random) ?? FormFixtures.paragraph(mark)
                blocks.insert(block, at: Int.random(in: 0...blocks.count, using: &random))
            }
            let reading = reader.read(
                metadata: DocumentMetadata(), blocks: blocks, fileName: "a.odt", requestedType: "strategy")
            let left = reading.textBlocks.map { $0.text + " " + $0.rows.joined().map(\.text).joined(separator: " ") }
                .joined(separator: " ")
            let said =
                JSONValue.object(reading.fields).compact
                + reading.relations.map { $0.words + ($0.quote ?? "") + ($0.note ?? "") }.joined(separator: " ")
            for mark in marks where !(left + said).contains(mark) {
                Issue.record("\(mark) is lost: \(blocks.map { ($0.kind, $0.text, $0.rows.map { $0.map(\.text) }) })")
            }
        }
    }
}
