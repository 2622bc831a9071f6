import Foundation
import KistModel
import Testing

/// `kist plugins` as an author of plugins and a user of them meet it.
@Suite struct PluginCommandTests {
    private static let opml = KistProcess.repository.appending(path: "Plugins/Examples/OPML")

    @Test func aNewPluginWorksAtOnceAndCanBeSwitchedOff() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let plugins = kist.home.appending(path: ".local/share/kist/plugins").path
        let made = try kist.json("plugins", "new", "field-notes", "--to", plugins)
        #expect(made["files"]?.items.compactMap(\.string).contains("plugin.json") == true)
        let report = try kist.json("plugins", "test", plugins + "/field-notes")
        #expect(report["conforms"]?.bool == true, "\(report.pretty)")
        #expect(try kist.run("plugins", "new", "field-notes", "--to", plugins).status == 3)
        let sample = plugins + "/field-notes/samples/first.field-notes"
        let read = try kist.json("extract", sample)
        #expect(read["format"]?.string == "field-notes" && read["metadata"]?["title"]?.string == "The first sample")
        #expect(try kist.json("plugins", "disable", "field-notes")["state"]?.string == "switched off")
        #expect(try kist.run("extract", sample).status == 3)
        #expect(try kist.json("plugins", "enable", "field-notes")["state"]?.string == "in use")
        #expect(try kist.run("extract", sample).status == 0)
    }

    @Test func theExampleConformsAndReadsItsSample() throws {
        var kist = try KistProcess()
        defer { kist.remove() }
        let answer = try kist.run("plugins", "test", Self.opml.path)
        #expect(answer.status == 0, "\(answer.output)")
        #expect(answer.output.contains("opml 1.0.0 conforms to the protocol"))
        kist.environment["KIST_PLUGIN_PATH"] = Self.opml.deletingLastPathComponent().path
        let report = try kist.json("import", Self.opml.appending(path: "samples/reading-group.opml").path)
        #expect(report["items"]?.items.first?["plugin"]?.string == "opml")
    }

    @Test func aPluginThatDoesNotConformEndsWithFive() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let folder = kist.home.appending(path: "broken").path
        _ = try kist.json("plugins", "new", "broken", "--to", kist.home.path)
        let program = try String(contentsOfFile: folder + "/plugin.py", encoding: .utf8)
        try kist.write("broken/plugin.py", program.replacing("\"level\": 1", with: "\"level\": 99"))
        let answer = try kist.run("plugins", "test", folder)
        #expect(answer.status == 5 && answer.output.contains("FAILED") && answer.output.contains("protocol-bounds"))
    }

    @Test(arguments: [(["new", "Bad!"], 2), (["new", "good", "--language", "perl"], 2), (["test", "nowhere"], 3)])
    func wrongUseHasItsCodes(words: [String], status: Int) throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let answer = try kist.run(["plugins"] + words + ["--json"])
        #expect(answer.status == Int32(status), "\(answer.output)")
        #expect(try answer.json()["error"]?["hint"]?.string?.isEmpty == false)
    }

    // MARK: - Kernels that lack something

    @Test(arguments: ["landlock", "seccomp", "both"]) func whatTheKernelLacksIsSaidAndCanBeRefused(without: String)
        throws
    {
        var kist = try KistProcess()
        defer { kist.remove() }
        let file = try kist.write("a.md", "# Heading\n\nText\n")
        let program = kist.program.path
        kist.program = KistProcess.repository.appending(path: "Tests/Specs/sandbox/old_kernel.py")
        let answer = try kist.run(without, program, "import", file)
        #expect(answer.status == 0 && answer.notes.contains("cannot box plugins in completely"), "\(answer.notes)")
        let refused = try kist.run(without, program, "import", file, "--require-sandbox", "--json")
        #expect(refused.status == 5)
        #expect(try refused.json()["error"]?["code"]?.string == "plugin-not-sandboxed", "\(refused.output)")
    }
}
