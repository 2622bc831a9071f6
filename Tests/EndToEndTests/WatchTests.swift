import Foundation
import Glibc
import KistModel
import Testing

/// `kist import --watch` as a person leaves it running.
@Suite struct WatchTests {
    /// Asks once a second until the answer is yes; a minute is far more than a slow computer needs.
    private func comesTrue(_ isTrue: () throws -> Bool) throws -> Bool {
        for _ in 0..<60 {
            if try isTrue() { return true }
            sleep(1)
        }
        return false
    }

    @Test func takesInWhatIsPutThereAndOutlastsTrouble() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        func hits(_ words: String) throws -> Int { try kist.json("search", words)["hits"]?.items.count ?? 0 }
        try kist.write("inbox/wall.fodt", FlatDocument(title: "The feedback wall", lines: ["Sample text."]).text)
        let watching = try kist.start(["import", "--watch", "inbox"])
        defer { watching.kill() }
        #expect(try comesTrue { try kist.json("search", "wall")["hits"]?.items.count == 1 }, "what was there")
        try kist.write("inbox/new/hinge.fodt", FlatDocument(title: "Hinge questions", lines: ["Sample."]).text)
        #expect(try comesTrue { try hits("hinge") == 1 }, "what came later")

        // The folder goes away, as one on a network does, and comes back with something in it.
        let inbox = kist.home.appending(path: "inbox"), away = kist.home.appending(path: "away")
        try FileManager.default.moveItem(at: inbox, to: away)
        func notes() throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: watching.notes)), as: UTF8.self)
        }
        #expect(try comesTrue { try notes().contains("Trying again") }, "trouble is told")
        sleep(2)
        #expect(try notes().components(separatedBy: "Trying again").count == 2, "once")
        try kist.write("away/exit.fodt", FlatDocument(title: "Exit tickets", lines: ["Sample."]).text)
        try FileManager.default.moveItem(at: away, to: inbox)
        #expect(try comesTrue { try hits("tickets") == 1 }, "what lay there when it came back")
        #expect(try kist.json("stats")["records"]?.int == 3 || hits("sample") == 3, "nothing twice")

        #expect(Glibc.kill(watching.process, SIGINT) == 0)
        let end = try watching.wait()
        #expect(end.status == 128 + SIGINT || end.status == 0)
    }

    @Test func aFolderThatIsNotThereIsToldAtOnce() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let answer = try kist.run("import", "--watch", "nowhere")
        #expect(answer.status == 2 && answer.notes.contains("nowhere"))
    }
}
