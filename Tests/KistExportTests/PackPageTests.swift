import Foundation
import KistExport
import KistModel
import Testing

/// The page's script, run by node where that is installed; without it these tests say that they are skipped.
@Suite(.enabled(if: Node.path != nil, "node is not installed")) struct PackPageTests {
    @Test func `stems are those of libstemmer`() throws {
        let pairs = StemGoldens.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(pairs.count > 700)
        let words = JSONValue.strings(pairs.map { $0[0] }).compact
        let result = try Node.run("return \(words).map(kist.stem)")
        #expect(result == .strings(pairs.map { $0[1] }))
    }

    @Test func `Gaelic words are normalised as the rules say`() throws {
        let table = [
            ("Ghàidhlig", "gaidhlig"), ("Gaidhlig", "gaidhlig"), ("hAlba", "alba"), ("h-Alba", "alba"),
            ("t-sràid", "sraid"), ("tSràid", "sraid"),
            ("dh’fhoghlam", "foghlam"), ("m’athair", "athair"), ("bun-sgoil", "bunsgoil+bun+sgoil"),
            ("fèinmheasadh", "feinmheasadh"),
            ("fèin-mheasadh", "feinmheasadh+fein+measadh"), ("comh-obrachadh", "coobrachadh+co+obrachadh"),
            ("luchd-teagaisg", "luchdteagaisg+luchd+teagaisg+teagasg"), ("furasda", "furasta"), ("turus", "turas"),
            ("de’n", "den"),
            ("a-mach", "amach+mach"), ("sgoiltean", "sgoiltean+sgoil"), ("leughaidh", "leughaidh+leughadh"),
            ("thidsearan", "tidsearan+tidsear"),
        ]
        let words = JSONValue.strings(table.map(\.0)).compact
        let result = try Node.run("return \(words).map(w => kist.gaelicTerms(kist.gaelic(w)).join('+'))")
        #expect(result == .strings(table.map(\.1)))
    }

    @Test func `words are cut as the index cuts them`() throws {
        let texts = [
            "Pupil’s self-assessment: Gàidhlig, ŒUVRE & naïve (2026)", "LIT 2-02a", "10.1080/0969595980050102",
            "a\u{0300}b straße", "don't — stop",
        ]
        let result = try Node.run("return \(JSONValue.strings(texts).compact).map(t => kist.words(t).join(' '))")
        #expect(result == .strings(texts.map(Folding.key)))
    }

    @Test(arguments: [
        ("feedback", [1, 6, 7, 3], []), ("harm", [7], []), ("feedback -harm", [1, 6, 3], []),
        ("feed*", [1, 6, 7, 4, 3], []), ("comments marks", [8], [9, 1]),
        ("FEEDBACK research", [6, 3], []), ("fèin-mheasadh", [10], []), ("measadh", [10], []), ("alba", [10], []),
        ("zzqxv", [], []),
        ("mindset OR harm", [7], []),
    ])
    func `searching the sample`(query: String, all: [Int], some: [Int]) throws {
        let found = try search(query)
        let ids = Set(found["all"]?.items.compactMap(\.string) ?? [])
        for number in all { #expect(ids.contains(Fixture.id(number).text), "\(query): \(number) is missing") }
        let allowed = Set((all + some + [2, 3, 4, 5, 8, 9, 10, 11, 12]).map { Fixture.id($0).text })
        #expect(
            ids.isSubset(
                of: query == "feedback" || query.contains("-") || query.contains("*") || query.contains("mind")
                    ? allowed : Set(all.map { Fixture.id($0).text }).union(query.contains("FEED") ? allowed : [])))
    }

    @Test func `the exact title comes first, a slip is put right`() throws {
        #expect(try search("the power of feedback")["all"]?.items.first?.string == Fixture.id(3).text)
        #expect(try search("feedbakc")["suggestion"]?.string == "feedback")
        #expect(try search("zzqxv")["all"] == [])
    }

    /// Ids of what the page finds in the sample pack.
    private func search(_ query: String) throws -> JSONValue {
        let folder = try Fixture.temporaryFolder()
        let zip = folder.appending(path: "pack.zip")
        _ = try PackWriter(source: SampleRecords.source(in: folder)).write(to: zip)
        let index = try #require(try ZipContents.read(zip).first { $0.key.hasSuffix("/index.js") }?.value)
        let file = folder.appending(path: "index.js")
        try Data(index).write(to: file)
        return try Node.run(
            #"""
            var KIST_INDEX; eval(require("fs").readFileSync(\#(JSONValue.string(file.path).compact), "utf8"));
            var r = new kist.Engine(KIST_INDEX).search(\#(JSONValue.string(query).compact));
            var id = h => KIST_INDEX.docs[h[0]][1].slice(8, 24);
            return {all: r.all.map(id), some: r.some.map(id), suggestion: r.suggestion}
            """#)
    }
}

enum Node {
    static let path: String? = ["/usr/bin/node", "/usr/local/bin/node", "/opt/homebrew/bin/node"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What `body` returns, with the page's functions as `kist`.
    static func run(_ body: String) throws -> JSONValue {
        let folder = try Fixture.temporaryFolder()
        let script = folder.appending(path: "run.js")
        let app = JSONValue.string(Fixture.root.appending(path: "Sources/KistExport/Page/app.js").path).compact
        try Data(
            "const kist = require(\(app)); process.stdout.write(JSON.stringify((function () { \(body) })()));".utf8
        ).write(to: script)
        let process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = [script.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try JSONParser.parse(bytes)
    }
}
