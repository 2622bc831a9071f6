import KistProtocol
import Testing

@testable import KistImport

struct ChoosingTests {
    private func hold(_ rule: ClaimRule, _ bytes: [UInt8]) -> Bool {
        var facts = ContentFacts(ContentSample(bytes))
        return facts.hold(rule)
    }

    @Test func bytesStandWhereTheRuleSays() {
        let text = Array("%PDF-1.7 and the end".utf8)
        #expect(hold(ClaimRule(bytes: Array("%PDF-".utf8), offset: 0), text))
        #expect(!hold(ClaimRule(bytes: Array("%PDF-".utf8), offset: 1), text))
        #expect(hold(ClaimRule(bytes: Array("end".utf8), offset: -3), text))
        #expect(!hold(ClaimRule(bytes: Array("ends".utf8), offset: -3), text))
        #expect(!hold(ClaimRule(bytes: Array("x".utf8), offset: 60_000), text))
    }

    @Test func onlyTheEndsOfALargeFileCount() {
        let head = [UInt8](repeating: 1, count: ContentSample.span),
            tail = [UInt8](repeating: 2, count: ContentSample.span)
        let sample = ContentSample(head: head, tail: tail, size: 1 << 40)
        #expect(sample.has([1], at: 65_535))
        #expect(!sample.has([1], at: 65_536))
        #expect(sample.has([2], at: -65_536))
        #expect(!sample.has([2], at: -65_537))
        #expect(!sample.has([1], at: .min))
        #expect(!sample.has([1], at: .max))
    }

    @Test(arguments: [
        "<root/>", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!-- <no/> --><root a='1'>",
        "\u{FEFF}<!DOCTYPE root [ <!ENTITY x \"]>\"> <!-- ]> --> ]>  <root>",
        "<?xml-stylesheet href='a>b'?><!DOCTYPE root PUBLIC \"-//A > B//\" 'x'><root",
    ])
    func rootsAreFound(text: String) {
        for bytes in [Array(text.utf8), utf16(text, big: true), utf16(text, big: false), utf32(text)] {
            #expect(hold(ClaimRule(xmlRoot: "root"), bytes))
            #expect(hold(ClaimRule(xmlRoot: "{}root"), bytes))
            #expect(!hold(ClaimRule(xmlRoot: "roo"), bytes))
        }
    }

    @Test func namespacesAreResolved() {
        let mods = Array("<m:modsCollection a=\"<\" xmlns:m='http://www.loc.gov/mods/v3' xmlns='urn:other'>".utf8)
        #expect(hold(ClaimRule(xmlRoot: "{http://www.loc.gov/mods/v3}modsCollection"), mods))
        #expect(hold(ClaimRule(xmlRoot: "modsCollection"), mods))
        #expect(!hold(ClaimRule(xmlRoot: "{urn:other}modsCollection"), mods))
        #expect(!hold(ClaimRule(xmlRoot: "m:modsCollection"), mods))
    }

    @Test func firstLinesAreFoundInAnyEncoding() {
        let text = "\r\n  \n\tTY  - JOUR\rTI  - Café"
        for bytes in [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + utf16(text, big: false),
        ] {
            #expect(hold(ClaimRule(firstLine: "TY  - "), bytes))
            #expect(!hold(ClaimRule(firstLine: "TI"), bytes))
        }
        #expect(hold(ClaimRule(firstLine: "TY  - "), Array("TY  -\nTI".utf8)))
        #expect(!hold(ClaimRule(firstLine: "TY"), []))
        #expect(!hold(ClaimRule(firstLine: "TY"), Array("  \n ".utf8)))
    }

    @Test func zipEntriesAreFound() {
        let zip = TestZip([("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<doc/>")]).bytes
        for bytes in [zip, Array("stub".utf8) + zip, TestZip.withComment(zip, 60_000)] {
            #expect(hold(ClaimRule(zipEntry: "word/document.xml"), bytes))
            #expect(hold(ClaimRule(zipEntry: "word/*"), bytes))
            #expect(!hold(ClaimRule(zipEntry: "word/"), bytes))
            #expect(!hold(ClaimRule(zipEntry: "content.xml"), bytes))
        }
        // Cut off: the local headers still tell.
        #expect(hold(ClaimRule(zipEntry: "word/document.xml"), Array(zip.dropLast(60))))
    }

