import Foundation
import KistModel
import Testing

/// Packs through the command line: out of one collection, into another, and out again.
@Suite struct PackTests {
    /// Everything that the sample collection holds, held-back items too; then a withdrawal follows its record.
    @Test func whatComesBackGivesTheSameBytes() throws {
        let kist = try SampleCollection.copy()
        defer { kist.remove() }
        let first = kist.home.appending(path: "first.zip").path
        let second = kist.home.appending(path: "second.zip").path
        let all = ["--title", "All", "--include-held", "--reason", "round trip"]
        let written = try kist.run(["export", "pack", "--to", first, "--json"] + all)
        #expect(written.status == 0, "\(written.output)\(written.notes)")
        #expect(try kist.json("verify", first)["ok"]?.bool == true)

        let info = try JSONParser.parse([UInt8](Data(contentsOf: kist.collection.appending(path: "kist.json"))))
        let other = kist.home.appending(path: "other").path
        var identity = ["init", other, "--name", info["name"]?.string ?? ""]
        for member in ["hub", "authority", "licence"] {
            if let value = info[member]?.string { identity += ["--\(member)", value] }
        }
        #expect(try kist.run(identity).status == 0)
        let shown = try kist.run("import", first, "--collection", other, "--json").json()
        #expect(shown["packs"]?.array?.first?["applied"]?.bool == false)
        #expect(try kist.run("search", "--collection", other).status == 1)
        let taken = try kist.run("import", first, "--yes", "--collection", other, "--json").json()
        #expect(taken["failed"]?.int == 0)
        #expect(try kist.run("check", "--collection", other).status == 0)
        #expect(try kist.run(["export", "pack", "--to", second, "--collection", other] + all).status == 0)
        #expect(try Data(contentsOf: URL(filePath: first)) == Data(contentsOf: URL(filePath: second)))

        let again = try kist.run("import", first, "--yes", "--collection", other, "--json").json()
        #expect(again["unchanged"]?.int == again["found"]?.int)

        let third = kist.home.appending(path: "third.zip").path
        #expect(try kist.run("withdraw", "Hinge questions", "--reason", "Being rewritten").status == 0)
        #expect(try kist.run(["export", "pack", "--to", third] + all).status == 0)
        _ = try kist.run("import", third, "--yes", "--collection", other)
        let withdrawn = try kist.run("show", "Hinge questions", "--collection", other, "--json").json()
        #expect(withdrawn["record"]?["withdrawn"]?["reason"]?.string == "Being rewritten")
    }

    @Test func whatMayNotTravelIsNamedWithTheCommandThatFreesIt() throws {
        let kist = try SampleCollection.copy()
        defer { kist.remove() }
        let file = kist.home.appending(path: "pack.zip").path
        let summary = try kist.json("export", "pack", "--to", file)
        let held = summary["held"]?.array ?? []
        #expect(
            held.contains {
                $0["title"]?.string == "Skye Core Hub" && $0["command"]?.string?.contains("kist edit") == true
            })
        #expect(held.allSatisfy { $0["reason"]?.string?.isEmpty == false })
    }
}
