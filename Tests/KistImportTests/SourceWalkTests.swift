import Glibc
import Testing

@testable import KistImport

struct SourceWalkTests {
    private func walk(_ arguments: [String]) -> (paths: [String], walk: SourceWalk) {
        let walk = SourceWalk(arguments)
        var paths: [String] = []
        while let source = walk.next() { paths.append(source.path) }
        return (paths, walk)
    }

    @Test func ordersByTheBytesOfThePath() {
        let folder = TestFolder()
        for name in ["b.txt", "a/2.txt", "a/10.txt", "a.txt", "a-b.txt", "B.txt", "a/sub/é.txt", "a/sub.txt", "á.txt"] {
            folder.file(name)
        }
        let (paths, _) = walk([folder.path])
        let sorted = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(paths == sorted)
        #expect(paths.count == 9)
    }

    @Test func orderIsThatOfPathsForRandomTrees() {
        var random = Seeded(7)
        for _ in 0..<20 {
            let folder = TestFolder()
            let alphabet = Array("aA-. z0é".unicodeScalars)
            for _ in 0..<30 {
                let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    "x" + String(String.UnicodeScalarView((0..<2).map { _ in alphabet.randomElement(using: &random)! }))
                }
                folder.file(parts.joined(separator: "/"))
            }
            let (paths, _) = walk([folder.path])
            #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            #expect(Set(paths).count == paths.count)
        }
    }

    @Test func leavesJunkOutAndCountsIt() {
        let folder = TestFolder()
        for name in [
            "plan.docx", ".hidden.docx", ".DS_Store", "Thumbs.db", "thumbs.DB", "desktop.ini", "~$plan.docx",
            ".~lock.plan.odt#", "__MACOSX/plan.docx", "._plan.docx", ".git/config", "sub/ok.odt",
        ] { folder.file(name) }
        let (paths, walk) = walk([folder.path])
        #expect(paths == [folder.path + "/plan.docx", folder.path + "/sub/ok.odt"])
        #expect(walk.leftOut == [.hidden: 2, .system: 6, .lock: 2])
    }

    @Test func followsNoLinkInsideAFolderButOneThatIsNamed() {
        let folder = TestFolder()
        folder.file("outside/secret.txt")
        folder.file("inside/a.txt")
        folder.link("inside/out", to: folder.path + "/outside")
        folder.link("inside/loop", to: folder.path + "/inside")
        folder.link("inside/b.txt", to: folder.path + "/outside/secret.txt")
        mkfifo(folder.path + "/inside/pipe", 0o600)
        let (paths, walk) = walk([folder.path + "/inside", folder.path + "/inside/b.txt"])
        #expect(paths == [folder.path + "/inside/a.txt", folder.path + "/inside/b.txt"])
        #expect(walk.leftOut == [.link: 3, .special: 1])
    }

    @Test func reportsWhatIsNotThereInItsPlace() throws {
        let folder = TestFolder()
        folder.file("a.txt")
        let list = SourceWalk([folder.path + "/missing.docx", folder.path + "/a.txt", "-"])
        let missing = try #require(list.next())
        #expect(missing.problem?.code == .notFound)
        #expect(list.next()?.problem == nil)
        #expect(list.next()?.kind == .standardInput)
        #expect(list.next() == nil)
    }

    @Test func readsNamesThatAreNotUTF8() throws {
        let folder = TestFolder()
        folder.file([0x63, 0x61, 0x66, 0xE9], Array("latin".utf8))
        let source = try #require(SourceWalk([folder.path]).next())
        #expect(source.path.hasSuffix("caf\u{FFFD}"))
        #expect(try FileReader(source.location, followingLinks: false).read(at: 0, count: 9) == Array("latin".utf8))
    }

    @Test func opensOrdinaryFilesOnly() {
        let folder = TestFolder()
        mkfifo(folder.path + "/pipe", 0o600)
        for path in [folder.path, folder.path + "/pipe", "/dev/zero"] {
            #expect(throws: ImportError.self) { try FileReader(FilePath(path)) }
        }
        folder.file("a.txt")
        folder.link("b.txt", to: folder.path + "/a.txt")
        #expect(throws: ImportError.self) { try FileReader(FilePath(folder.path + "/b.txt"), followingLinks: false) }
    }

    @Test func hashesAreTheKnownOnes() {
        var hash = ContentHash()
        hash.update(Array("abc".utf8))
        #expect(hash.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
