import Foundation
import KistModel
import Testing

/// Killed at any instant, the collection opens, holds what was acknowledged, and the next run finishes the rest.
@Suite struct CrashTests {
    private static let count = 300

    /// Small documents, each with a word that is its own.
    private func documents(
        _ kist: KistProcess, count: Int = Self.count, in folder: String = "in", word: String = "quill"
    ) throws -> String {
        for number in 1...count {
            let text = FlatDocument(title: "Note \(number)", lines: ["Words of note \(word)\(number) about feedback."])
                .text
            try kist.write("\(folder)/\(number % 7)/note-\(number).fodt", text)
        }
        return kist.home.appending(path: folder).path
    }

    private func sum(_ report: JSONValue) -> Int {
        ["added", "updated", "unchanged", "duplicate", "skipped", "failed"].reduce(0) { $0 + (report[$1]?.int ?? -1) }
    }

    @Test func killedAtAnyMomentNothingIsTornAndTheNextRunFinishes() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let folder = try documents(kist)
        var random = SeededGenerator(seed: UInt64(ProcessInfo.processInfo.environment["KIST_CRASH_SEED"] ?? "") ?? 7)
        let rounds = Int(ProcessInfo.processInfo.environment["KIST_CRASH_ROUNDS"] ?? "") ?? 8
        var known = 0
        for round in 1...rounds {
            let running = try kist.start(["import", folder, "--json"])
            usleep(UInt32.random(in: 5_000...900_000, using: &random))
            running.kill()
            _ = try running.wait()
            // Killed before it made the collection, there is none: that is as good as whole.
            let check = try kist.run("check", "--json")
            let isThere = FileManager.default.fileExists(atPath: kist.collection.appending(path: "kist.json").path)
            #expect(check.status == (isThere ? 0 : 4), "round \(round): \(check.output)\(check.notes)")
            let total = isThere ? try kist.json("search", "--limit", "0")["total"]?.int ?? -1 : 0
            #expect(total >= known, "round \(round): what was there before is there still")
            known = total
        }
        let last = try kist.run("import", folder, "--json")
        #expect(last.status == 0, "\(last.notes)")
        let report = try last.json()
        #expect(report["found"]?.int == Self.count)
        #expect(sum(report) == Self.count)
        #expect(report["unchanged"]?.int == known)
        #expect(report["added"]?.int == Self.count - known)
        #expect(try kist.json("search", "--limit", "0")["total"]?.int == Self.count)
        #expect(try kist.run("check").status == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: kist.collection.path).filter {
            $0.hasPrefix("spool") || $0.hasSuffix(".new") || $0.hasSuffix(".old")
        }
        for name in left {
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: kist.collection.appending(path: name).path) == [],
                "\(name)")
        }
    }

    @Test func searchingWhileAnImportRunsFindsWholeRecordsOnly() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let folder = try documents(kist)
        #expect(try kist.run("add", "strategy", "--title", "Here from the start").status == 0)
        let running = try kist.start(["import", folder, "--json"])
        var seen = 0
        for _ in 0..<5 {
            let answer = try kist.run("search", "feedback", "--limit", "1", "--json")
            #expect(answer.status <= 1, "\(answer.notes)")
            let total = try answer.json()["total"]?.int ?? -1
            #expect(total >= seen, "what was found once is found again")
            seen = total
            #expect(try kist.run("search", "start").status == 0)
        }
        let report = try running.wait()
        #expect(report.status == 0, "\(report.notes)")
        #expect(try kist.json("search", "feedback", "--limit", "1")["total"]?.int == Self.count)
    }

    @Test func twoImportsAtOnceTakeTurnsOrSayWhyNot() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        #expect(try kist.run("init", kist.collection.path).status == 0)
        let one = try documents(kist, count: 60, in: "one", word: "alder"),
            two = try documents(kist, count: 60, in: "two", word: "birch")
        let running = [try kist.start(["import", one, "--json"]), try kist.start(["import", two, "--json"])]
        let answers = try running.map { try $0.wait() }
        for (answer, folder) in zip(answers, [one, two]) {
            if answer.status == 0 {
                #expect(try answer.json()["added"]?.int == 60)
            } else {
                #expect(answer.status == 4, "\(answer.output)\(answer.notes)")
                #expect(try answer.json()["error"]?["code"]?.string?.contains("locked") == true, "\(answer.output)")
                #expect(try kist.json("import", folder)["added"]?.int == 60)
            }
        }
        #expect(answers.contains { $0.status == 0 })
        #expect(try kist.json("search", "--limit", "0")["total"]?.int == 120)
        #expect(try kist.run("check").status == 0)
    }
}
