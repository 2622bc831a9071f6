import Foundation
import KistRepository
import Testing

@Suite struct FolderWatchTests {
    @Test func takesWhatHasComeToRestUntilItIsDone() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "kist-watch-\(UInt64.random(in: 0 ... .max))", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var watch = FolderWatch(folder)
        #expect(try watch.look().isEmpty)

        let file = folder.appending(path: "plan.txt")
        func write(_ text: String, age: TimeInterval) throws {
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 + age)], ofItemAtPath: file.path)
        }
        try write("half", age: 0)
        #expect(try watch.look().isEmpty, "seen for the first time")
        try write("half and half", age: 1)
        #expect(try watch.look().isEmpty, "still growing")
        #expect(try watch.look() == [file.path])
        #expect(try watch.look() == [file.path], "not taken in yet")
        watch.done([file.path])
        #expect(try watch.look().isEmpty, "taken already")

        try write("changed", age: 2)
        #expect(try watch.look().isEmpty)
        #expect(try watch.look() == [file.path])
        watch.done([file.path])

        try FileManager.default.removeItem(at: file)
        #expect(try watch.look().isEmpty)
        try write("changed", age: 2)
        #expect(try watch.look().isEmpty)
        #expect(try watch.look() == [file.path], "gone and back")
    }

    @Test func saysWhenThereIsNothingToWatch() {
        var watch = FolderWatch(URL(filePath: "/nowhere-at-all", directoryHint: .isDirectory))
        #expect(throws: RepositoryError.self) { try watch.look() }
    }
}