    @Test func aDocumentStoredInABundleDoesNotMakeItADocument() {
        let inner = TestZip([("word/document.xml", "<doc/>")]).bytes
        let outer = TestZip([("plan.docx", inner), ("b.txt", Array("text".utf8))]).bytes
        #expect(!hold(ClaimRule(zipEntry: "word/document.xml"), outer))
        #expect(hold(ClaimRule(zipEntry: "plan.docx"), outer))
        #expect(!hold(ClaimRule(zipEntry: "word/document.xml"), Array(outer.dropLast(40))))
    }

    @Test func aLongDirectoryIsReadFromItsVisibleEnd() {
        let entries = (0..<3_000).map { ("folder/with/a/long/name/entry-\($0).txt", [UInt8]()) }
        let zip = TestZip(entries + [("last.xml", [])]).bytes
        #expect(hold(ClaimRule(zipEntry: "last.xml"), zip))
    }

    @Test func allConditionsOfARuleMustHold() {
        let zip = TestZip([("mimetype", "application/epub+zip")]).bytes
        #expect(hold(ClaimRule(bytes: Array("epub".utf8), offset: 50, zipEntry: "mimetype"), zip))
        #expect(!hold(ClaimRule(bytes: Array("epub".utf8), offset: 51, zipEntry: "mimetype"), zip))
    }

    // MARK: - Whatever the bytes

    @Test func anyBytesAreSurvived() {
        var random = Seeded(20_261_121)
        let rules = [
            ClaimRule(bytes: [0x50, 0x4B], offset: -22), ClaimRule(zipEntry: "a*"), ClaimRule(xmlRoot: "{a}b"),
            ClaimRule(firstLine: "@"),
        ]
        let seeds: [[UInt8]] = [
            TestZip([("a.xml", "<a/>"), ("dir/b", "text")]).bytes,
            Array("<?xml version='1.0'?><!DOCTYPE a [<!-- -->]><a b='c'/>".utf8),
            utf16("<a xmlns='b'/>", big: true), Array("@article{a,\n title={b}}".utf8), Array("PK\u{5}\u{6}".utf8),
        ]
        for round in 0..<3_000 {
            var bytes: [UInt8]
            if round % 3 == 0 {
                bytes = random.bytes(Int.random(in: 0...200, using: &random))
            } else {
                bytes = seeds[round % seeds.count]
                for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: index)
                    case 2: bytes.insert(0xFF, at: index)
                    default: bytes.removeSubrange(index...)
                    }
                }
            }
            var facts = ContentFacts(ContentSample(bytes))
            for rule in rules { _ = facts.hold(rule) }
            _ = MediaType.of(ContentSample(bytes))
        }
    }

    @Test func hostileSizesCostNothing() {
        let endRecord: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0xFF, count: 18)
        let many = (0..<(ContentSample.span / 22)).flatMap { _ in endRecord }
        #expect(!hold(ClaimRule(zipEntry: "a"), many))
        let headers = (0..<(ContentSample.span / 30)).flatMap { _ in
            [0x50, 0x4B, 3, 4] + [UInt8](repeating: 8, count: 26)
        }
        #expect(!hold(ClaimRule(zipEntry: "a"), headers))
        #expect(!hold(ClaimRule(xmlRoot: "a"), [UInt8](repeating: 0x3C, count: 70_000)))
        #expect(!hold(ClaimRule(xmlRoot: "a"), Array("<!DOCTYPE ".utf8) + [UInt8](repeating: 0x5B, count: 70_000)))
    }

    // MARK: - Which plugin

    private func plugin(_ name: String, _ formats: [FormatClaim]) -> Plugin {
        Plugin(
            manifest: PluginManifest(name: name, version: "1", executable: name, formats: formats),
            manifestPath: "/" + name,
            origin: .bundled, executable: "/" + name, state: .enabled)
    }

    @Test func theSurestWinsAndTiesGoByName() {
        let low = FormatClaim(format: "text", rules: [ClaimRule(firstLine: "TY")], confidence: 10)
        let high = FormatClaim(format: "ris", rules: [ClaimRule(firstLine: "TY  -", confidence: 90)], confidence: 1)
        let chooser = FormatChooser(plugins: [
            plugin("zeta", [high]), plugin("beta", [low]), plugin("alpha", [low, high]),
        ])
        let sample = ContentSample(Array("TY  - JOUR".utf8))
        let found = chooser.choices(for: sample, name: "x").map {
            "\($0.plugin.name) \($0.claim.format) \($0.confidence)"
        }
        #expect(found == ["alpha ris 90", "zeta ris 90", "alpha text 10", "beta text 10"])
        let forced = chooser.choices(as: "ris").map { $0.plugin.name }
        #expect(forced == ["alpha", "zeta"])
        #expect(chooser.choices(as: "none").isEmpty)
    }

    @Test func aNameDecidesOnlyWhereContentSaysNothing() {
        let bib = FormatClaim(format: "bibtex", extensions: ["bib"], rules: [ClaimRule(firstLine: "@")], confidence: 60)
        let zip = FormatClaim(
            format: "zip", extensions: ["zip"], rules: [ClaimRule(bytes: [0x50, 0x4B, 3, 4], offset: 0)])
        let docx = FormatClaim(format: "docx", extensions: ["docx"], rules: [ClaimRule(zipEntry: "word/document.xml")])
        let chooser = FormatChooser(plugins: [plugin("bib", [bib]), plugin("zip", [zip]), plugin("office", [docx])])
        func formats(_ text: String, _ name: String) -> [String] {
            chooser.choices(for: ContentSample(Array(text.utf8)), name: name).map(\.claim.format)
        }
        #expect(formats("@book{a}", "x.zip") == ["bibtex"])
        #expect(formats("Remarks first\n@book{a}", "a/refs.BIB") == ["bibtex"])
        #expect(formats("Remarks first\n@book{a}", "refs.txt").isEmpty)
        #expect(formats("plain text", "no.docx").isEmpty)
        #expect(formats("binary \u{0}\u{1}\u{2}", "x.bib").isEmpty)
        #expect(formats("", "x.bib").isEmpty)
    }

    /// Where what the content looks like proves wrong, what the name says is tried still.
    @Test func aNameIsTheLastResort() {
        let bib = FormatClaim(format: "bibtex", extensions: ["bib"], rules: [ClaimRule(firstLine: "%")], confidence: 15)
        let page = FormatClaim(format: "markdown", extensions: ["md"], confidence: 5)
        let chooser = FormatChooser(plugins: [plugin("bib", [bib]), plugin("text", [page])])
        func formats(_ text: String, _ name: String) -> [String] {
            chooser.choices(for: ContentSample(Array(text.utf8)), name: name).map(\.claim.format)
        }
        #expect(formats("% A title\n\nAnd text.", "page.md") == ["bibtex", "markdown"])
        #expect(formats("% A remark", "refs.bib") == ["bibtex"], "once only")
        let colours = "Words in \u{1B}[1mbold\u{1B}[0m" + String(repeating: " and in plain.", count: 20)
        #expect(formats(colours, "page.md") == ["markdown"])
        #expect(formats(colours + "\u{0}", "page.md").isEmpty)
        #expect(formats("\u{1B}\u{7}\u{2} few", "page.md").isEmpty)
    }

    private func utf16(_ text: String, big: Bool) -> [UInt8] {
        text.utf16.flatMap { big ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
    }

    private func utf32(_ text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (24 - 8 * UInt32($0))) }
        }
    }
}

