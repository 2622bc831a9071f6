import Foundation
import KistPlugin
import Testing

@testable import BundleImporter

@Suite struct BagTests {
    /// The Library of Congress's conformance suite, where it lies beside the repository.
    private static let suite: [URL] = {
        let named = ProcessInfo.processInfo.environment["KIST_SHARED"].map { URL(filePath: $0) }
        var folder = URL(filePath: #filePath)
        while named == nil, folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            if FileManager.default.fileExists(atPath: folder.appending(path: "shared/DESIGN.md").path) { break }
        }
        let bundles = (named ?? folder.appending(path: "shared")).appending(path: "data/import/bundle")
        let all = (try? FileManager.default.contentsOfDirectory(at: bundles, includingPropertiesForKeys: nil)) ?? []
        return all.filter { $0.lastPathComponent.hasPrefix("bagit-conformance-suite--") }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()

    @Test(.enabled(if: !suite.isEmpty, "the conformance suite is not there")) func theConformanceSuite() throws {
        var decided = 0
        for file in Self.suite {
            let name = file.lastPathComponent
            if name.contains("-windows-only-") { continue }
            let read = Unpacked(Array(try Data(contentsOf: file)))
            let first = read.output.diagnostics.first { $0.severity == .error }?.message ?? ""
            if name.contains("-warning-") {
                // Either is right; what is taken in spite of it is told with a warning.
                #expect(read.failure != nil || !read.codes.isEmpty, "\(name): nothing was said")
                continue
            }
            decided += 1
            let isValid = name.contains("-valid-")
            #expect((read.failure == nil) == isValid, "\(name): \(read.failure?.message ?? "taken") \(first)")
            if isValid {
                #expect(read.codes.contains("bag-valid") && !read.output.items.isEmpty, "\(name)")
                #expect(read.output.items.allSatisfy { $0.item.path.contains("/data/") && $0.intact == true })
            } else {
                #expect(
                    read.output.items.isEmpty && read.failure?.code == .damaged,
                    "\(name): \(String(describing: read.failure))")
            }
        }
        #expect(decided == 48)
    }

    // MARK: - Bags of our own

    private struct OwnBag {
        var version = "1.0"
        var files = [("data/plan.txt", "The plan"), ("data/notes/week 1.txt", "Notes")]
        var algorithms: [MessageDigest.Algorithm] = [.sha256]
        var info = "External-Description: What three schools tried.\r\nTitle: Cycle 2\r\n"
        var change: (inout [(String, String)]) -> Void = { _ in }

        var archive: [UInt8] {
            var all = files
            all.append(("bagit.txt", "BagIt-Version: \(version)\nTag-File-Character-Encoding: UTF-8\n"))
            all.append(("bag-info.txt", info))
            for algorithm in algorithms {
                func manifest(_ files: [(String, String)]) -> String {
                    files.map { "\(MessageDigest.of(Array($0.1.utf8), algorithm))  \($0.0)\n" }.joined()
                }
                all.append(("manifest-\(algorithm.rawValue).txt", manifest(files)))
                all.append(("tagmanifest-\(algorithm.rawValue).txt", manifest(all.filter { !$0.0.hasPrefix("data/") })))
            }
            change(&all)
            var zip = RawZip()
            for (name, text) in all { zip.add("bag/" + name, text) }
            return zip.bytes()
        }
    }

    @Test(arguments: MessageDigest.Algorithm.allCases) func aWholeBagIsTaken(algorithm: MessageDigest.Algorithm) {
        let read = Unpacked(OwnBag(algorithms: algorithm == .md5 ? [.md5] : [algorithm, .md5]).archive)
        #expect(read.failure == nil && read.codes == ["bag-valid"])
        #expect(read.paths == ["bag/data/plan.txt", "bag/data/notes/week 1.txt"])
        #expect(read.output.metadata?.title == "Cycle 2")
        #expect(read.output.blocks.map(\.text) == ["Cycle 2", "What three schools tried."])
    }

    /// Every byte that is changed in any file of the bag is found, before anything is taken.
    @Test func everyChangeIsFound() {
        let count = OwnBag().archive.count
        #expect(count > 0)
        for name in ["data/plan.txt", "data/notes/week 1.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt"] {
            let read = Unpacked(
                OwnBag(change: { all in
                    guard let index = all.firstIndex(where: { $0.0 == name }) else { return }
                    all[index].1 += "x"
                }).archive)
            #expect(read.failure?.code == .damaged, "\(name)")
            #expect(read.output.items.isEmpty && !read.codes.isEmpty)
        }
    }

