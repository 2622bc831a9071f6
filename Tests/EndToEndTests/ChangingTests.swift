import Foundation
import KistModel
import Testing

/// Records written, changed, joined and taken back through the command line.
@Suite struct ChangingTests {
    private func added(_ kist: KistProcess, _ type: String, _ title: String, _ values: String...) throws -> String {
        let answer = try kist.run(["add", type, "--title", title, "--json"] + values.flatMap { ["--set", $0] })
        return try #require(try answer.json()["id"]?.string, "\(answer.output)\(answer.notes)")
    }

    @Test func aRecordIsAddedFoundAndShownByAllItsNames() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let id = try added(kist, "strategy", "Whole-class feedback sheets", "cost=1", "stages=P5", "stages=P6")
        let shown = try kist.json("show", id)
        #expect(shown["record"]?["fields"]?["title"]?["en"]?.string == "Whole-class feedback sheets")
        #expect(shown["record"]?["fields"]?["stages"]?.items.count == 2)
        for name in [id, String(id.prefix(4)), "whole-class feedback sheets"] {
            #expect(try kist.json("show", name)["record"]?["id"]?.string == id, "\(name)")
        }
        #expect(try kist.run("search", "sheets").status == 0)
        #expect(try kist.json("show", "1")["record"]?["id"]?.string == id)
    }

    @Test func aWorkIsShownByItsDOI() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let references = try kist.write(
            "refs.bib",
            "@article{bw, title={Inside the invented box}, author={Sample, Ann}, year={2019}, doi={10.1234/kist.1}}\n")
        #expect(try kist.run("import", references).status == 0)
        for name in ["10.1234/kist.1", "https://doi.org/10.1234/KIST.1", "doi:10.1234/kist.1"] {
            #expect(try kist.json("show", name)["record"]?["fields"]?["title"] != nil, "\(name)")
        }
    }

    @Test func anEditGivesExactlyTheValuesNamedAndAnEmptyOneRemoves() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let id = try added(kist, "strategy", "Hinge questions", "stages=P5", "cost=2")
        #expect(try kist.run("edit", id, "--set", "stages=S1", "--set", "stages=S2", "--set", "cost=").status == 0)
        let record = try #require(try kist.json("show", id)["record"])
        #expect(record["number"]?.int == 2)
        #expect(record["fields"]?["cost"] == nil)
        let stages = record["fields"]?["stages"]?.items.compactMap(\.string) ?? []
        #expect(stages.count == 2 && stages.allSatisfy { $0.lowercased().contains(":s") }, "\(stages)")
        #expect(try kist.json("edit", id, "--set", "stages=S1", "--set", "stages=S2")["done"]?.string == "unchanged")
    }

    @Test func aFieldOrValueThatIsNotKnownNamesTheNearestAndChangesNothing() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let id = try added(kist, "strategy", "Hinge questions")
        let field = try kist.run("edit", id, "--set", "stagez=P5")
        #expect(field.status == 2)
        #expect(field.notes.contains("stages"), "\(field.notes)")
        let value = try kist.run("edit", id, "--set", "licence=CC-BY-4.1")
        #expect(value.status == 2)
        #expect(value.notes.contains("CC Attribution 4.0"), "\(value.notes)")
        let type = try kist.run("add", "stratagem", "--title", "X")
        #expect(type.status == 2)
        #expect(type.notes.contains("strategy"), "\(type.notes)")
        #expect(try kist.json("show", id)["record"]?["number"]?.int == 1)
    }

    @Test func aLinkIsShownFromBothEndsAndInTheChain() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let strategy = try added(kist, "strategy", "Hinge questions")
        let study = try added(kist, "study", "Questions that turn a lesson")
        #expect(
            try kist.run(
                "link", study, "supports", strategy, "--quote", "gains were largest where all answered", "--page", "14"
            ).status == 0)
        #expect(try kist.json("show", study)["links"]?["out"]?.items.count == 1)
        #expect(try kist.json("show", strategy)["links"]?["in"]?.items.count == 1)
        let chain = try kist.run("show", strategy, "--chain")
        #expect(chain.output.contains("Questions that turn a lesson"))
        #expect(chain.output.contains("gains were largest where all answered"))
        let wrong = try kist.run("link", study, "suports", strategy)
        #expect(wrong.status == 2)
        #expect(wrong.notes.contains("supports"), "\(wrong.notes)")
    }

    @Test func aWithdrawnRecordLeavesANoteAndComesBackSearchable() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let old = try added(kist, "strategy", "Learning styles questionnaire")
        let new = try added(kist, "strategy", "Self-regulation routine")
        #expect(try kist.run("withdraw", old, "--reason", "No evidence for matching", "--replacement", new).status == 0)
        let search = try kist.run("search", "questionnaire")
        #expect(search.status == 1)
        #expect(search.notes.contains("1 withdrawn record also matches"), "\(search.notes)")
        #expect(try kist.run("search", "questionnaire", "--withdrawn").status == 0)
        let shown = try kist.run("show", old)
        #expect(shown.status == 0)
        for part in ["Withdrawn on 2026-06-01", "No evidence for matching", new] {
            #expect(shown.output.contains(part), "\(shown.output)")
        }
        #expect(try kist.run("reinstate", old).status == 0)
        #expect(try kist.json("search", "questionnaire")["total"]?.int == 1)
        #expect(try kist.json("show", old)["record"]?["state"]?.string == "current")
    }

    @Test func whatIsErasedIsNowhereInTheCollection() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let word = "Quillfeatherby"
        let file = try kist.write(
            "case.fodt",
            FlatDocument(title: "What one pupil said", lines: ["The pupil \(word) said so.", "Also \(word) again."])
                .text)
        _ = try kist.json("import", file)
        let item = try #require(try kist.json("search", word)["hits"]?.items.first)
        let id = try #require(item["id"]?.string)
        #expect(try kist.run("edit", id, "--set", "summary=About \(word)").status == 0)
        #expect(try kist.run("withdraw", id, "--reason", "To be looked at").status == 0)
        #expect(try kist.run("reinstate", id).status == 0)
        let asked = try kist.run("erase", id, "--reason", "Named a pupil")
        #expect(asked.status == 2)
        #expect(try kist.run("search", word).status == 0)

        let erased = try kist.run("erase", id, "--reason", "Named a pupil", "--yes")
        #expect(erased.status == 0, "\(erased.notes)")
        #expect(try kist.run("search", word).status == 1)
        #expect(try Self.files(holding: word, in: kist.collection) == [])
        #expect(try kist.run("check").status == 0)
        #expect(try kist.run("show", id).notes.contains("Named a pupil"))
        // The same file again does not bring it back.
        #expect(try kist.json("import", file)["skipped"]?.int == 1)
        #expect(try Self.files(holding: word, in: kist.collection) == [])
    }

    /// Names of files under `folder` whose bytes hold the word, in any case.
    private static func files(holding word: String, in folder: URL) throws -> [String] {
        let small = Data(word.lowercased().utf8)
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        return try (all?.allObjects as? [URL] ?? []).filter {
            try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
        }
        .filter { file in
            let lowered = Data(try Data(contentsOf: file).map { (65...90).contains($0) ? $0 + 32 : $0 })
            return lowered.range(of: small) != nil
        }.map(\.lastPathComponent)
    }

    @Test func anImportIsTakenBackAndComesAgainWithItsIds() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let file = try kist.write(
            "wall.fodt",
            FlatDocument(title: "The feedback wall", lines: ["Type: Strategy", "Some words on walls."]).text)
        let first = try kist.json("import", file)
        let batch = try #require(first["batch"]?.int)
        #expect(try kist.json("undo", "\(batch)")["undone"]?.items.count == 1)
        #expect(try kist.run("search", "walls").status == 1)
        #expect(try kist.run("check").status == 0)
        let again = try kist.json("import", file)
        #expect(again["added"]?.int == 1)
        #expect(again["items"]?.items.first?["id"] == first["items"]?.items.first?["id"])
        #expect(try kist.run("search", "walls").status == 0)
    }

    @Test func anEditIsTakenBackAndHistoryGivesTheLineThatDoesIt() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let id = try added(kist, "strategy", "Hinge questions", "cost=1")
        #expect(try kist.run("edit", id, "--set", "cost=3").status == 0)
        let history = try kist.run("history")
        let lines = history.output.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.filter {
            $0.hasPrefix("kist undo ")
        }
        #expect(lines.count == 2, "\(history.output)")
        let undo = try #require(lines.first).split(separator: " ").dropFirst().map(String.init)
        #expect(try kist.run(undo).status == 0)
        #expect(try kist.json("show", id)["record"]?["fields"]?["cost"]?.string?.hasSuffix(":1") == true)
        let after = try kist.json("history")["batches"]?.items ?? []
        #expect(after.contains { $0["undoneBy"]?.int != nil })
        let versions = try kist.json("show", id, "--history")["history"]?.items ?? []
        #expect(versions.count == 2)
        #expect(try kist.json("show", id)["record"]?["number"]?.int == 1)
    }

    @Test func anUndoKeepsWhatWasChangedSince() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let file = try kist.write("wall.fodt", FlatDocument(title: "The feedback wall", lines: ["Type: Strategy"]).text)
        let report = try kist.json("import", file)
        let id = try #require(report["items"]?.items.first?["id"]?.string)
        #expect(try kist.run("edit", id, "--set", "cost=2").status == 0)
        let undo = try kist.json("undo", "\(try #require(report["batch"]?.int))")
        #expect(undo["kept"]?.items.first?["id"]?.string == id)
        #expect(try kist.json("search", "wall")["total"]?.int == 1)
    }
}
