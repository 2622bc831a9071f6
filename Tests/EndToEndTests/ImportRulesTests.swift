import Foundation
import Glibc
import KistModel
import Testing

/// What an import takes in, what it leaves, and what it says of each.
@Suite struct ImportRulesTests {
    private static let entry =
        "@article{one, title={Inside the invented box}, author={Sample, Ann}, year={2019}, doi={10.1234/kist.1}, note={first}}\n"
    private static let other =
        "@article{two, title={Inside the invented box, again}, author={Sample, Ann}, year={2019}, doi={10.1234/KIST.1}}\n"

    /// The counts of a report; checks that they add up and that all that was not added has a reason.
    private func counts(_ report: JSONValue, sourceLocation: SourceLocation = #_sourceLocation) -> [String: Int] {
        var counts: [String: Int] = [:]
        for name in ["found", "added", "updated", "unchanged", "duplicate", "skipped", "failed"] {
            counts[name] = report[name]?.int ?? -1
        }
        #expect(counts["found"] == counts.values.reduce(0, +) - (counts["found"] ?? 0), sourceLocation: sourceLocation)
        let items = report["items"]?.items ?? []
        #expect(items.count == counts["found"], sourceLocation: sourceLocation)
        for item in items where ["duplicate", "skipped", "failed"].contains(item["status"]?.string) {
            #expect(item["reason"]?.string?.isEmpty == false, "\(item.pretty)", sourceLocation: sourceLocation)
        }
        return counts.filter { $0.key != "found" && $0.value != 0 }
    }

