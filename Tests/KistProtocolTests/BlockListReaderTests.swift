import KistModel
import Testing

@testable import KistProtocol

/// The quick reading of blocks against the slow one, which alone decides.
@Suite struct BlockListReaderTests {
    private func written(_ blocks: [DocumentBlock]) -> [UInt8] {
        var out: [UInt8] = []
        MemberWriter.list(blocks, &out) { $0.write(to: &$1) }
        return out
    }

    private func slow(_ body: [UInt8]) -> [DocumentBlock]? {
        guard let items = try? parseBody(body).array, !items.isEmpty else { return nil }
        return try? items.map { try DocumentBlock(json: $0) }
    }

    static func block(_ dice: inout Dice) -> DocumentBlock {
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &dice)] }
        let text = BlockPartsTests.text(Int.random(in: 0...80, using: &dice), &dice)
        var block = DocumentBlock(
            kind: pick(DocumentBlock.Kind.allCases), part: pick(DocumentBlock.Part.allCases),
            level: pick([0, 0, 1, 9]), ordered: pick([true, false]),
            style: pick([nil, "Heading 1", "Text body", "a “name” of a style", "x\ty"]), text: text,
            language: pick([nil, "en", "en-GB", "gd"]), author: pick([nil, nil, "Ann"]), date: pick([nil, "2026"]),
            place: pick(["", "paragraph 12", "note “1”"]), continues: pick([true, false]))
        if pick([true, false]) {
            block.bold = (0..<2).map { _ in BlockPartsTests.span(in: text, &dice) }
            let span = BlockPartsTests.span(in: text, &dice)
            block.links = [TextLink(start: span.start, end: span.end, target: pick(["#a", "https://x.org/\\"]))]
            block.runs = [LanguageRun(start: span.start, end: span.end, language: pick(["gd", "ja"]))]
        }
        if block.kind == .table {
            block.rows = (0..<3).map { _ in
                (0..<Int.random(in: 0...3, using: &dice)).map { _ in
                    let text = BlockPartsTests.text(Int.random(in: 0...9, using: &dice), &dice)
                    return TableCell(
                        text: text, columns: pick([1, 1, 3]), rows: pick([1, 2]), isHeader: pick([true, false, false]),
                        language: pick([nil, "en"]), bold: pick([[], [BlockPartsTests.span(in: text, &dice)]]))
                }
            }
        }
        return block
    }

    @Test(arguments: 1...40)
    func readsWhatIsWritten(seed: Int) throws {
        var dice = Dice(state: UInt64(seed))
        let blocks = (0..<30).map { _ in Self.block(&dice) }
        let body = written(blocks)
        #expect(slow(body) == blocks)
        // A rare escape makes it give up; without one it must not.
        if !body.contains("\\u00") { #expect(BlockListReader.blocks(body) == blocks) }
    }

    @Test(arguments: 1...60)
    func neverReadsWhatTheSlowWayReadsOtherwise(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &+ 1_000)
        for _ in 0..<150 {
            var body = written((0..<2).map { _ in Self.block(&dice) })
            for _ in 0..<Int.random(in: 1...3, using: &dice) {
                let at = Int.random(in: 0..<body.count, using: &dice)
                let signs = Array("\"\\,:[]{}09ntulbk\u{1}é -".utf8)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: body[at] = signs[Int.random(in: 0..<signs.count, using: &dice)]
                case 1: body.remove(at: at)
                default: body.insert(signs[Int.random(in: 0..<signs.count, using: &dice)], at: at)
                }
            }
            if let quick = BlockListReader.blocks(body) { #expect(quick == slow(body)) }
        }
    }

    @Test func leavesTheUnusualToTheSlowWay() {
        for text in [
            "[]", "[{}]", "[{\"kind\":\"paragraph\"}] ", "[{\"kind\":\"paragraph\",\"kind\":\"quote\"}]",
            "[{\"kind\":\"paragraph\",\"level\":null}]", "[{\"kind\":\"paragraph\",\"new\":1}]",
            "[{\"kind\":\"paragraph\",\"text\":\"a\",\"bold\":[[0,2]]}]", "[{\"kind\":\"paragraph\",\"level\":10}]",
            "[{\"kind\":\"paragraph\",\"text\":\"\\ud83c\\udf93\"}]", "[{\"kind\":\"paragraph\"", "",
        ] {
            #expect(BlockListReader.blocks(Array(text.utf8)) == nil, "\(text)")
        }
        #expect(BlockListReader.blocks(Array("[{\"kind\":\"paragraph\",\"text\":\"\u{FF}\"}]".utf8)) != nil)
        #expect(
            BlockListReader.blocks(Array("[{\"kind\":\"paragraph\",\"text\":\"".utf8) + [0xFF] + Array("\"}]".utf8))
                == nil)
    }
}

extension [UInt8] {
    fileprivate func contains(_ word: String) -> Bool {
        let word = Array(word.utf8)
        return indices.contains { self[$0...].starts(with: word) }
    }
}
