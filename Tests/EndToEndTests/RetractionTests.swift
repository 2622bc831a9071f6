import Foundation
import KistModel
import Testing

/// Works that are the same, and works that were retracted.
@Suite struct RetractionTests {
    private static let list =
        "Record ID,Title,Journal,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n"
        + "1,An invented paper,J,8/24/2020 0:00,10.1234/notice,10.1234/KIST.BAD,0,Retraction,+Error;\n"
        + "2,Another invented paper,J,8/24/2020 0:00,,10.1234/kist.fine,0,Correction,\n"

    private func entry(_ key: String, _ doi: String) -> String {
        "@article{\(key), title={Invented \(key)}, author={Sample, Ann}, year={2019}, doi={\(doi)}}\n"
    }

    /// Titles of the studies that are marked.
    private func marked(_ kist: KistProcess) throws -> Set<String> {
        let found = try kist.json("search", "retracted:yes")
        return Set((found["results"] ?? found["hits"])?.items.compactMap { $0["title"]?.string } ?? [])
    }

    @Test func marksWhatIsThereAndWhatComesLater() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        _ = try kist.json(
            "import", try kist.write("a.bib", entry("bad", "10.1234/kist.bad") + entry("fine", "10.1234/kist.fine")))
        #expect(try marked(kist).isEmpty)
        let taken = try kist.json("import", try kist.write("list.csv", Self.list))
        #expect(taken["added"]?.int == 1)
        #expect(try marked(kist) == ["Invented bad"])
        let later = try kist.json(
            "import",
            try kist.write("b.ris", "TY  - JOUR\nTI  - Invented later\nAU  - Doe, J\nDO  - 10.1234/Kist.Bad\nER  - \n"),
            "--on-duplicate", "keep-both")
        #expect(later["items"]?.items.first?.compact.contains("retracted") == true)
        #expect(try marked(kist) == ["Invented bad", "Invented later"])
        let again = try kist.json("import", try kist.write("list.csv", Self.list))
        #expect(again["unchanged"]?.int == 1)
    }

    /// Whoever looks at a strategy sees that what it leans on was retracted, in the hub that they got it from or their own.
    @Test func showsTheMarkInTheChainAndTakesItAlongInAPack() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let added = try kist.json(
            "add", "strategy", "--title", "Invented strategy", "--set", "definition=Sample words.", "--set",
            "licence=CC-BY-4.0")
        let strategy = try #require(added["id"]?.string)
        let list = try kist.json("import", try kist.write("a.bib", entry("bad", "10.1234/kist.bad")))
        let study = try #require(list["items"]?.items.first?["id"]?.string)
        #expect(try kist.run("link", study, "supports", strategy).status == 0)
        #expect(try !kist.run("show", strategy, "--chain").output.contains("RETRACTED"))
        _ = try kist.json("import", try kist.write("list.csv", Self.list))
        let chain = try kist.run("show", strategy, "--chain")
        #expect(chain.output.contains("RETRACTED"), "\(chain.output)")
        #expect(chain.output.contains("1 support (1 of them retracted)"), "\(chain.output)")
        #expect(try kist.run("search", "invented strategy").output.contains("(1 of them retracted)"))

        let pack = kist.home.appending(path: "pack.zip").path, other = kist.home.appending(path: "other").path
        let written = try kist.run("export", "pack", strategy, "--with-evidence", "--to", pack)
        #expect(written.status == 0, "\(written.notes)")
        let pages = try kist.shell("python3 -m zipfile -e pack.zip page && cat page/*/data/records/*.html")
        #expect(pages.output.contains("(1 of them retracted)"), "\(pages.notes)")
        let taken = try kist.run("import", pack, "--yes", "--collection", other)
        #expect(taken.status == 0, "\(taken.notes)")
        let there = try kist.run("show", strategy, "--chain", "--collection", other)
        #expect(there.output.contains("RETRACTED"), "\(there.output)\(there.notes)")
        #expect(try kist.run("search", "retracted:yes", "--collection", other).output.contains("Invented bad"))
    }

    @Test func takesTheMarksBackWithTheList() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        _ = try kist.json("import", try kist.write("a.bib", entry("bad", "10.1234/kist.bad")))
        let taken = try kist.json("import", try kist.write("list.csv", Self.list))
        #expect(try marked(kist) == ["Invented bad"])
        let batch = try #require(taken["batch"]?.string ?? taken["batch"]?.compact)
        _ = try kist.json("undo", batch)
        #expect(try marked(kist).isEmpty)
        _ = try kist.json("import", try kist.write("b.bib", entry("worse", "10.1234/kist.bad2")))
        #expect(try marked(kist).isEmpty)
    }

    @Test func neverTakesAWorkForAnotherByItsTitleAlone() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let list = [
            "@book{a, title={The same title}, author={Sample, Ann}, year={2019}, isbn={0306406152}}",
            "@book{b, title={Another title}, author={Other, Bob}, year={2001}, isbn={978-0-306-40615-7}}",
            "@book{c, title={The same title}, author={Third, Cat}, year={2019}}",
            "@book{d, title={The Same Title!}, author={Sample, A.}, year={2019}}",
            "@inbook{e, title={A chapter}, author={Sample, Ann}, booktitle={B}, year={2019}, isbn={0306406152}}",
            "@inbook{f, title={A second chapter}, author={Sample, Ann}, booktitle={B}, year={2019}, isbn={0306406152}}",
        ].joined(separator: "\n")
        let report = try kist.json("import", try kist.write("list.bib", list))
        let states = (report["items"]?.items ?? []).map { $0["status"]?.string ?? "" }
        #expect(states == ["added", "duplicate", "added", "duplicate", "added", "added"])
    }
}
