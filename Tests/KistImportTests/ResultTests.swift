import KistModel
import KistProtocol
import Testing

@testable import KistImport

struct ResultTests {
    @Test(arguments: [
        ("a/b.txt", "a/b.txt"), ("../../etc/passwd", "etc/passwd"), ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\x\\plan.docx", "Users/x/plan.docx"), ("a//./b/../c", "a/b/c"), ("", "item"), ("..", "item"),
        ("a\u{0}b\n\u{202E}fdp.exe", "a_b__fdp.exe"), ("caf\u{E9} ", "caf\u{E9}"), ("..\\..\\x", "x"),
    ])
    func pathsFromInsideAreMadeSafe(path: String, safe: String) {
        #expect(SafePath.clean(path, fallback: "item") == safe)
    }

    @Test func safePathsStaySafeWhateverTheName() {
        var random = Seeded(3)
        let pieces = [
            "..", ".", "/", "\\", "a", "C:", "\u{202E}", "\n", "\u{0}", " ", "é", String(repeating: "long", count: 90),
            ".docx",
        ]
        for _ in 0..<2_000 {
            let path = (0..<Int.random(in: 0...40, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            let safe = SafePath.clean(path, fallback: "item")
            let parts = safe.split(separator: "/", omittingEmptySubsequences: false)
            #expect(!safe.isEmpty && safe.utf8.count <= 1_024 && parts.count <= 64)
            for part in parts {
                #expect(!part.isEmpty && part.utf8.count <= 255)
                #expect(part != "." && part != "..")
                let unfit = part.unicodeScalars.filter { (scalar: Unicode.Scalar) -> Bool in
                    scalar.value < 0x20 || scalar.value == 0x202E || scalar.value == 0x5C
                }
                #expect(unfit.isEmpty)
            }
            // Clean once is clean.
            #expect(SafePath.clean(safe, fallback: "item") == safe)
        }
    }

    @Test func linksThatRunSomethingAreDropped() {
        for target in ["https://x.scot/a", "mailto:a@b", "#top", "notes/a.docx", "a/b:c", "doi:10.1/x", ""] {
            #expect(ResultCheck.isHarmless(target))
        }
        for target in [
            "javascript:alert(1)", "JavaScript :x", "java\nscript:x", "data:text/html,x", "file:///etc/passwd",
            "vbscript:x",
        ] {
            #expect(!ResultCheck.isHarmless(target))
        }
    }

    @Test func cleaningKeepsOffsets() {
        let block = DocumentBlock(
            text: "a\u{0}b\u{7F}c\rd\te\nf", language: "not a language",
            runs: [LanguageRun(start: 0, end: 1, language: "gd-GB")],
            links: [
                TextLink(start: 0, end: 1, target: "javascript:x"), TextLink(start: 1, end: 2, target: "#a"),
                TextLink(start: 2, end: 2, target: "#b"), .note(1, isEndnote: false, at: 2),
            ],
            bold: [ByteSpan(start: 2, end: 2), ByteSpan(start: 0, end: 3)])
        let clean = ResultCheck.clean(block)
        #expect(clean.text == "a b c\nd\te\nf")
        #expect(clean.language == nil)
        #expect(clean.runs == block.runs)
        #expect(clean.links == [block.links[1], block.links[3]])
        #expect(clean.bold == [block.bold[1]])
    }

    @Test func piecesOfABlockAreJoined() {
        var collector = BlockCollector(limit: 1 << 20)
        collector.add(DocumentBlock(text: "café ", bold: [ByteSpan(start: 0, end: 6)]))
        collector.add(
            DocumentBlock(
                text: "noir", runs: [LanguageRun(start: 0, end: 4, language: "fr")],
                links: [TextLink(start: 0, end: 1, target: "#a")], bold: [ByteSpan(start: 0, end: 4)], continues: true))
        collector.add(DocumentBlock(kind: .table, rows: [[TableCell(text: "1")]]))
        collector.add(DocumentBlock(kind: .table, rows: [[TableCell(text: "2")]], continues: true))
        // One that carries on nothing of its kind stands for itself.
        collector.add(DocumentBlock(kind: .heading, text: "h", continues: true))
        #expect(collector.blocks.count == 3)
        #expect(collector.blocks[0].text == "café noir")
        #expect(collector.blocks[0].bold == [ByteSpan(start: 0, end: 6), ByteSpan(start: 6, end: 10)])
        #expect(collector.blocks[0].runs == [LanguageRun(start: 6, end: 10, language: "fr")])
        #expect(collector.blocks[0].links == [TextLink(start: 6, end: 7, target: "#a")])
        #expect(collector.blocks[1].rows.count == 2)
        #expect(collector.blocks.allSatisfy { !$0.continues })
    }

    /// Blocks that come in one message are taken like those that come one by one, whether they need cleaning or not.
    @Test func messagesAreTakenAsTheirBlocks() {
        let link = TextLink(start: 0, end: 1, target: "https://example.org/")
        let unsafe = TextLink(start: 0, end: 1, target: "java\tscript:x")
        let all = [
            DocumentBlock(
                text: "a", runs: [LanguageRun(start: 0, end: 1, language: "gd")],
                links: [link, .note(1, isEndnote: true, at: 1)], bold: [ByteSpan(start: 0, end: 1)], author: "A",
                date: "2026"),
            DocumentBlock(style: "S", text: "b\u{7F}"), DocumentBlock(style: "S\u{1}", text: "c"),
            DocumentBlock(text: "d", links: [unsafe]), DocumentBlock(text: "e", author: "A\u{1}"),
            DocumentBlock(text: "f", date: "\u{2}"), DocumentBlock(text: "g", bold: [ByteSpan(start: 1, end: 1)]),
            DocumentBlock(text: "h", runs: [LanguageRun(start: 0, end: 1, language: "no tag")]),
            DocumentBlock(text: "i", language: "-"),
            DocumentBlock(text: "j", links: [TextLink(start: 1, end: 1, target: "#x")]),
            DocumentBlock(kind: .table, rows: [[TableCell(text: "k", links: [link]), TableCell(text: "l")]]),
            DocumentBlock(kind: .table, rows: [[TableCell(text: "m", links: [unsafe])]]),
            DocumentBlock(text: "n", continues: true), DocumentBlock(text: "o", place: "p\u{0}"),
            DocumentBlock(text: "p", links: [TextLink(start: 0, end: 1, target: "https://a\u{7F}b")]),
        ]
        for first in all {
            for second in all {
                var together = BlockCollector(limit: 5_000)
                var single = BlockCollector(limit: 5_000)
                for _ in 0..<5 {
                    together.add([first, second])
                    single.add(first)
                    single.add(second)
                }
                #expect(
                    together.blocks == single.blocks && together.dropped == single.dropped,
                    "\(first.text)\(second.text)")
            }
        }
    }

    @Test func textBeyondTheLimitIsCountedNotKept() throws {
        let folder = TestFolder()
        var collector = ResultCollector(
            spool: try SpoolFolder(in: folder.path), limits: JobLimits(fileSize: 1), textBytes: 10_000)
        for _ in 0..<100 {
            try collector.receive(.blocks([DocumentBlock(text: String(repeating: "x", count: 500))]), [])
        }
        let (_, diagnostics) = try collector.finish()
        #expect(collector.blocks.cost <= 10_000)
        #expect(collector.blocks.blocks.count + collector.blocks.dropped == 100)
        #expect(diagnostics.map(\.code) == ["limit-text"])
    }

    @Test func itemsOutOfOrderBreakTheProtocol() throws {
        let folder = TestFolder()
        let spool = try SpoolFolder(in: folder.path)
        let item = WorkerMessage.item(NestedItem(path: "a", role: .member))
        let sequences: [[WorkerMessage]] = [
            [.itemData([1])], [.itemEnd(ItemEnd(intact: true))], [item, item], [item, .blocks([DocumentBlock()])],
            [item, .metadata(DocumentMetadata())], [.metadata(DocumentMetadata()), .metadata(DocumentMetadata())],
        ]
        for sequence in sequences {
            var collector = ResultCollector(spool: spool, limits: JobLimits(fileSize: 1), textBytes: 1_000)
            #expect(throws: WorkerFault.self) { for message in sequence { try collector.receive(message, []) } }
        }
        var collector = ResultCollector(spool: spool, limits: JobLimits(fileSize: 1), textBytes: 1_000)
        try collector.receive(item, [])
        #expect(throws: WorkerFault.self) { try collector.finish() }
    }

    @Test func itemsAreSpooledHashedAndRemoved() throws {
        let folder = TestFolder()
        do {
            var collector = ResultCollector(
                spool: try SpoolFolder(in: folder.path + "/deep/spool"), limits: JobLimits(fileSize: 1),
                textBytes: 1_000)
            try collector.receive(.item(NestedItem(path: "../.DS_Store", role: .member, mediaType: "image/png")), [])
            try collector.receive(.itemData(Array("ab".utf8)), [])
            try collector.receive(.itemData(Array("c".utf8)), [])
            try collector.receive(.itemEnd(ItemEnd(intact: true)), [])
            let item = try #require(collector.items.first)
            #expect(item.content.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            #expect(try item.content.read(count: 9) == Array("abc".utf8))
            #expect(item.item.path == ".DS_Store")
            #expect(item.announcedPath == "../.DS_Store")
            #expect(item.junk == .system)
            #expect(item.item.mediaType == "text/plain")
        }
        #expect(folder.contents(of: "deep/spool").isEmpty)
    }

    @Test func longListsOfEntriesLieOnDiskAndComeBackInOrder() throws {
        let folder = TestFolder()
        let spool = try SpoolFolder(in: folder.path)
        var collector = EntryCollector()
        let all = (0..<12_345).map { number in
            BibliographicEntry(
                csl: ["title": .string("Title \(number)\u{1}")], key: "k\(number)", place: "line \(number)")
        }
        for start in stride(from: 0, to: all.count, by: 300) {
            let part = Array(all[start..<min(all.count, start + 300)])
            var frame: [UInt8] = []
            WorkerMessage.entries(part).write(to: &frame)
            try collector.add(part, body: Array(frame.dropFirst(Frame.headerSize)), spool: spool)
        }
        let list = collector.finish()
        #expect(list.count == all.count)
        #expect(list.first.count <= EntryCollector.inMemory)
        for limit in [1, 500, 100_000] {
            let reader = try list.reader()
            var keys: [String] = []
            while true {
                let part = try reader.next(limit)
                if part.isEmpty { break }
                #expect(part.count <= limit)
                keys += part.compactMap(\.key)
                let titles = part.compactMap { (entry: BibliographicEntry) -> String? in entry.csl["title"]?.string }
                #expect(titles.count == part.count)
                #expect(titles.allSatisfy { $0.hasSuffix(" ") })
            }
            #expect(keys == all.compactMap(\.key))
        }
    }
}
