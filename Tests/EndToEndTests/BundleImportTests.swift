import Foundation
import KistModel
import Testing

/// Bundles that say what their files are, through the whole program.
@Suite struct BundleImportTests {
    /// A zip of stored files, written here: what is in it is our own.
    private static func zip(_ files: [(name: String, text: String)]) -> Data {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func checksum(_ bytes: [UInt8]) -> Int {
            var sum: UInt32 = 0xFFFF_FFFF
            for byte in bytes {
                sum ^= UInt32(byte)
                for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
            }
            return Int(~sum)
        }
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, text) in files {
            let bytes = Array(text.utf8)
            let common =
                [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0x58] + number(checksum(bytes), 4) + number(bytes.count, 4)
                + number(bytes.count, 4) + number(name.utf8.count, 2) + [0, 0]
            directory +=
                [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10) + number(file.count, 4)
                + name.utf8
            file += [0x50, 0x4B, 3, 4] + common + name.utf8 + bytes
        }
        let end = number(files.count, 2) + number(files.count, 2) + number(directory.count, 4) + number(file.count, 4)
        return Data(file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + end + [0, 0])
    }

    /// A Word document brings the works that its citation manager keeps.
    @Test func sourcesOfADocumentBecomeStudies() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        _ = try kist.run("init")
        let office = "http://schemas.openxmlformats.org/officeDocument/2006"
        func relations(_ type: String, _ target: String) -> String {
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                + "<Relationship Id='r1' Type='\(office)/relationships/\(type)' Target='\(target)'/></Relationships>"
        }
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        try kist.write(
            "in/digest.docx",
            Self.zip([
                ("_rels/.rels", relations("officeDocument", "word/document.xml")),
                ("word/_rels/document.xml.rels", relations("customXml", "../customXml/item1.xml")),
                (
                    "word/document.xml",
                    "<w:document xmlns:w='\(word)'><w:body><w:p><w:r><w:t>What we read of kale.</w:t></w:r></w:p></w:body></w:document>"
                ),
                (
                    "customXml/item1.xml",
                    "<b:Sources xmlns:b='\(office)/bibliography'><b:Source><b:Tag>Rei24</b:Tag>"
                        + "<b:SourceType>JournalArticle</b:SourceType><b:Title>Gardens in small schools</b:Title><b:Year>2024</b:Year>"
                        + "</b:Source></b:Sources>"
                ),
            ]))
        let report = try kist.json("import", "in")
        #expect(report["added"]?.int == 2, "\(report.compact)")
        let found = try kist.json("search", "gardens", "--type", "study")["hits"]?.items.first
        #expect(found?["title"]?.string == "Gardens in small schools")
        #expect(try kist.json("import", "in")["added"]?.int == 0)
    }

    @Test func aCourseBecomesLinkedResources() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let manifest = """
            <manifest><organizations><organization><title>Talk in class</title>
            <item identifierref="a"><title>Why talk helps</title><item identifierref="b"><title>A task to try</title></item></item>
            </organization></organizations><resources><resource identifier="a" href="one.html"/>
            <resource identifier="b" href="two.html"/></resources></manifest>
            """
        let path = try kist.write(
            "course.zip",
            Self.zip([
                ("imsmanifest.xml", manifest),
                ("one.html", "<html><body><h1>x</h1><p>Pupils explain it to each other.</p></body></html>"),
                ("two.html", "<html><body><p>Ask for three reasons.</p></body></html>"),
            ]))
        let report = try kist.json("import", path)
        #expect(report["added"]?.int == 3, "\(report.pretty)")
        let items = report["items"]?.items ?? []
        #expect(items.map { $0["title"]?.string } == ["Talk in class", "Why talk helps", "A task to try"])
        let ids = items.compactMap { $0["id"]?.string }
        try #require(ids.count == 3)
        func wholes(_ id: String) throws -> [String] {
            let links = try kist.json("show", id)["links"]?["out"]?.items ?? []
            return links.map(\.compact).filter { $0.contains("part-of") }
        }
        #expect(try wholes(ids[0]).isEmpty)
        #expect(try wholes(ids[1]).count == 1 && wholes(ids[1])[0].contains(ids[0]))
        #expect(try wholes(ids[2]).count == 1 && wholes(ids[2])[0].contains(ids[1]))
        #expect(try kist.json("search", "three reasons")["hits"]?.items.first?["title"]?.string == "A task to try")
        // The same again changes nothing.
        #expect(try kist.json("import", path)["unchanged"]?.int == 3)
    }

    @Test func nothingIsTakenFromABagThatIsNotValid() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let path = try kist.write(
            "bag.zip",
            Self.zip([
                ("b/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
                ("b/manifest-md5.txt", "d41d8cd98f00b204e9800998ecf8427e  data/plan.txt\n"),
                ("b/data/plan.txt", "Changed"),
            ]))
        let answer = try kist.run("import", path, "--json")
        let report = try answer.json()
        #expect(answer.status == 3 && report["added"]?.int == 0 && report["failed"]?.int == 1, "\(report.pretty)")
        #expect(
            report["items"]?.items.first?["diagnostics"]?.items.contains { $0["code"]?.string == "bag-checksum" }
                == true)
    }

    @Test func textsAreReadAsText() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let markdown = try kist.write(
            "notes.md", "# Peer talk\n\nThey **wait** for [each other](https://example.org).\n")
        let plain = try kist.write("plan.txt", "Monday: groups of three\n")
        let report = try kist.json("import", markdown, plain)
        #expect(report["items"]?.items.map { $0["plugin"]?.string } == ["plain-text", "plain-text"])
        #expect(report["items"]?.items.first?["title"]?.string == "Peer talk")
        #expect(try kist.json("search", "groups of three")["total"]?.int == 1)
    }
}
