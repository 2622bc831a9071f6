import Foundation
import KistModel
import Testing

/// Reading again, watching, reports and patterns, through the program.
@Suite struct ReimportTests {
    private func form(_ title: String, _ words: String) -> String {
        FlatDocument(title: title, lines: ["Type: Strategy", words]).text
    }

    @Test func readsAgainWhatAVersionMadeAndNothingElse() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        try kist.write("in/wall.fodt", form("The feedback wall", "Sample text one."))
        try kist.write("in/hinge.fodt", form("Hinge questions", "Sample text two."))
        try kist.write(
            "in/refs.bib", "@article{one, title={Inside the invented box}, author={Sample, Ann}, year={2019}}\n")
        let first = try kist.json("import", "in")
        #expect(first["added"]?.int == 3)
        let items = first["items"]?.items ?? []
        let wall = try #require(items.first { $0["title"]?.string == "The feedback wall" }?["id"]?.string)
        let hinge = try #require(items.first { $0["title"]?.string == "Hinge questions" }?["id"]?.string)
        let version = try #require(items.first { $0["id"]?.string == wall }?["pluginVersion"]?.string)
        let plugin = try #require(items.first { $0["id"]?.string == wall }?["plugin"]?.string)
        // Somebody has worked on one of them since.
        #expect(try kist.run("edit", hinge, "--set", "title=Hinge questions, tried").status == 0)

        let none = try kist.json("reimport", "--plugin", plugin, "--version", "<0.0.1")
        #expect(none["found"]?.int == 0)
        let dry = try kist.json("reimport", "--plugin", plugin, "--version", "<99", "--dry-run")
        #expect(dry["found"]?.int == 1 && dry["batch"] == .null)
        let again = try kist.json("reimport", "--plugin", plugin, "--version", version)
        #expect(again["found"]?.int == 1)
        #expect(again["items"]?.items.first?["id"]?.string == wall)
        // The same reader reads the same: there is nothing to keep.
        #expect(again["unchanged"]?.int == 1)
        #expect(try kist.json("show", hinge)["record"]?["fields"]?["title"]?["en"]?.string == "Hinge questions, tried")

        let lists = try kist.run("reimport", "--plugin", "bibliography", "--version", "<99", "--json")
        let skipped = try lists.json()
        #expect(skipped["skipped"]?.int == 1)
        #expect(skipped["items"]?.items.first?["reason"]?.string?.contains("refs.bib") == true)

        let unknown = try kist.run("reimport", "--plugin", "nobody", "--version", "<99")
        #expect(unknown.status == 2 && unknown.notes.contains("nobody"))
        #expect(try kist.run("reimport", "--plugin", plugin, "--version", "new").status == 2)
        #expect(try kist.run("check").status == 0)
    }

    /// A list is not kept, so its entries cannot be read again from the collection; from the list they can, by a plugin
    /// that reads better now. Where nothing was wrong, or somebody has worked on an entry since, it stays as it is.
    @Test func aListIsReadAgainByAnotherVersionOfItsPlugin() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        try writeBookList(kist, version: "1.0.0", cutting: 1)
        let list = try kist.write("in/books.txt", "BOOKLIST\nInvented boxes\nSample hinges\nTold to nobody\n")
        let first = try kist.json("import", list)
        #expect(first["added"]?.int == 3)
        let items = first["items"]?.items ?? []
        #expect(items.map { $0["title"]?.string } == ["nvented boxes", "ample hinges", "old to nobody"])
        let ids = items.compactMap { $0["id"]?.string }
        try #require(ids.count == 3)
        #expect(try kist.run("edit", ids[2], "--set", "title=Told to everybody").status == 0)

        try writeBookList(kist, version: "1.1.0", cutting: 0)
        let skipped = try kist.run("reimport", "--plugin", "book-list", "--version", "<1.1", "--json").json()
        #expect(skipped["skipped"]?.int == 2)
        #expect(skipped["items"]?.items.first?["reason"]?.string?.contains("--on-duplicate update") == true)

        #expect(try kist.json("import", list)["unchanged"]?.int == 3)
        let again = try kist.json("import", list, "--on-duplicate", "update")
        #expect(again["updated"]?.int == 2 && again["unchanged"]?.int == 1, "\(again)")
        #expect((again["items"]?.items ?? []).compactMap { $0["id"]?.string } == ids)
        func title(_ id: String) throws -> String? {
            try kist.json("show", id)["record"]?["fields"]?["title"]?["en"]?.string
        }
        #expect(try ids.map(title) == ["Invented boxes", "Sample hinges", "Told to everybody"])
        // Read by this version already.
        #expect(try kist.json("import", list, "--on-duplicate", "update")["unchanged"]?.int == 3)
        #expect(
            try kist.run("reimport", "--plugin", "book-list", "--version", "<1.1", "--json").json()["found"]?.int == 0)
    }

    /// A plugin of the user's own for lists of titles, one a line, which loses the first letters of each.
    private func writeBookList(_ kist: KistProcess, version: String, cutting: Int) throws {
        try kist.writePlugin(
            "book-list", version: version, makes: "entries", firstLine: "BOOKLIST",
            job: """
                lines = data.decode("utf-8").splitlines()
                entries = [{"csl": {"type": "book", "title": line[\(cutting):]}, "place": f"line {number}"}
                           for number, line in enumerate(lines, 1) if number > 1]
                send(20, entries)
                send(26, {"textRead": 0, "parts": [{"name": "titles", "status": "read", "count": len(entries)}]})
                """)
    }

    @Test func writesAReportAndFillsInPatterns() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        try kist.write("in/a <wall>.fodt", form("The <feedback> wall", "Sample text."))
        try kist.write("in/empty.docx", "")
        let page = kist.home.appending(path: "report.html")
        let run = try kist.run("import", "in/*", "--report", page.path)
        #expect(run.status == 0)
        let html = try String(contentsOf: page, encoding: .utf8)
        #expect(html.contains("Kist looked at 2 things: 1 new, 1 left out."))
        #expect(html.contains("The &lt;feedback&gt; wall") && !html.contains("<feedback>"))
        #expect(html.contains("the file is empty"))
        let json = kist.home.appending(path: "report.json")
        #expect(try kist.run("import", "in", "--report", json.path).status == 0)
        #expect(try JSONParser.parse(String(contentsOf: json, encoding: .utf8))["unchanged"]?.int == 1)
        #expect(try kist.run("import", "in/*.pdf").status == 2)
        #expect(try kist.run("import", "in", "--report", "report.pdf").status == 2)
    }

    /// A page that goes by a document's name is refused; by its own name it is read.
    @Test func aTextIsNotReadUnderAnArchivesName() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let page = "<!DOCTYPE html><html><body><p>Sample words on a page.</p></body></html>\n"
        #expect(try kist.run("extract", try kist.write("page.docx", page)).status == 3)
        let read = try kist.run("extract", try kist.write("page.html", page))
        #expect(read.status == 0 && read.output.contains("Sample words on a page."))
    }
}
