import Foundation
import KistModel
import Testing

/// The sample collection through the real program: whole, repeatable, and foretold by a dry run.
@Suite struct SampleImportTests {
    private static let statuses = ["added", "updated", "unchanged", "duplicate", "skipped", "failed"]

    @Test func everythingIsTakenInAndTheCountsAddUp() throws {
        let report = try SampleCollection.shared.get().report
        #expect(report["found"]?.int == Self.statuses.reduce(0) { $0 + (report[$1]?.int ?? -1) })
        #expect(report["failed"]?.int == 0)
        #expect((report["added"]?.int ?? 0) > 140)
        for item in report["items"]?.items ?? [] where item["status"]?.string != "added" {
            #expect(item["reason"]?.string?.isEmpty == false, "\(item.pretty)")
        }
    }

    @Test func aSecondRunChangesNothingAndAllIsWell() throws {
        let kist = try SampleCollection.copy()
        defer { kist.remove() }
        let first = try SampleCollection.shared.get().report
        let second = try kist.json("import", SampleCollection.folder.appending(path: "collection").path)
        for name in ["added", "updated", "failed"] { #expect(second[name]?.int == 0, "\(name)") }
        #expect(second["found"] == first["found"])
        #expect(second["unchanged"] == first["added"])
        func ids(_ report: JSONValue, _ status: String) -> [String: String] {
            var ids: [String: String] = [:]
            for item in report["items"]?.items ?? [] where item["status"]?.string == status {
                ids["\(item["path"]?.string ?? "") \(item["entry"]?.string ?? "")"] = item["id"]?.string
            }
            return ids
        }
        #expect(ids(first, "added") == ids(second, "unchanged"))
        let check = try kist.run("check", "--json")
        #expect(check.status == 0, "\(check.output)")
        #expect(try check.json()["ok"]?.bool == true)
        #expect(try kist.json("check")["records"] == first["added"])
    }

    @Test func aDryRunSaysWhatTheRealRunDoes() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        #expect(try kist.run("init", kist.collection.path).status == 0)
        let folder = SampleCollection.folder.appending(path: "forms").path
        let dry = try kist.json("import", folder, "--dry-run")
        #expect(dry["dryRun"]?.bool == true)
        #expect(try kist.run("search").status == 1)
        let real = try kist.json("import", folder)
        for name in ["found"] + Self.statuses + ["items"] { #expect(dry[name] == real[name], "\(name)") }
    }
}
