import Foundation
import KistModel
import Testing

/// An installed Kist may be moved anywhere, and needs nothing of the folder that it was built in.
@Suite struct RelocationTests {
    private static let strace = "/usr/bin/strace"

    private func installed() throws -> KistProcess {
        var kist = try KistProcess()
        var installer = kist
        installer.program = URL(filePath: "/bin/bash")
        let place = kist.home.appending(path: "first place").path
        let answer = try installer.run(
            KistProcess.repository.appending(path: ".ci/install").path, KistProcess.programs.path, place)
        try #require(answer.status == 0, "\(answer.notes)")
        let moved = kist.home.appending(path: "moved/kist 1")
        try FileManager.default.createDirectory(
            at: moved.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: place, toPath: moved.path)
        kist.program = moved.appending(path: "bin/kist")
        kist.environment["PATH"] = nil
        return kist
    }

    @Test func itRunsFromWhereItWasMovedTo() throws {
        let kist = try installed()
        defer { kist.remove() }
        let file = try kist.write(
            "in/wall.fodt", FlatDocument(title: "The feedback wall", lines: ["Type: Strategy", "Stages: P5"]).text)
        let list = try kist.write(
            "in/refs.ris", "TY  - JOUR\nTI  - Inside the invented box\nAU  - Sample, Ann\nPY  - 2019\nER  - \n")
        let report = try kist.run("import", file, list, "--json")
        #expect(report.status == 0, "\(report.output)\(report.notes)")
        #expect(try report.json()["added"]?.int == 2)
        #expect(try kist.json("search", "wall", "--stage", "P5")["total"]?.int == 1)
        #expect(try kist.run("vocab", "show", "stage").status == 0)
        for plugin in try kist.json("plugins", "list")["plugins"]?.items ?? [] {
            #expect(plugin["executable"]?.string?.hasPrefix(kist.home.path) == true, "\(plugin.pretty)")
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: strace), "needs strace"))
    func itOpensNoFileOfTheSourceTree() throws {
        let kist = try installed()
        defer { kist.remove() }
        let file = try kist.write(
            "in/wall.fodt", FlatDocument(title: "The feedback wall", lines: ["Type: Strategy"]).text)
        var traced = kist
        traced.program = URL(filePath: Self.strace)
        for (name, arguments) in [("import", ["import", file]), ("search", ["search", "wall"])] {
            let log = kist.home.appending(path: "\(name).trace").path
            let answer = try traced.run(
                [
                    "-f", "-qq", "-e", "trace=open,openat,execve,stat,statx,newfstatat,readlink,access", "-o", log,
                    kist.program.path,
                ] + arguments)
            #expect(answer.status == 0, "\(answer.notes)")
            let opened = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            #expect(opened.count > 10)
            let outside = opened.filter { $0.contains(KistProcess.repository.path + "/") }
            #expect(outside.isEmpty, "\(outside.prefix(5))")
        }
    }
}
