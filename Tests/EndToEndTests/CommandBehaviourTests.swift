import Foundation
import KistModel
import Testing

/// What every command keeps to: exit codes, JSON errors, the nearest name, the same bytes everywhere, no complaint on a closed
/// pipe.
@Suite struct CommandBehaviourTests {
    /// Three strategies and a work, made once and copied.
    private static let small: Result<KistProcess, any Error> = Result {
        let kist = try KistProcess()
        try kist.write(
            "in/wall.fodt",
            FlatDocument(
                title: "The feedback wall",
                lines: ["Type: Strategy", "Stages: P5", "Learners' walls of mini-whiteboards, coded 20220705_1755."]
            ).text)
        try kist.write(
            "in/hinge.fodt",
            FlatDocument(
                title: "Hinge questions", lines: ["Type: Strategy", "Stages: S2", "A question where the lesson turns."]
            ).text)
        try kist.write(
            "in/talk.fodt",
            FlatDocument(
                title: "Talk partners",
                lines: ["Type: Strategy", "Stages: P5", "Questions to talk about, then feedback."]
            ).text)
        try kist.write(
            "in/one.bib",
            "@article{one, title={Inside the invented box}, author={Sample, Ann}, year={2019}, doi={10.1234/kist.1}}\n")
        let report = try kist.run("import", kist.home.appending(path: "in").path)
        #expect(report.status == 0, "\(report.notes)")
        return kist
    }

    private func copy() throws -> KistProcess { try KistProcess(collection: try Self.small.get().collection) }

    private func titles(_ kist: KistProcess, _ arguments: String...) throws -> Set<String> {
        Set(
            (try kist.run(["search", "--json", "--no-expand"] + arguments).json()["hits"]?.items ?? []).filter {
                $0["partial"]?.bool != true
            }.compactMap { $0["title"]?.string })
    }