    /// A large file that is taken away between its reading and its storing costs itself alone.
    @Test func aFileThatGoesAwayOnTheWayCostsItselfAlone() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        _ = try kist.run("init", kist.collection.path)
        try kist.writePlugin(
            "slow", makes: "blocks", firstLine: "SLOW",
            job: """
                time.sleep(2)
                send(19, [{"kind": "paragraph", "text": "At last."}])
                send(26, {"textRead": 8})
                """)
        let slow = try kist.write("a.txt", "SLOW\n"), last = try kist.write("c.md", "# The last one\n\nSample text.\n")
        let large = try kist.write(
            "b.md", "# A large one\n\n" + String(repeating: "Sample text. ", count: 60_000) + "\n")
        let running = try kist.start(["import", slow, large, last, "--jobs", "2", "--json"])
        // The spool is there once the files have been found.
        let spool = kist.collection.appending(path: "spool").path
        while !FileManager.default.fileExists(atPath: spool), Glibc.kill(running.process, 0) == 0 { usleep(10_000) }
        // Time to read the second while the first takes long. Where it is not enough, the second is not there to be read.
        usleep(700_000)
        unlink(large)
        let answer = try running.wait()
        let items = try answer.json()["items"]?.items ?? []
        #expect(items.map { $0["status"]?.string } == ["added", "failed", "added"], "\(answer.output)\(answer.notes)")
        #expect(counts(try answer.json()) == ["added": 2, "failed": 1])
        #expect(try kist.run("check").status == 0)
    }

    @Test func whatAFileLooksLikeAtFirstDoesNotHideWhatItIs() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        _ = try kist.run("init")
        try kist.write("in/questions.md", "% Questions and answers\n\n# First\n\nWho keeps the chest?\n")
        try kist.write("in/saved.txt", "[\n  {\"name\": \"a page\", \"words\": \"Kale in the garden\"}\n]\n")
        let report = try kist.json("import", "in")
        #expect(report["added"]?.int == 2)
        let plugins = report["items"]?.items.compactMap { $0["plugin"]?.string } ?? []
        #expect(plugins.count == 2, "both are read: \(report.compact)")
        #expect(try kist.json("search", "chest")["total"]?.int == 1)
        #expect(try kist.json("search", "kale")["total"]?.int == 1)
    }

    @Test func aDeclaredIdMakesTheNextVersion() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        func form(_ words: String) -> String {
            var document = FlatDocument(title: "The feedback wall", lines: ["Type: Strategy", words])
            document.property("kist:id", "7k3m9q0rtvwxyz12")
            return document.text
        }
        let first = try kist.json("import", try kist.write("a/wall.fodt", form("Before the change.")))
        #expect(counts(first) == ["added": 1])
        #expect(first["items"]?.items.first?["id"]?.string == "7k3m9q0rtvwxyz12")
        let path = try kist.write("b/wall.fodt", form("After it."))
        let asked = try kist.json("import", path)
        #expect(counts(asked) == ["duplicate": 1])
        #expect(counts(try kist.json("import", path, "--on-duplicate", "update")) == ["updated": 1])
        #expect(try kist.json("show", "7k3m9q0rtvwxyz12")["record"]?["number"]?.int == 2)
        #expect(counts(try kist.json("import", path)) == ["unchanged": 1])
    }

    @Test func aKnownDOIIsADuplicateUnlessAskedOtherwise() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        #expect(counts(try kist.json("import", try kist.write("one.bib", Self.entry))) == ["added": 1])
        let two = try kist.write("two.bib", Self.other)
        let report = try kist.json("import", two)
        #expect(counts(report) == ["duplicate": 1])
        #expect(report["items"]?.items.first?["reason"]?.string?.contains("DOI") == true)
        #expect(counts(try kist.json("import", two, "--on-duplicate", "update")) == ["updated": 1])
        #expect(try kist.json("search", "--type", "study")["total"]?.int == 1)
        let three = try kist.write("three.bib", Self.other.replacing("two", with: "three"))
        #expect(counts(try kist.json("import", three, "--on-duplicate", "keep-both")) == ["added": 1])
        #expect(try kist.json("search", "--type", "study")["total"]?.int == 2)
        #expect(try kist.run("check").status == 0)
    }

    @Test func aWithdrawnMatchIsPointedTo() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let first = try kist.json("import", try kist.write("one.bib", Self.entry))
        let id = try #require(first["items"]?.items.first?["id"]?.string)
        #expect(try kist.run("withdraw", id, "--reason", "Retracted").status == 0)
        let report = try kist.json("import", try kist.write("two.bib", Self.other))
        #expect(counts(report) == ["skipped": 1])
        let reason = report["items"]?.items.first?["reason"]?.string ?? ""
        #expect(reason.contains("withdrawn") && reason.contains(id), "\(reason)")
    }

    @Test func oneBadFileDoesNotStopTheRestUnlessStrict() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        try kist.write("in/a.fodt", FlatDocument(title: "First of all", lines: ["Alpha words."]).text)
        try kist.write("in/b.bib", "@article{two, title={Never closed, year={2020}\n")
        try kist.write("in/c.fodt", FlatDocument(title: "Third of all", lines: ["Gamma words."]).text)
        let folder = kist.home.appending(path: "in").path

        let strict = try kist.run("import", folder, "--strict", "--json")
        #expect(strict.status == 3)
        #expect(try strict.json()["failed"]?.int == 1)
        #expect(try kist.run("search", "alpha").status == 1)
        #expect(try kist.run("check").status == 0)

        let run = try kist.run("import", folder, "--json")
        #expect(run.status == 3)
        #expect(counts(try run.json()) == ["added": 2, "failed": 1])
        for word in ["alpha", "gamma"] { #expect(try kist.run("search", word).status == 0, "\(word)") }
    }

    @Test func junkIsCountedAnEmptyFileSkippedAndAnUnreadFileFoundByItsName() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        try kist.write("in/.DS_Store", "x")
        try kist.write("in/Thumbs.db", "x")
        try kist.write("in/empty.docx", "")
        try kist.write(
            "in/posters/talk-partners-poster.png", Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]))
        let report = try kist.json("import", kist.home.appending(path: "in").path)
        #expect(counts(report) == ["added": 1, "skipped": 1])
        #expect(
            report["notes"]?.items.contains { $0.string?.contains("2 hidden or system files") == true } == true,
            "\(report.pretty)")
        let found = try kist.json("search", "partners", "poster")
        #expect(found["total"]?.int == 1)
        #expect(try kist.json("search", "posters")["total"]?.int == 1)
        let record = try kist.json("show", try #require(found["hits"]?.items.first?["id"]?.string))["record"]
        #expect(record?["type"]?.string == "resource")
        #expect(record?["provenance"]?["coverage"]?["textRead"]?.int == 0)
        #expect(try kist.run("show", "1").output.contains("talk-partners-poster.png"))
    }

    /// A digest's list of references is matched to the studies whichever comes first; what names nothing is listed.
    @Test(arguments: ["together", "digest first", "references first"]) func referencesAreResolvedInAnyOrder(
        _ order: String
    ) throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        var digest = FlatDocument(
            title: "What the studies say of boxes",
            lines: ["Type: Research digest", "A short account of Sample (2019)."])
        digest.heading("References")
        digest.paragraph("Sample, A. (2019) Inside the invented box. Journal of Boxes, 3(1), 7–19.")
        digest.paragraph("Specimen, B. (2021). Lids and learning. https://doi.org/10.1234/kist.2")
        digest.paragraph("Nobody, C. (2001) The work that is not there. Journal of Boxes, 1(1), 1–2.")
        let text = try kist.write("digest.fodt", digest.text)
        let list = try kist.write(
            "refs.ris",
            """
            TY  - JOUR
            TI  - Inside the invented box
            AU  - Sample, Ann
            PY  - 2019
            JO  - Journal of Boxes
            ER  -\u{20}
            TY  - JOUR
            TI  - Lids and learning: a review
            AU  - Specimen, Bob
            PY  - 2021
            DO  - 10.1234/kist.2
            ER  -\u{20}

            """)
        switch order {
        case "together": #expect(try kist.run("import", text, list).status == 0)
        case "digest first": for file in [text, list] { #expect(try kist.run("import", file).status == 0) }
        default: for file in [list, text] { #expect(try kist.run("import", file).status == 0) }
        }
        let chain = try #require(try kist.json("show", "What the studies say of boxes", "--chain")["chain"])
        let titles = (chain["sections"]?.items ?? []).flatMap { $0["entries"]?.items ?? [] }.compactMap {
            $0["title"]?.string
        }
        #expect(
            Set(titles).isSuperset(of: ["Inside the invented box", "Lids and learning: a review"]), "\(chain.pretty)")
        let unmatched = chain["unmatched"]?.items.compactMap(\.string) ?? []
        #expect(unmatched.count == 1 && unmatched[0].contains("The work that is not there"), "\(unmatched)")
        let shown = try kist.run("show", "What the studies say of boxes", "--chain").output
        #expect(shown.contains("Lids and learning: a review") && shown.contains("The work that is not there"))
        #expect(try kist.run("check").status == 0)
    }

    @Test func standardInputIsReadByItsContentOrAsItIsTold() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        #expect(counts(try kist.run(["import", "-", "--json"], input: Self.entry).json()) == ["added": 1])
        #expect(
            counts(
                try kist.run(["import", "-", "--as", "bibtex", "--json"], input: "@misc{x, title={Piped in}}\n").json())
                == ["added": 1])
        #expect(try kist.run("show", "Piped in").status == 0)
    }

    @Test func anEntryThatCannotBeReadFailsAlone() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let list = try kist.write(
            "refs.bib",
            Self.entry
                + "@article{bad, title={Never closed, year=2020}\n\n@book{good, title={After the bad one}, year={2021}}\n"
        )
        let run = try kist.run("import", list, "--json")
        let told = counts(try run.json())
        #expect(told["added"] == 2 && told["failed"] == 1, "\(told)")
        #expect(run.status == 3)
        #expect(try kist.run("show", "After the bad one").status == 0)
    }

    @Test func valuesFromTheCommandLineFillWhatTheDocumentLeavesOut() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        try kist.write(
            "in/a.fodt", FlatDocument(title: "Says its stage", lines: ["Type: Strategy", "Stages: P7"]).text)
        try kist.write("in/b.fodt", FlatDocument(title: "Says nothing", lines: ["Only words."]).text)
        let run = try kist.run(
            "import", kist.home.appending(path: "in").path, "--type", "strategy", "--set", "stages=P5", "--json")
        #expect(run.status == 0, "\(run.output)\(run.notes)")
        #expect(try kist.json("search", "--stage", "P7", "--type", "strategy")["total"]?.int == 1)
        #expect(try kist.json("search", "--stage", "P5", "--type", "strategy")["total"]?.int == 1)
    }

    /// What a document hides is found like the rest of it, and said to be hidden; notes have their numbers.
    @Test func notesAndHiddenTextAreReadAndFound() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        var document = FlatDocument(title: "The feedback wall", lines: ["Type: Strategy"])
        document.note("", note: "", hidden: "Nobody is to read this as what the whole document is about")
        document.note("Pupils wrote", note: "In chalk.", hidden: "Kaleidoscope answers")
        try kist.write("in/wall.fodt", document.text)
        let read = try kist.run("extract", "in/wall.fodt")
        #expect(read.output.contains("Pupils wrote[2]\n") && read.output.contains("[2] In chalk.\n"))
        #expect(read.output.contains("\nKaleidoscope answers\n"))
        #expect(try kist.json("import", "in")["added"]?.int == 1)
        let found = try kist.json("search", "kaleidoscope")
        let hit = try #require(found["hits"]?.items.first)
        #expect(!hit.compact.contains("Nobody is to read"))
        #expect(hit["snippet"]?["place"]?.string?.hasSuffix(", hidden") == true)
        let id = try #require(hit["id"]?.string)
        let shown = try kist.run("show", id, "--text")
        #expect(
            shown.output.contains("Pupils wrote[2]")
                && shown.output.contains("Hidden in the file: Kaleidoscope answers"))
    }
}
