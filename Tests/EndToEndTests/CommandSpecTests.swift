import Foundation
import Testing

/// Runs every page of `Tests/Specs/command`: commands with what they print.
@Suite struct CommandSpecTests {
    private static let folder = KistProcess.repository.appending(
        path: "Tests/Specs/command", directoryHint: .isDirectory)

    private static let pages: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
    }()

    @Test func thereArePages() { #expect(Self.pages.count >= 6) }

    @Test(arguments: pages) func thePagePrintsWhatItSays(_ page: String) throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let spec = CommandSpec(try String(contentsOf: Self.folder.appending(path: page), encoding: .utf8))
        #expect(!spec.steps.isEmpty)
        for step in spec.steps {
            switch step {
            case .file(let name, let text): try kist.write(name, text)
            case .command(let line, let expected, let number):
                // One stream, so that answers and notes stand in the order in which a person sees them.
                let answer = try kist.shell("exec 2>&1; \(line)")
                var lines = answer.output.replacing(kist.home.path, with: "~").split(
                    separator: "\n", omittingEmptySubsequences: false
                ).map(String.init)
                if lines.last == "" { lines.removeLast() }
                if answer.status != 0 { lines.append("[\(answer.status)]") }
                var wanted = expected
                while wanted.last == "" { wanted.removeLast() }
                while lines.last == "" { lines.removeLast() }
                let isAsSaid = CommandSpec.matches(lines[...], wanted[...])
                #expect(isAsSaid, "\(page) line \(number): $ \(line)\n\(lines.joined(separator: "\n"))")
            }
        }
    }

    @Test func theWildcardStandsForAnything() {
        func matches(_ lines: [String], _ expected: [String]) -> Bool { CommandSpec.matches(lines[...], expected[...]) }
        #expect(matches(["a", "b", "c"], ["a", "…", "c"]))
        #expect(matches(["a", "c"], ["a", "…", "c"]))
        #expect(!matches(["a", "b"], ["a", "…", "c"]))
        #expect(matches(["found 12 of 3"], ["found … of …"]))
        #expect(!matches(["found 12 in 3"], ["found … of …"]))
        #expect(!matches(["xfound"], ["found…"]))
        #expect(!matches(["found"], ["found", ""]))
    }
}
