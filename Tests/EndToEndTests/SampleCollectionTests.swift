import Foundation
import KistModel
import Testing

/// The sample collection through the real program: imported, searched, shown, changed, taken back.
@Suite(.serialized) struct SampleCollectionTests {
    static let samples = KistProcess.repository.appending(path: "Samples")

    @Test func importIsWholeAndRepeatable() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        #expect(try kist.run("init", kist.collection.path, "--hub", "Skye hub", "--authority", "Highland", "--licence", "CC-BY-4.0").status == 0)
        let first = try kist.run("import", Self.samples.appending(path: "collection").path, "--json").json()
        let counts = ["added", "updated", "unchanged", "duplicate", "skipped", "failed"].map { first[$0]?.int ?? -1 }
        #expect(first["found"]?.int == counts.reduce(0, +))
        #expect(first["failed"]?.int == 0)
        #expect((first["added"]?.int ?? 0) > 140)
        for item in first["items"]?.array ?? [] where item["status"]?.string != "added" { #expect(item["reason"]?.string?.isEmpty == false) }

        let second = try kist.run("import", Self.samples.appending(path: "collection").path, "--json").json()
        #expect(second["added"]?.int == 0)
        #expect(second["unchanged"]?.int == first["added"]?.int)
        let check = try kist.run("check", "--json")
        #expect(check.status == 0, "\(check.output)")
        #expect(try check.json()["ok"]?.bool == true)
    }

    @Test func dryRunSaysWhatTheRealRunDoes() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let folder = Self.samples.appending(path: "collection/Research").path
        let dry = try kist.run("import", folder, "--dry-run", "--json").json()
        #expect(try kist.run("search", "feedback").status == 1)
        let real = try kist.run("import", folder, "--json").json()
        for name in ["found", "added", "duplicate", "skipped", "failed"] { #expect(dry[name] == real[name], "\(name)") }
        let ids = { (report: JSONValue) in report["items"]?.array?.compactMap { $0["id"]?.string } }
        #expect(ids(dry) == ids(real))
    }

    @Test func formsGiveFullRecordsWithTheirLinks() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        try kist.run("import", Self.samples.path, "--json")
        let expected = try JSONParser.parse([UInt8](try Data(contentsOf: Self.samples.appending(path: "expected.json"))))
        var titles = 0, types = 0, wrong: [String] = []
        let all = try kist.run("export", "json", "--to", "-").output
        let records = try JSONParser.parse(all)["records"]?.array ?? []
        var byTitle: [String: JSONValue] = [:]
        for record in records {
            for (_, text) in record["fields"]?["title"]?.object?.members ?? [] { byTitle[text.string ?? ""] = record }
        }
        for document in expected["documents"]?.array ?? [] {
            guard let title = document["title"]?.string, let type = document["type"]?.string else { continue }
            guard let record = byTitle[title] else {
                wrong.append("no record “\(title)” of \(document["file"]?.string ?? "?")")
                continue
            }
            titles += 1
            if record["type"]?.string == type { types += 1 } else { wrong.append("\(title): \(record["type"]?.string ?? "?") instead of \(type)") }
        }
        #expect(titles > 100)
        #expect(wrong.isEmpty, "\(wrong.prefix(10))")
    }
}
