import KistPlugin
import Testing

@testable import PlainTextImporter

@Suite struct PlainTextTests {
    private func read(_ bytes: [UInt8], as format: String) throws -> RecordingOutput {
        let output = RecordingOutput()
        let job = ImportJob(id: 1, fileName: "a", format: format, size: Int64(bytes.count))
        _ = try PlainTextImporter().run(job, input: MemoryInput(bytes), output: output)
        return output
    }

    private func read(_ text: String, as format: String) throws -> RecordingOutput {
        try read(Array(text.utf8), as: format)
    }

    // MARK: - Plain text

    @Test func paragraphsAndUnderlinedHeadings() throws {
        let output = try read("Our plan\n========\n\nFirst line\r\nsecond line\r\n\r\n\r\nMore\rtext", as: "text")
        #expect(output.blocks.map(\.text) == ["Our plan", "First line\nsecond line", "More\ntext"])
        #expect(output.blocks.map(\.kind) == [.heading, .paragraph, .paragraph])
        #expect(output.blocks.map(\.place) == ["line 1", "line 4", "line 8"])
    }

    private static let encodings: [([UInt8], String, Bool)] = [
        (Array("caf\u{E9}".utf8), "café", false), ([0x63, 0x61, 0x66, 0xE9], "café", true),
        ([0xEF, 0xBB, 0xBF, 0x61], "a", false), ([0xFF, 0xFE, 0x63, 0, 0xE9, 0], "cé", false),
        ([0xFE, 0xFF, 0, 0x63, 0, 0xE9], "cé", false), ([0x93, 0x61, 0x94, 0x85], "“a”…", true),
        ("Gàidhlig is mòr".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, "Gàidhlig is mòr", true),
    ]

    @Test(arguments: encodings)
    func encodingsAreFoundAndGuessesAreTold(bytes: [UInt8], text: String, isGuess: Bool) throws {
        let output = try read(bytes, as: "text")
        #expect(output.blocks.map(\.text) == [text])
        #expect(output.diagnostics.map(\.code) == (isGuess ? ["text-encoding"] : []))
    }

    @Test(arguments: [[0, 1, 2, 3], [0x89, 0x50, 0x4E, 0x47, 0, 0], [0x61, 1, 0x62]] as [[UInt8]])
    func whatIsNoTextIsRefused(bytes: [UInt8]) {
        let error = #expect(throws: PluginError.self) { _ = try read(bytes, as: "text") }
        #expect(error?.code == .notThisFormat)
    }

    // MARK: - Markdown

