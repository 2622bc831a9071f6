import KistModel
import KistProtocol
import Testing

@Suite struct GoldenTests {
    /// The value that each golden frame stands for, written down a second time.
    static let fromHost: [String: HostMessage] = [
        "hello.frame": .hello(Hello(host: "kist 0.1.0")),
        "job.frame": .job(
            ImportJob(
                id: 7, fileName: "Fòcas air fios-air-ais.docx", format: "docx", size: 48_213,
                options: ["notes": "all"])),
        "bytes.frame": .bytes([0x50, 0x4B, 3, 4, 0, 0xFF]),
        "bytes-empty.frame": .bytes([]),
    ]

    static let fromWorker: [String: WorkerMessage] = [
        "ready.frame": .ready(
            Ready(
                name: "office-document", pluginVersion: "1.0.0",
                sandbox: SandboxReport(noNewPrivileges: true, landlock: 7, seccomp: true, limits: true))),
        "ready-unboxed.frame": .ready(Ready(name: "plain", pluginVersion: "2")),
        "read.frame": .read(ReadRequest(offset: 262_144, length: 262_144)),
        "metadata.frame": .metadata(metadata),
        "metadata-empty.frame": .metadata(DocumentMetadata()),
        "blocks.frame": .blocks(blocks),
        "entries.frame": .entries([
            BibliographicEntry(
                csl: [
                    "type": "article-journal", "title": "Inside the black box", "volume": 80,
                    "author": [["family": "Black", "given": "Paul"]], "issued": ["date-parts": [[1998]]],
                ],
                unknown: ["mendeley-tags": ["a", "b"]], key: "Black1998", entryType: "article", place: "line 42"),
            BibliographicEntry(csl: [:]),
        ]),
        "item.frame": .item(
            NestedItem(
                path: "photos/café.jpg", nameEncoding: "cp437", role: .member, mediaType: "image/jpeg",
                alt: "Pupils at work", size: 1_234, place: "entry 3")),
        "item-described.frame": .item(
            NestedItem(
                path: "unit 1/index.html", role: .member, size: 9, place: "entry 4",
                metadata: {
                    var metadata = DocumentMetadata()
                    metadata.title = "Unit 1"
                    metadata.creators = ["Morag NicLeòid"]
                    metadata.rights = "CC-BY-4.0"
                    return metadata
                }(), parent: "start.html", number: 2)),
        "item-data.frame": .itemData(Array(0...255)),
        "item-end.frame": .itemEnd(ItemEnd(intact: true)),
        "diagnostic.frame": .diagnostic(
            Diagnostic(.warning, "zip-entry-crc", "The checksum of “a.txt” is wrong.", place: "entry 3")),
        "progress.frame": .progress(JobProgress(done: 300, total: 1_000)),
        "progress-open.frame": .progress(JobProgress(done: 300)),
        "done.frame": .done(
            Coverage(
                textRead: 10_240,
                parts: [
                    PartCoverage(name: "body", status: .read),
                    PartCoverage(name: "charts", status: .leftOut, why: "Text in charts is not read.", count: 2),
                ],
                share: 0.98)),
        "fail.frame": .fail(
            PluginError(.notThisFormat, "This is not a Word document.", place: "word/document.xml")),
    ]

    static let metadata: DocumentMetadata = {
        var metadata = DocumentMetadata()
        metadata.title = "Feedback that moves learning on"
        metadata.creators = ["Mairi NicLeòid", "J. Smith"]
        metadata.contributors = ["Skye hub"]
        metadata.subject = "Feedback"
        metadata.description = "Two lines,\nand a \"quotation\"."
        metadata.keywords = ["feedback", "fios-air-ais"]
        metadata.language = "en-GB"
        metadata.created = "2026-05-01T10:00:00Z"
        metadata.modified = "2026-06-02"
        metadata.publisher = "Skye"
        metadata.rights = "CC BY 4.0"
        metadata.identifier = "urn:x:1"
        metadata.generator = "LibreOffice/7.4"
        metadata.custom = ["kist:type": "strategy", "Level": "Second"]
        return metadata
    }()