    @Test func everyExitCodeMeansWhatTheTableSays() throws {
        var kist = try copy()
        defer { kist.remove() }
        #expect(try kist.run("--version").status == 0)
        #expect(try kist.run("search", "wall").status == 0)
        #expect(try kist.run("search", "quagga").status == 1)
        #expect(try kist.run("show", "quagga").status == 1)
        #expect(try kist.run("undo", "99").status == 1)
        #expect(try kist.run("frobnicate").status == 2)
        #expect(try kist.run("search", "--limit", "many").status == 2)
        #expect(try kist.run("import").status == 2)
        #expect(try kist.run("import", "no-such-file").status == 2)
        #expect(try kist.run("extract", try kist.write("x.png", Data([0x89, 0x50, 0x4E, 0x47]))).status == 3)
        #expect(
            try kist.run("import", try kist.write("bad.docx", Data("PK\u{3}\u{4} but no zip".utf8)), "--as", "docx")
                .status == 3)
        kist.environment["KIST_COLLECTION"] = kist.home.appending(path: "nowhere").path
        for command in [["search", "x"], ["show", "x"], ["history"], ["check"], ["stats"]] {
            #expect(try kist.run(command).status == 4, "\(command)")
        }
    }

    /// A plugin that does not speak is the plugin's fault, not the file's.
    @Test func aPluginFaultHasACodeOfItsOwn() throws {
        var kist = try KistProcess()
        defer { kist.remove() }
        let script = try kist.write("plugins/mute/kist-import-mute", "#!/bin/sh\nexit 3\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        try kist.write(
            "plugins/mute/plugin.json",
            """
            {"name": "mute", "version": "1.0.0", "protocol": 1, "executable": "kist-import-mute", "makes": ["document"],
             "formats": [{"format": "mute", "label": "Mute", "extensions": ["mute"], "confidence": 90,
                          "rules": [{"bytes": "4d555445", "confidence": 90}]}]}
            """)
        kist.environment["KIST_PLUGIN_PATH"] = kist.home.appending(path: "plugins").path
        let list = try kist.run("plugins", "list")
        #expect(list.output.contains("mute 1.0.0"), "\(list.output)\(list.notes)")
        let answer = try kist.run("extract", try kist.write("a.mute", "MUTE words"))
        #expect(answer.status == 5, "\(answer.output)\(answer.notes)")
    }

    @Test func aDamagedOrNewerCollectionIsRefusedUntouched() throws {
        let kist = try copy()
        defer { kist.remove() }
        let settings = kist.collection.appending(path: "kist.json")
        let text = try String(contentsOf: settings, encoding: .utf8)
        try text.replacing("\"format\": 1", with: "\"format\": 99").replacing("\"format\":1", with: "\"format\":99")
            .write(to: settings, atomically: true, encoding: .utf8)
        try #require(try String(contentsOf: settings, encoding: .utf8) != text, "kist.json says no format")
        let newer = try kist.run("search", "wall", "--json")
        #expect(newer.status == 4)
        #expect(try newer.json()["error"]?["code"]?.string == "collection-too-new", "\(newer.output)")
        try text.write(to: settings, atomically: true, encoding: .utf8)
        try Data("not a database at all".utf8).write(to: kist.collection.appending(path: "catalogue.sqlite"))
        for file in ["catalogue.sqlite-wal", "catalogue.sqlite-shm"] {
            try? FileManager.default.removeItem(at: kist.collection.appending(path: file))
        }
        let damaged = try kist.run("search", "wall", "--json")
        #expect(damaged.status == 4, "\(damaged.output)")
    }

    @Test func errorsAreJSONWhereJSONWasAskedFor() throws {
        let kist = try copy()
        defer { kist.remove() }
        for (arguments, code) in [
            (["show", "quagga"], "unknown-record"), (["search", "--stagee", "P5"], "usage"),
            (["search", "--where", "stage=P55"], "unknown-value"),
            (["edit", "hinge questions", "--set", "x=y"], "unknown-field"), (["undo", "99"], "unknown-batch"),
            (["frobnicate"], "usage"),
            (["undo", "many"], "usage"),
        ] {
            let answer = try kist.run(arguments + ["--json"])
            let error = try? answer.json()["error"]
            #expect(error?["code"]?.string == code, "\(arguments): \(answer.output)\(answer.notes)")
            #expect(error?["message"]?.string?.isEmpty == false)
            #expect(answer.notes.isEmpty, "\(answer.notes)")
            #expect(answer.status != 0)
        }
    }

    @Test func anUnknownNameGivesTheNearest() throws {
        let kist = try copy()
        defer { kist.remove() }
        for (arguments, nearest) in [
            (["search", "--stgae", "P5"], "--stage"), (["search", "--stage", "P55"], "P5"),
            (["search", "--limt", "3"], "--limit"),
            (["search", "--type", "stratgy"], "strategy"), (["vocab", "show", "themes"], "theme"),
            (["plugins", "info", "bundel"], "bundle"),
            (["serch", "x"], "search"), (["show", "1", "--chian"], "--chain"),
        ] {
            let answer = try kist.run(arguments)
            #expect(answer.status == 2 || answer.status == 1, "\(arguments)")
            #expect(answer.notes.contains(nearest), "\(arguments): \(answer.notes)")
            #expect(answer.output.isEmpty)
        }
    }

    @Test func wordsQuotesAlternativesAndFieldsAreUnderstood() throws {
        let kist = try copy()
        defer { kist.remove() }
        #expect(try titles(kist, "question*") == ["Hinge questions", "Talk partners"])
        #expect(try titles(kist, "question*", "-hinge") == ["Talk partners"])
        #expect(try titles(kist, "\"feedback wall\"") == ["The feedback wall"])
        #expect(try titles(kist, "\"wall feedback\"") == [])
        #expect(try titles(kist, "hinge", "OR", "wall") == ["Hinge questions", "The feedback wall"])
        #expect(try titles(kist, "stage:P5") == ["The feedback wall", "Talk partners"])
        #expect(try titles(kist, "--stage", "P5", "feedback") == ["The feedback wall", "Talk partners"])
        #expect(
            try titles(kist, "--stage", "P5", "--stage", "S2", "--type", "strategy") == [
                "The feedback wall", "Talk partners", "Hinge questions",
            ])
        #expect(try titles(kist, "FÈEDBACK", "Wall") == ["The feedback wall"])
        for code in ["20220705_1755", "1755", "20220705"] {
            #expect(try titles(kist, code) == ["The feedback wall"], "\(code)")
        }
        for spelling in ["learners'", "learners’", "learners", "mini-whiteboards", "whiteboards", "mini whiteboards"] {
            #expect(try titles(kist, spelling).contains("The feedback wall"), "\(spelling)")
        }
        let first = try kist.json("search", "10.1234/kist.1")["hits"]?.items.first?["title"]?.string
        #expect(first == "Inside the invented box")
        #expect(try kist.run("search", "--", "-hinge", "--wall").status <= 1)
    }

    @Test func noQueryIsAnError() throws {
        let kist = try copy()
        defer { kist.remove() }
        var random = SeededGenerator(seed: 20_260_601)
        let pieces = [
            "\"", "(", ")", "-", "*", "OR", "OR OR", ":", "stage:", "stage:\"", "::", "~", "^", "AND NOT", "..", "'",
            "’", "\\", "/", "{", "[", "]", "%", "\u{1}", "\u{202E}", "é", "wall", "feedback", "P5", "-\"", "*a",
            "a*b*c", "😀", "\u{301}",
        ]
        // The shell names the queries that ended otherwise; it also can pass bytes that no text holds.
        var script = ""
        var queries: [String] = []
        for index in 0..<60 {
            var query = ""
            for _ in 0...Int.random(in: 0...6, using: &random) {
                query +=
                    index % 2 == 0
                    ? (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
                    : String(UnicodeScalar(UInt8.random(in: 1...126, using: &random)))
            }
            queries.append(query)
            script +=
                "kist search --limit 2 -- $'\(Self.quoted(query))' >/dev/null 2>&1; c=$?; [ $c -le 1 ] || { echo \(index) $c; }\n"
        }
        // Bytes that are no text at all.
        script +=
            "for b in $'\\xff' $'\\xc3' $'a\\xe2\\x82' $'\\xf0\\x9f\"'; do kist search \"$b\" >/dev/null 2>&1; c=$?; [ $c -le 1 ] || echo bytes $c; done\n"
        let answer = try kist.shell(script)
        let failed = answer.output.split(separator: "\n").map { line in
            "\(line): \(line.split(separator: " ").first.flatMap { Int($0) }.map { queries[$0].debugDescription } ?? "")"
        }
        #expect(failed.isEmpty, "\(failed)")
    }

    /// Text as bash writes it between `$'` and `'`.
    private static func quoted(_ text: String) -> String {
        text.utf8.map { "\\x" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test func theAnswerDoesNotDependOnLocaleOrRun() throws {
        var kist = try copy()
        defer { kist.remove() }
        for command in [
            ["search", "questions", "--facets"], ["search", "--json", "--facets"],
            ["show", "hinge questions", "--chain"], ["history"], ["stats"], ["vocab", "show", "stage"],
        ] {
            var answers: Set<String> = []
            for locale in ["C", "C.UTF-8", "tr_TR.UTF-8", "C"] {
                kist.environment["LANG"] = locale
                kist.environment["LC_ALL"] = locale
                kist.environment["TZ"] = locale == "C" ? "UTC" : "Pacific/Auckland"
                let answer = try kist.run(command)
                #expect(answer.status == 0, "\(command) \(answer.notes)")
                answers.insert(answer.output + answer.notes)
            }
            #expect(answers.count == 1, "\(command)")
        }
    }

    @Test func aReaderThatHasGoneIsNoError() throws {
        let kist = try copy()
        defer { kist.remove() }
        for command in ["search", "vocab show stage", "history", "--help"] {
            let answer = try kist.shell(
                "set -o pipefail; kist \(command) | head -n 1; echo \"${PIPESTATUS[0]}\"; kist \(command) | true; echo \"${PIPESTATUS[0]}\""
            )
            #expect(
                answer.output.split(separator: "\n").filter { $0 == "0" }.count == 2, "\(command): \(answer.output)")
            #expect(!answer.notes.contains("Broken pipe") && !answer.notes.contains("kist:"), "\(answer.notes)")
        }
    }

    /// On a terminal no document can move the cursor or turn the line round; in a pipe the text is as it was written.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "needs script(1)"))
    func controlCharactersAreEscapedOnATerminal() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let title = "Turned \u{202E}round and \u{200F}hidden"
        #expect(
            try kist.run("add", "strategy", "--title", title, "--set", "definition=Bell \u{7} and \u{1B}[31mred").status
                == 0)
        #expect(try kist.json("search", "turned")["hits"]?.items.first?["title"]?.string == title)
        let terminal = try kist.shell("script -qec 'kist search turned; kist show 1' /dev/null")
        #expect(terminal.output.contains("\\u{202e}round"), "\(terminal.output)")
        for bad in ["\u{202E}", "\u{200F}", "\u{7}", "\u{1B}[31m"] {
            #expect(!terminal.output.contains(bad), "\(terminal.output.debugDescription)")
        }
    }

    @Test func helpNamesEveryCommandAndOnlyWhatIsThere() throws {
        let kist = try copy()
        defer { kist.remove() }
        let help = try kist.run("--help")
        #expect(help.status == 0)
        for command in [
            "import", "extract", "add", "search", "show", "edit", "link", "withdraw", "reinstate", "erase", "undo",
            "history", "check", "reindex", "stats", "plugins", "vocab",
        ] {
            #expect(help.output.contains("  \(command) "), "\(command)")
            let own = try kist.run(command, "--help")
            #expect(own.status == 0 && own.output.contains("USAGE"), "\(command)")
        }
        for absent in ["serve", "harvest", "gaps"] { #expect(!help.output.contains("  \(absent) "), "\(absent)") }
    }
}

/// The same numbers at every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