    @Test func markdownHasHeadingsListsLinksAndTables() throws {
        let output = try read(
            """
            ---
            title: "Feedback that works"
            author: Morag NicLeòid
            tags: [feedback, writing]
            licence: CC BY 4.0
            ---
            # Feedback #

            Some **bold words**, a [link](https://example.org "t") and
            `code` on *two* lines; snake_case stays. <https://example.org/x>

            - one
              - two [ref][r]
            3. three
            > quoted

            ```
            a * b
            ```
            | Name | Age |
            |------|----:|
            | Ann  | 9   |

            Setext
            ------
            [^1]: A note
            [r]: https://example.org/r
            ![a picture](p.png)
            """, as: "markdown")
        let metadata = try #require(output.metadata)
        #expect(metadata.title == "Feedback that works" && metadata.creators == ["Morag NicLeòid"])
        #expect(metadata.keywords == ["feedback", "writing"] && metadata.rights == "CC BY 4.0")
        #expect(
            output.blocks.map(\.kind) == [
                .heading, .paragraph, .listItem, .listItem, .listItem, .quote, .code, .table, .heading, .paragraph,
                .paragraph,
            ])
        #expect(
            output.blocks[1].text
                == "Some bold words, a link and code on two lines; snake_case stays. https://example.org/x")
        #expect(output.blocks[1].bold == [ByteSpan(start: 5, end: 15)])
        #expect(output.blocks[1].links.map(\.target) == ["https://example.org", "https://example.org/x"])
        #expect(output.blocks[1].links.first == TextLink(start: 19, end: 23, target: "https://example.org"))
        #expect(output.blocks[2...4].map(\.level) == [1, 2, 1] && output.blocks[4].ordered)
        #expect(output.blocks[3].text == "two ref" && output.blocks[3].links.map(\.target) == ["https://example.org/r"])
        #expect(output.blocks[6].text == "a * b")
        #expect(output.blocks[7].rows.map { $0.map(\.text) } == [["Name", "Age"], ["Ann", "9"]])
        #expect(output.blocks[7].rows[0].allSatisfy { $0.isHeader })
        #expect(output.blocks[8].level == 2 && output.blocks[8].text == "Setext")
        #expect(output.blocks[9].part == .footnote && output.blocks[9].text == "A note")
        #expect(output.blocks[10].text == "a picture" && output.blocks[10].links.isEmpty)
    }

    @Test func notesInMarkdownHaveTheirPlaces() throws {
        let output = try read(
            """
            One[^b] and two [^A] .
            - three[^b] [^unknown] \\[^b]

            | Share | 12[^b] |

            [^a]: First
            [^b]: Second, see [^a]
            [^b]: Third
            [^]: Fourth
            """, as: "markdown")
        func marks(_ index: Int) -> [TextLink] { output.blocks[index].links }
        #expect(output.blocks[0].text == "One and two  .")
        #expect(marks(0) == [.note(2, isEndnote: false, at: 3), .note(1, isEndnote: false, at: 12)])
        #expect(output.blocks[1].text == "three [^unknown] [^b]" && marks(1) == [.note(2, isEndnote: false, at: 5)])
        #expect(output.blocks[2].rows[0][1] == TableCell(text: "12", links: [.note(2, isEndnote: false, at: 2)]))
        #expect(output.blocks[4].text == "Second, see" && marks(4) == [.note(1, isEndnote: false, at: 11)])
        #expect(output.blocks[3...].map(\.place) == ["note 1, line 6", "note 2, line 7", "note 2, line 8", "line 9"])
    }

    // MARK: - Web pages

    @Test func pagesGiveTheirTextInOrder() throws {
        let output = try read(
            """
            <!DOCTYPE html><html lang="en-GB"><head><title>Wait &amp; listen</title>
            <meta name="description" content="On &quot;wait time&quot;"><meta name=author content='M. NicLeòid'>
            <style>p { color: red }</style><script>if (a < b) document.write("<p>no</p>")</script></head>
            <body><h1>Wait time</h1><p>Ask, then <b>wait</b>.<br>Three&nbsp;seconds &#8211; <a href="https://example.org/w">more</a>
            <!-- <p>not this</p> --><ul><li>one<ul><li>two</ul><li>three</ul>
            <table><tr><th>Name<th>Age<tr><td>Ann<td>9 &lt; 10</table><pre>a
              b</pre><img alt="A clock" src="c.png"></body></html>
            """, as: "html")
        #expect(output.metadata?.title == "Wait & listen" && output.metadata?.language == "en-GB")
        #expect(output.metadata?.description == "On \"wait time\"" && output.metadata?.creators == ["M. NicLeòid"])
        #expect(
            output.blocks.map(\.kind) == [
                .heading, .paragraph, .listItem, .listItem, .listItem, .table, .code, .paragraph,
            ])
        #expect(output.blocks[1].text == "Ask, then wait.\nThree seconds – more")
        #expect(output.blocks[1].bold == [ByteSpan(start: 10, end: 14)])
        #expect(output.blocks[1].links.map(\.target) == ["https://example.org/w"])
        #expect(output.blocks[2...4].map(\.text) == ["one", "two", "three"])
        #expect(output.blocks[2...4].map(\.level) == [1, 2, 1])
        #expect(output.blocks[5].rows.map { $0.map(\.text) } == [["Name", "Age"], ["Ann", "9 < 10"]])
        #expect(output.blocks[6].text == "a\n  b")
        #expect(output.blocks[7].text == "A clock")
    }

    // MARK: - Anything

    /// Whatever comes ends, in time that grows with its length only, and gives nothing that the host would refuse.
    @Test(arguments: ["text", "markdown", "html"]) func noiseIsSurvived(format: String) throws {
        let pieces = [
            "[", "](", "**", "`", "<a ", "<!--", "</", "&", "&#x", "| ", "```", "# ", "- ", "\n", "é", "\"", "<td>",
            "=", "*",
        ]
        var state: UInt64 = 7
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<200 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            _ = try read(text, as: format)
        }
        for piece in pieces { _ = try read(String(repeating: piece, count: 50_000), as: format) }
    }
}