    static let blocks: [DocumentBlock] = [
        DocumentBlock(
            kind: .heading, level: 2, style: "Heading 2", text: "What we did — Dè rinn sinn", language: "en",
            runs: [LanguageRun(start: 16, end: 29, language: "gd")], place: "paragraph 1"),
        DocumentBlock(
            text: "Cost: two\tpages\nsee here 🎓",
            links: [TextLink(start: 20, end: 24, target: "https://example.org/a?b=c")],
            bold: [ByteSpan(start: 0, end: 5)], place: "paragraph 2"),
        DocumentBlock(kind: .listItem, level: 1, ordered: true, text: "Ask first", place: "paragraph 3"),
        DocumentBlock(
            kind: .table,
            rows: [
                [TableCell(text: "Label", isHeader: true), TableCell(text: "Value", columns: 2, isHeader: true)],
                [
                    TableCell(text: "Type"),
                    TableCell(
                        text: "Strategy", rows: 2, language: "en", links: [TextLink(start: 0, end: 8, target: "#s")],
                        bold: [ByteSpan(start: 0, end: 8)]),
                    TableCell(text: ""),
                ],
                [TableCell(text: "Level"), TableCell(text: "Second")],
            ], place: "table 1"),
        DocumentBlock(part: .footnote, text: "Black & Wiliam 1998", place: "note 1"),
        DocumentBlock(
            part: .comment, text: "Check\u{1} this", author: "A. Reader", date: "2026-05-01T10:00:00Z",
            place: "comment 1"),
        DocumentBlock(text: " and so on", place: "paragraph 4", continues: true),
    ]

    @Test func indexNamesEveryValue() {
        let named = Set(Golden.rows.filter { $0.outcome == "value" }.map(\.file))
        #expect(named == Set(Self.fromHost.keys).union(Self.fromWorker.keys))
        #expect(named.count == 20)
    }

    @Test(arguments: Golden.rows.filter { $0.outcome == "value" })
    func valueAndBytesAreTheSame(row: Golden.Row) throws {
        let bytes = try Golden.bytes(row.file)
        var reader = FrameReader()
        reader.append(bytes)
        let frame = try #require(try reader.next())
        #expect(reader.pending == 0)
        var written: [UInt8] = []
        if let expected = Self.fromHost[row.file] {
            #expect(try HostMessage(frame) == expected)
            #expect(throws: ProtocolError.self) { try WorkerMessage(frame) }
            expected.write(to: &written)
        } else if let expected = Self.fromWorker[row.file] {
            #expect(try WorkerMessage(frame) == expected)
            #expect(throws: ProtocolError.self) { try HostMessage(frame) }
            expected.write(to: &written)
        }
        #expect(written == bytes)
    }

    @Test(arguments: Golden.rows.filter { $0.outcome.hasPrefix("protocol-") })
    func badFramesAreRefusedByName(row: Golden.Row) throws {
        var reader = FrameReader()
        reader.append(try Golden.bytes(row.file))
        let error = #expect(throws: ProtocolError.self) {
            let frame = try #require(try reader.next())
            _ = try WorkerMessage(frame)
        }
        #expect(error?.code.rawValue == row.outcome)
    }

    @Test func aCutFrameWaits() throws {
        var reader = FrameReader()
        reader.append(try Golden.bytes("cut.frame"))
        #expect(try reader.next() == nil)
        reader.append(Array("\"A\"}".utf8).suffix(3))
        #expect(try reader.next()?.body == Array(#"{"title":"A"}"#.utf8))
    }

    @Test func unknownMembersAreIgnored() throws {
        var reader = FrameReader()
        reader.append(try Golden.bytes("unknown-member.frame"))
        let frame = try #require(try reader.next())
        #expect(try WorkerMessage(frame) == .itemEnd(ItemEnd(intact: false)))
    }
}
