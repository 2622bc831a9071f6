import KistPlugin
import Testing

@testable import BundleImporter

/// What came out of one archive.
struct Unpacked {
    let output = RecordingOutput()
    var coverage: Coverage?
    var failure: PluginError?

    init(_ zip: RawZip) { self.init(zip.bytes()) }

    init(_ bytes: [UInt8], limits: JobLimits? = nil) {
        do {
            coverage = try BundleImporter().run(
                ImportJob(id: 1, fileName: "bundle.zip", format: "zip", size: Int64(bytes.count), limits: limits),
                input: MemoryInput(bytes), output: output)
        } catch {
            failure = error
        }
    }

    var paths: [String] { output.items.map(\.item.path) }
    var codes: [String] { output.diagnostics.map(\.code) }

    func count(_ part: String) -> Int? { coverage?.parts.first { $0.name == part }?.count }
}

@Suite struct BundleTests {
    @Test func handsOnEveryFile() {
        var zip = RawZip()
        zip.add("hub/", "")
        zip.add("hub/one.docx", "first")
        zip.add("hub/deep/Gàidhlig.ris", "second")
        let read = Unpacked(zip)
        #expect(read.failure == nil)
        #expect(read.paths == ["hub/one.docx", "hub/deep/Gàidhlig.ris"])
        #expect(read.output.items.map(\.bytes) == [Array("first".utf8), Array("second".utf8)])
        #expect(
            read.output.items.allSatisfy {
                $0.intact == true && $0.item.role == .member && $0.item.nameEncoding == "utf-8"
            })
        #expect(read.output.items.map(\.item.size) == [5, 6])
        #expect(read.output.metadata?.title == "hub")
        #expect(read.count("files") == 2)
        #expect(read.count("folders") == 2)
        #expect(read.coverage?.share == 1)
        #expect(read.codes.isEmpty)
    }

    @Test func givesNoTitleWithoutOneTopFolder() {
        var zip = RawZip()
        zip.add("a/one.txt")
        zip.add("two.txt")
        #expect(Unpacked(zip).output.metadata == nil)
    }

    @Test func passesSystemFilesAndCountsThem() {
        var zip = RawZip()
        for name in [
            "__MACOSX/._a.docx", "a/._b.docx", ".DS_Store", "a/Thumbs.db", "a/desktop.ini", "~$draft.docx",
            ".~lock.plan.odt#",
        ] { zip.add(name) }
        zip.add("a/real.docx")
        let read = Unpacked(zip)
        #expect(read.paths == ["a/real.docx"])
        #expect(read.count("system files") == 7)
        #expect(read.coverage?.share == 1)
    }

    @Test(arguments: [
        ("../../etc/passwd", "etc/passwd", "zip-name-parent"),
        ("a/../../b.txt", "a/b.txt", "zip-name-parent"),
        ("/etc/passwd", "etc/passwd", "zip-name-absolute"),
        ("C:\\Windows\\x.txt", "Windows/x.txt", "zip-name-absolute"),
        ("\\\\server\\share\\x.txt", "server/share/x.txt", "zip-name-absolute"),
        ("a\u{1B}[31m.txt", "a\u{FFFD}[31m.txt", "zip-name-control"),
        ("a\u{202E}txt.exe", "a\u{FFFD}txt.exe", "zip-name-control"),
        ("..", "file 1", "zip-name-empty"),
        (
            String(repeating: "a", count: 5_000) + ".docx", String(repeating: "a", count: 200) + ".docx",
            "zip-name-too-long"
        ),
    ])
    func makesNamesHarmless(name: String, path: String, code: String) {
        var zip = RawZip()
        zip.add(name, "kept")
        let read = Unpacked(zip)
        #expect(read.paths == [path])
        #expect(read.output.items.first?.bytes == Array("kept".utf8))
        #expect(read.codes == [code])
    }

    @Test(arguments: [
        ([0x81, 0x62, 0x65, 0x72] as [UInt8], "über", "cp437"),
        ([0xB5, 0x72, 0x61] as [UInt8], "Ára", "cp850"),
        ([0xE4, 0x61, 0x82] as [UInt8], "õaé", "cp850"),
    ])
    func readsOldCodePages(raw: [UInt8], path: String, encoding: String) {
        var zip = RawZip()
        zip.entries.append(RawZip.Entry(name: raw, bytes: [1]))
        let read = Unpacked(zip)
        #expect(read.paths == [path])
        #expect(read.output.items.first?.item.nameEncoding == encoding)
        #expect(read.codes == ["zip-name-encoding"])
    }

    @Test func keepsFilesOfTheSameName() {
        var zip = RawZip()
        zip.add("a/x.docx", "1")
        zip.add("a/x.docx", "2")
        zip.add("./a/x.docx", "3")
        zip.add("a/x (2).docx", "4")
        let read = Unpacked(zip)
        #expect(Set(read.paths).count == 4)
        #expect(read.paths.prefix(3) == ["a/x.docx", "a/x (2).docx", "a/x (3).docx"])
        #expect(read.codes == Array(repeating: "zip-name-duplicate", count: 3))
    }

    @Test func leavesOutLinksAndDevices() {
        var zip = RawZip()
        zip.entries.append(RawZip.Entry(name: Array("link".utf8), bytes: Array("/etc/passwd".utf8), mode: 0o120777))
        zip.entries.append(RawZip.Entry(name: Array("null".utf8), bytes: [], mode: 0o020666))
        zip.add("real.txt")
        let read = Unpacked(zip)
        #expect(read.paths == ["real.txt"])
        #expect(read.codes == ["zip-entry-link", "zip-entry-link"])
        #expect(read.count("links and devices") == 2)
    }

    @Test func tellsOfChangedFiles() {
        var zip = RawZip()
        zip.add("good.txt")
        zip.entries.append(RawZip.Entry(name: Array("bad.txt".utf8), bytes: Array("changed".utf8), crcError: 1))
        let read = Unpacked(zip)
        #expect(read.output.items.map(\.intact) == [true, false])
        #expect(read.codes == ["zip-entry-crc"])
        #expect(read.coverage?.share == 0.5)
    }

    @Test func tellsOfProtectedFilesAndOddMethods() {
        var zip = RawZip()
        zip.entries.append(
            RawZip.Entry(name: Array("secret.txt".utf8), bytes: Array(repeating: 7, count: 40), flags: 1))
        #expect(Unpacked(zip).failure?.code == .encrypted)
        zip.entries.append(RawZip.Entry(name: Array("odd.txt".utf8), bytes: Array(repeating: 7, count: 40), method: 12))
        zip.add("real.txt")
        let read = Unpacked(zip)
        #expect(read.paths == ["real.txt"])
        #expect(Set(read.codes) == ["zip-entry-encrypted", "zip-entry-method"])
    }

    @Test func keepsWhatComesBeforeACut() {
        var zip = RawZip()
        zip.add("one.txt", "first")
        zip.add("two.txt", String(repeating: "second ", count: 100))
        let bytes = zip.bytes(isCut: true)
        let read = Unpacked(Array(bytes.dropLast(300)))
        #expect(read.output.items.first?.bytes == Array("first".utf8))
        #expect(read.output.items.first?.intact == true)
        #expect(read.output.items.dropFirst().allSatisfy { $0.intact == false })
        #expect(read.codes.contains("zip-truncated"))
    }

    @Test func tellsWhenTheDirectoryAnnouncesMore() {
        var zip = RawZip()
        zip.add("one.txt")
        let read = Unpacked(zip.bytes(announced: 5))
        #expect(
            read.codes.contains("zip-directory-mismatch") || read.failure != nil || read.codes.contains("zip-damaged"))
    }

    @Test func refusesDocumentsThatAreZips() {
        var zip = RawZip()
        zip.add("mimetype", "application/epub+zip")
        zip.add("chapter.xhtml")
        #expect(Unpacked(zip).failure?.code == .notThisFormat)
        var sheet = RawZip()
        sheet.add("xl/workbook.xml")
        sheet.add("[Content_Types].xml")
        #expect(Unpacked(sheet).failure?.code == .notThisFormat)
    }

    @Test func endsWithTheBudget() {
        var zip = RawZip()
        for number in 0..<10 { zip.add("\(number).txt", String(repeating: "x", count: 1_000)) }
        var limits = JobLimits()
        limits.entries = 4
        let few = Unpacked(zip.bytes(), limits: limits)
        #expect(few.paths.count == 4)
        #expect(few.codes == ["limit-entries"])
        limits = JobLimits()
        limits.inflatedBytes = 3_500
        let small = Unpacked(zip.bytes(), limits: limits)
        #expect(small.output.items.filter { $0.intact == true }.count == 3)
        #expect(small.codes == ["limit-inflated"])
        limits = JobLimits()
        limits.itemBytes = 500
        let short = Unpacked(zip.bytes(), limits: limits)
        #expect(short.output.items.count == 10)
        #expect(short.output.items.allSatisfy { $0.intact == false && $0.bytes.count <= 1_000 })
        #expect(Set(short.codes) == ["limit-part"])
    }

    @Test func saysWhyThereIsNothing() {
        #expect(Unpacked([]).failure?.code == .empty)
        #expect(Unpacked(Array("no zip at all".utf8)).failure?.code == .notThisFormat)
        #expect(Unpacked(RawZip()).failure?.code == .empty)
        var zip = RawZip()
        zip.add(".DS_Store")
        #expect(Unpacked(zip).failure?.code == .empty)
    }

    @Test func neverStumblesOverDamage() {
        var zip = RawZip()
        for number in 0..<6 { zip.add("folder/file \(number).txt", "content \(number)") }
        let sound = zip.bytes()
        var state: UInt64 = 42
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        for _ in 0..<1_500 {
            var bytes = sound
            for _ in 0...random(6) { bytes[random(bytes.count)] = UInt8(random(256)) }
            if random(4) == 0 { bytes.removeLast(random(bytes.count)) }
            let read = Unpacked(bytes)
            #expect(read.failure?.code != .internal)
            for item in read.output.items {
                #expect(!item.item.path.isEmpty && !item.item.path.hasPrefix("/"))
                #expect(!item.item.path.split(separator: "/").contains(".."))
            }
        }
    }
}
