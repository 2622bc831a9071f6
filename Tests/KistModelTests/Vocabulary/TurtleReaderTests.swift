import KistModel
import Testing

@Suite struct TurtleReaderTests {
    static let head = "@prefix s: <http://www.w3.org/2004/02/skos/core#> .\n@prefix t: <urn:x:t:> .\n"

    @Test func theSubsetIsRead() throws {
        let text =
            Self.head + """
                # a comment
                t:a a s:Concept ; s:prefLabel "Feedback \\"and\\" more\\n\\u00e0"@en , "Fios"@gd-GB ;
                  s:notation "2.3" ; s:exactMatch <https://example.org/x#y> , t:b.c-1 ; .
                <urn:x:t:b> s:broader t:a.
                """
        let triples = try TurtleReader.read(text)
        #expect(triples.count == 7)
        #expect(triples[0].predicate.hasSuffix("#type"))
        #expect(triples[1].object == .literal(LanguageText("Feedback \"and\" more\nà", "en")))
        #expect(triples[2].object == .literal(LanguageText("Fios", "gd-GB")))
        #expect((triples[2].line, triples[2].column) == (4, 68))
        #expect(triples[5].object == .iri("urn:x:t:b.c-1"))
        #expect(triples[6].subject == "urn:x:t:b")
    }

    @Test(arguments: [
        ("t:a s:prefLabel [ ] .", VocabularyError.Code.notInSubset, 3, 17), ("t:a s:x (t:b) .", .notInSubset, 3, 9),
        ("_:b s:x t:b .", .notInSubset, 3, 1),
        ("t:a s:x 12 .", .notInSubset, 3, 9), ("t:a s:x 'y' .", .notInSubset, 3, 9),
        ("t:a s:x \"y\"^^s:z .", .notInSubset, 3, 12),
        ("t:a s:x \"\"\"y\"\"\" .", .notInSubset, 3, 9), ("t:a s:x <y> .", .notInSubset, 3, 9),
        ("t:a q:x t:b .", .unknownPrefix, 3, 5),
        ("t:a s:x t:b", .syntax, 3, 12), ("t:a s:x", .syntax, 3, 8), ("t:a", .syntax, 3, 4),
        ("t:a s:x \"y", .syntax, 3, 9), ("t:a s:x \"y\nz\" .", .syntax, 3, 9),
        ("t:a s:x \"\\q\" .", .syntax, 3, 10), ("t:a s:x \"\\u12\" .", .syntax, 3, 10),
        ("t:a s:x \"\\ud800\" .", .syntax, 3, 10), ("t:a s:x \"y\"@ .", .syntax, 3, 13),
        ("t:a s:x <http://a b> .", .syntax, 3, 18), ("t:a s:x t:-b .", .syntax, 3, 11),
        ("t:a s:x t:b/c .", .notInSubset, 3, 12), ("t:a s:x t:fèin .", .notInSubset, 3, 12),
        ("t:a s:x t:b ; ; .", .syntax, 3, 15), ("@base <http://x/> .", .notInSubset, 3, 1),
        ("@prefix t: <urn:y:> .", .conflict, 3, 9), ("t:a t:b .", .syntax, 3, 9), ("a a a .", .syntax, 3, 1),
        ("t:a s:x \"à\" , 1 .", .notInSubset, 3, 15),
    ])
    func whatIsOutsideIsRefusedWithItsPlace(text: String, code: VocabularyError.Code, line: Int, column: Int) {
        #expect {
            try TurtleReader.read(Self.head + text)
        } throws: { error in
            guard let error = error as? VocabularyError else { return false }
            if (error.code, error.line, error.column) != (code, line, column) { Issue.record("\(error.code) \(error)") }
            return !error.message.isEmpty
        }
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect { try TurtleReader.read([0x23, 0xFF], file: "x") } throws: {
            ($0 as? VocabularyError)?.code == .encoding
        }
    }

    /// Damaged texts give an error or statements, never a crash.
    @Test func damageNeverCrashes() throws {
        let source = Array(
            (Self.head + "t:a a s:Concept ; s:prefLabel \"Fe\\u00e8d\"@en , \"x\"@gd ; s:broader <urn:x:t:b> .\n").utf8)
        var random = SeededGenerator(7)
        var refused = 0
        for _ in 0..<4_000 {
            var bytes = source
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(source[Int.random(in: 0..<source.count, using: &random)], at: place)
                }
            }
            do { _ = try TurtleReader.read(bytes, file: "x") } catch { refused += 1 }
        }
        #expect(refused > 1_000)
    }

    /// Any label written with Turtle's escapes is read back.
    @Test func labelsComeBack() throws {
        var random = SeededGenerator(11)
        let alphabet: [Character] = [
            "a", "Z", " ", "\"", "\\", "\n", "\t", "\r", "à", "日", "😀", "'", "<", ";", ".", ",", "@", "#",
        ]
        for _ in 0..<500 {
            let label = String(
                (0..<Int.random(in: 1...20, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
            var escaped = ""
            for scalar in label.unicodeScalars {
                switch scalar {
                case "\"": escaped += "\\\""
                case "\\": escaped += "\\\\"
                case "\n": escaped += "\\n"
                case "\r": escaped += "\\r"
                case "\t": escaped += "\\t"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            let triples = try TurtleReader.read(Self.head + "t:a s:prefLabel \"\(escaped)\"@en .")
            #expect(triples.first?.object == .literal(LanguageText(label, "en")))
        }
    }
}