/// A zip with stored entries, enough to be recognised by.
struct TestZip {
    private(set) var bytes: [UInt8] = []

    init(_ entries: [(String, String)]) { self.init(entries.map { ($0.0, Array($0.1.utf8)) }) }

    init(_ entries: [(String, [UInt8])]) {
        var directory: [UInt8] = []
        for (name, data) in entries {
            let offset = bytes.count
            let common = le(20, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(0, 4) + le(data.count, 4) + le(data.count, 4)
            bytes += [0x50, 0x4B, 3, 4] + common + le(name.utf8.count, 2) + le(0, 2) + Array(name.utf8) + data
            directory +=
                [0x50, 0x4B, 1, 2] + le(20, 2) + common + le(name.utf8.count, 2) + le(0, 2) + le(0, 2) + le(0, 4)
            directory += le(0, 4) + le(offset, 4) + Array(name.utf8)
        }
        let start = bytes.count
        bytes += directory + [0x50, 0x4B, 5, 6] + le(0, 4) + le(entries.count, 2) + le(entries.count, 2)
        bytes += le(directory.count, 4) + le(start, 4) + le(0, 2)
    }

    static func withComment(_ zip: [UInt8], _ length: Int) -> [UInt8] {
        Array(zip.dropLast(2)) + [UInt8(length & 255), UInt8(length >> 8)] + [UInt8](repeating: 0x20, count: length)
    }

    private func le(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
