import KistModel
import KistProtocol
import Testing

/// Chance that comes out the same every time.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    }
}

@Suite struct BlockPartsTests {
    static func text(_ length: Int, _ dice: inout Dice) -> String {
        let pieces = ["a", "word", " ", "\n", "é", "à", "🎓", "\u{1}", "\"", "\\", "한", "\t"]
        var text = ""
        while text.utf8.count < length { text += pieces[Int.random(in: 0..<pieces.count, using: &dice)] }
        return text
    }

    static func span(in text: String, _ dice: inout Dice) -> ByteSpan {
        let bytes = Array(text.utf8)
        func boundary() -> Int {
            var offset = Int.random(in: 0...bytes.count, using: &dice)
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
            return offset
        }
        let a = boundary(), b = boundary()
        return ByteSpan(start: min(a, b), end: max(a, b))
    }

    static func size(_ block: DocumentBlock) -> Int {
        var out: [UInt8] = []
        block.write(to: &out)
        return out.count
    }

    static func slice(_ text: String, _ span: ByteSpan) -> [UInt8] { Array(Array(text.utf8)[span.start..<span.end]) }

    @Test(arguments: 1...15)
    func longTextsComeWholeInPieces(seed: Int) throws {
        var dice = Dice(state: UInt64(seed))
        let text = Self.text(Int.random(in: 0...300_000, using: &dice), &dice)
        var block = DocumentBlock(kind: .quote, part: .endnote, text: text, place: "note 1")
        block.bold = (0..<20).map { _ in Self.span(in: text, &dice) }
        let maximum = [Frame.maximumBody - 2, 200_000, 40_000][seed % 3]
        let parts = block.parts(of: maximum)
        #expect(parts.map(\.text).joined() == text)
        #expect(parts.allSatisfy { Self.size($0) <= maximum && $0.kind == .quote && $0.place == "note 1" })
        #expect(parts.first?.continues == false && parts.dropFirst().allSatisfy(\.continues))
        // The bold bytes, taken together, are those of the whole: nothing moved.
        let before = block.bold.reduce(0) { $0 + $1.end - $1.start }
        let after = parts.flatMap(\.bold).reduce(0) { $0 + $1.end - $1.start }
        #expect(before == after)
        for part in parts { _ = try DocumentBlock(json: part.json) }
    }

    @Test(arguments: 1...10)
    func everyNoteStaysWhereItStands(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 31)
        let text = Self.text(Int.random(in: 1_000...60_000, using: &dice), &dice)
        var block = DocumentBlock(text: text)
        let places = (1...40).map { _ in Self.span(in: text, &dice).start }
        block.links = places.sorted().enumerated().map {
            TextLink.note($0.offset + 1, isEndnote: false, at: $0.element)
        }
        var before = 0
        var found: [TextLink] = []
        for part in block.parts(of: 9_000) {
            let back = try DocumentBlock(json: part.json)
            found += back.links.map { TextLink(start: $0.start + before, end: $0.end + before, target: $0.target) }
            before += part.text.utf8.count
        }
        #expect(found == block.links)
    }

    @Test(arguments: 1...12)
    func longTablesAreCutBetweenRows(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 977)
        let rows = (0..<Int.random(in: 1...25, using: &dice)).map { _ in
            (0..<Int.random(in: 1...12, using: &dice)).map { _ in
                TableCell(text: Self.text(Int.random(in: 0...2_000, using: &dice), &dice))
            }
        }
        let maximum = 15_000
        let parts = DocumentBlock(kind: .table, rows: rows, place: "table 1").parts(of: maximum)
        #expect(parts.allSatisfy { Self.size($0) <= maximum })
        #expect(parts.flatMap { $0.rows.joined().map(\.text) }.joined() == rows.joined().map(\.text).joined())
        for part in parts { #expect(try DocumentBlock(json: part.json) == part) }
    }

    @Test func oneCellLongerThanAFrameIsCut() throws {
        let text = String(repeating: "leabhar ", count: 200_000)
        let parts = DocumentBlock(kind: .table, rows: [[TableCell(text: text)]]).parts()
        #expect(parts.flatMap { $0.rows.joined().map(\.text) }.joined() == text)
        #expect(parts.allSatisfy { Self.size($0) < Frame.maximumBody })
    }

    @Test func moreStretchesThanAFrameHoldsAreLeftOut() throws {
        let links = (0..<60_000).map { _ in TextLink(start: 0, end: 1, target: "https://example.org/a/long/path") }
        let parts = DocumentBlock(text: "a", links: links).parts()
        #expect(parts.map(\.text) == ["a"])
        #expect(parts.allSatisfy { Self.size($0) < Frame.maximumBody })
    }

    @Test func fittingMakesWhatTheHostTakes() throws {
        var block = DocumentBlock(
            level: 40, style: String(repeating: "é", count: 700), text: "aé",
            language: String(repeating: "x", count: 200),
            runs: [LanguageRun(start: 0, end: 2, language: "gd"), LanguageRun(start: 0, end: 3, language: "gd")],
            links: [TextLink(start: 0, end: 1, target: String(repeating: "x", count: 9_000))],
            bold: [ByteSpan(start: 3, end: 1), ByteSpan(start: 0, end: 4), ByteSpan(start: -1, end: 1)],
            rows: [[TableCell(text: "a", columns: 0, rows: 1_000_000)]])
        #expect(throws: ProtocolError.self) { try DocumentBlock(json: block.json) }
        let isCut = block.fit()
        #expect(isCut)
        #expect(block.level == 9 && block.style?.utf8.count == 1_024 && block.bold.isEmpty && block.links.isEmpty)
        #expect(block.runs == [LanguageRun(start: 0, end: 3, language: "gd")])
        #expect(try DocumentBlock(json: block.json) == block)
        let isCutAgain = block.fit()
        #expect(!isCutAgain)

        var diagnostic = Diagnostic(.info, "Odd Code!", String(repeating: "m", count: 10_000))
        diagnostic.fit()
        #expect(try Diagnostic(json: diagnostic.json) == diagnostic)
        var coverage = Coverage(textRead: -4, share: .nan)
        coverage.fit()
        #expect(try Coverage(json: coverage.json) == Coverage())
    }
}