    @Test(arguments: ["data/plan.txt", "bagit.txt", "manifest-sha256.txt", "bag-info.txt"])
    func whatIsMissingIsFound(name: String) {
        let read = Unpacked(OwnBag(change: { $0.removeAll { $0.0 == name } }).archive)
        #expect(read.failure?.code == .damaged && read.output.items.isEmpty)
    }

    @Test func whatNobodyListedIsFound() {
        let read = Unpacked(OwnBag(change: { $0.append(("data/extra.txt", "x")) }).archive)
        #expect(read.failure?.code == .damaged && read.codes == ["bag-extra"])
    }

    @Test func whatMustBeFetchedIsToldAndNeverFetched() {
        let read = Unpacked(
            OwnBag(change: { all in
                all.removeAll { $0.0 == "data/plan.txt" }
                all.append(("fetch.txt", "https://example.org/plan.txt 8 data/plan.txt\n"))
            }).archive)
        #expect(read.failure?.code == .damaged && read.codes.contains("bag-incomplete"))
    }

    /// Many problems of one kind come in the same order whatever the order in which sets hold them.
    @Test func problemsComeInOneOrder() {
        let lines = (0..<40).map { "https://example.org/\($0) - data/unlisted \($0).txt\n" }
        let archive = OwnBag(change: { $0.append(("fetch.txt", lines.shuffled().joined())) }).archive
        let read = Unpacked(archive)
        #expect(read.failure?.code == .damaged)
        let messages = read.output.diagnostics.map(\.message)
        #expect(messages.count == 40 && messages == messages.sorted())
    }

    @Test func linesBreaksInNamesAreWrittenAsCodesFromVersionOne() {
        var bag = OwnBag(change: { all in
            for index in all.indices where all[index].0.hasPrefix("manifest") {
                all[index].1 = all[index].1.replacing("100%.txt", with: "100%25.txt")
            }
            for index in all.indices where all[index].0.hasPrefix("tagmanifest") {
                let manifest = all.first { $0.0 == "manifest-sha256.txt" }?.1 ?? ""
                let lines = all[index].1.split(separator: "\n").filter { !$0.hasSuffix("  manifest-sha256.txt") }
                let own = "\(MessageDigest.of(Array(manifest.utf8), .sha256))  manifest-sha256.txt"
                all[index].1 = (lines.map(String.init) + [own]).joined(separator: "\n") + "\n"
            }
        })
        bag.files = [("data/100%.txt", "all")]
        #expect(Unpacked(bag.archive).failure == nil)
        bag.version = "0.97"
        #expect(Unpacked(bag.archive).failure != nil)
    }

    @Test func otherVersionsAndEncodingsAreSaid() {
        #expect(Unpacked(OwnBag(version: "2.0").archive).failure?.code == .unsupported)
        let read = Unpacked(
            OwnBag(change: { all in
                for index in all.indices where all[index].0 == "bagit.txt" {
                    all[index].1 = "BagIt-Version: 1.0\nTag-File-Character-Encoding: EBCDIC\n"
                }
            }).archive)
        #expect(read.failure?.code == .unsupported)
    }

    /// A pack of Kist's own is handed over whole: its reader shows everything that is wrong with it.
    @Test func aPackIsLeftToItsReader() {
        let read = Unpacked(
            OwnBag(change: { all in
                all.append(("START-HERE.html", "<p>Start here"))
                all[0].1 = "changed"
            }).archive)
        #expect(
            read.failure == nil && read.paths.contains("bag/bagit.txt") && read.paths.contains("bag/START-HERE.html"))
    }

    @Test(arguments: [
        ("data/a.txt", "data/a.txt"), ("./data/a.txt", "data/a.txt"), ("/etc/passwd", nil), ("~/a", nil),
        ("~root/a", nil),
        ("data/../../a", nil), ("C:\\a", nil), ("c:a", nil), ("\\\\host\\a", nil), ("data\\..\\..\\a", nil), ("", nil),
        ("data/..a", "data/..a"),
    ])
    func pathsStayInTheBag(text: String, path: String?) { #expect(BagPath.read(text[...], isDecoded: true) == path) }
}
