import KistPlugin
import Testing

@Suite struct ZipNameTests {
    /// An archive of one stored entry whose name is `name`, byte for byte, written without the writer's checks.
    static func archive(named name: [UInt8], utf8: Bool = false) -> [UInt8] {
        func le(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let flags = utf8 ? 0x800 : 0
        let common = le(20, 2) + le(flags, 2) + le(0, 2) + le(0, 2) + le(0x21, 2) + le(0, 4) + le(0, 4) + le(0, 4)
        let local = le(0x0403_4b50, 4) + common + le(name.count, 2) + le(0, 2) + name
        let directory =
            le(0x0201_4b50, 4) + le(0x0314, 2) + common + le(name.count, 2) + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 2)
            + le(0o100644 << 16, 4) + le(0, 4) + name
        return local + directory + le(0x0605_4b50, 4) + le(0, 4) + le(1, 2) + le(1, 2) + le(directory.count, 4)
            + le(local.count, 4) + le(0, 2)
    }

    private func entry(_ name: [UInt8], utf8: Bool = false) throws -> ZipEntry {
        let reader = try ZipReader(MemoryInput(Self.archive(named: name, utf8: utf8)), limits: JobLimits())
        return try #require(try reader.next())
    }

    @Test func decodesByTheLadder() throws {
        #expect(try entry(Array("grüße.txt".utf8), utf8: true).name == "grüße.txt")
        #expect(try entry(Array("grüße.txt".utf8)).name == "grüße.txt")
        let old = try entry([0x67, 0x72, 0x81, 0xE1, 0x65])
        #expect(old.name == "grüße" && old.nameEncoding == "cp437")
        #expect(old.rawName == [0x67, 0x72, 0x81, 0xE1, 0x65])
        #expect(try entry(Array(#"word\document.xml"#.utf8)).name == "word/document.xml")
        #expect(try entry(Array("./a/b".utf8)).name == "a/b")
    }

    @Test(arguments: [
        ("../../etc/passwd", ZipEntry.NameProblem.parent), ("a/../../b", .parent), ("/etc/passwd", .absolute),
        (#"..\..\x"#, .parent), (#"C:\x"#, .drive), ("c:/x", .drive), (#"\\server\share"#, .absolute),
        ("a\nb", .control), ("a\u{202E}txt.exe", .control), ("./.", .empty),
    ])
    func namesThatNobodyShouldUse(name: String, problem: ZipEntry.NameProblem) throws {
        #expect(try entry(Array(name.utf8)).nameProblem == problem)
    }

    @Test(arguments: ["a.txt", "a/b c/d.txt", "....", "~/x", "%2e%2e/x", "file.txt:stream"])
    func namesThatAreOnlyNames(name: String) throws {
        #expect(try entry(Array(name.utf8)).nameProblem == nil)
    }
}
