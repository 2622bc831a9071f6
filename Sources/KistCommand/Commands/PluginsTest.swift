import ArgumentParser
import Foundation
import KistRepository

extension Plugins {
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Try a plugin out: good, damaged and hostile files, a host that breaks the rules, time and memory.",
            discussion: """
                The plugin runs in its box, as in an import. Good files are those in the folder “samples” beside its \
                plugin.json; what should come of one is in NAME.expected.json beside it, of which only the members that are \
                there are compared. The damage depends on --seed alone. Ends with 0 when the plugin conforms, with 5 when \
                it does not.

                EXAMPLES
                  kist plugins test ./my-plugin
                  kist plugins test office-document --sample report.docx --sample form.odt
                  kist plugins test ./my-plugin --rounds 20 --seed 7 --json
                  kist plugins test ./my-plugin --write-expected
                """)

        @Flag(name: .long, help: "Answer in JSON for programs, errors included.") var json = false
        @Option(
            name: .long, help: ArgumentHelp("One more good file; can be given several times.", valueName: "file"))
        var sample: [String] = []
        @Option(name: .long, help: ArgumentHelp("Where damage and noise begin.", valueName: "number"))
        var seed: UInt64 = 1
        @Option(
            name: .long, help: ArgumentHelp("How often each good file is damaged in each way.", valueName: "number"))
        var rounds = 1
        @Flag(name: .long, help: "List all that was looked at, not only what is worth a word.") var all = false
        @Flag(
            name: .customLong("require-sandbox"), help: "Refuse to run anything where the system cannot box plugins in."
        )
        var requireSandbox = false
        @Flag(
            name: .customLong("write-expected"),
            help: "Write what the plugin makes of each sample now beside it, for you to check, and test nothing.")
        var writeExpected = false
        @Argument(help: ArgumentHelp("A plugin's folder, its plugin.json, or the name of a plugin.", valueName: "path"))
        var path: String

        func run() async throws {
            guard rounds >= 1, rounds <= 1_000 else { throw CommandFailure.usage("--rounds takes 1 to 1,000.") }
            let output = Output(json: json)
            let places = PluginPlaces.standard(environment: ProcessInfo.processInfo.environment)
            let plugin = try Self.plugin(path, places)
            guard let box = places.box else {
                throw CommandFailure(
                    .plugin, "box-missing", "The program “kist-box”, without which no plugin is started, is not there.",
                    hint: "Install Kist again.")
            }
            let spool = FileManager.default.temporaryDirectory.appending(path: "kist-plugin-test-\(getpid())").path
            defer { try? FileManager.default.removeItem(atPath: spool) }
            var options = ConformanceOptions(spoolFolder: spool)
            options.samples = sample
            options.seed = seed
            options.rounds = rounds
            options.requireSandbox = requireSandbox
            let kit = ConformanceKit(plugin: plugin, box: box, options: options)
            if writeExpected { return try await write(kit, plugin, output) }
            let report = await kit.run()
            if json { output.answer(report.json) } else { print(report, output) }
            if !report.conforms { throw Ending(status: .plugin) }
        }

        private static func plugin(_ path: String, _ places: PluginPlaces) throws -> Plugin {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
                let folder = isFolder.boolValue ? path : URL(filePath: path).deletingLastPathComponent().path
                if FileManager.default.fileExists(atPath: folder + "/plugin.json") {
                    return PluginList.plugin(in: URL(filePath: folder).path, places: places)
                }
                throw CommandFailure(
                    .problems, "no-plugin", "There is no plugin.json in \(folder).",
                    hint: "kist plugins new NAME writes a plugin to begin with.", place: folder)
            }
            guard let plugin = PluginList.find(in: places)[path] else {
                throw CommandFailure(
                    .problems, "unknown-plugin", "There is neither a folder nor a plugin “\(path)”.",
                    hint: "kist plugins list shows all plugins.")
            }
            return plugin
        }

        private func write(_ kit: ConformanceKit, _ plugin: Plugin, _ output: Output) async throws {
            let folder = URL(filePath: plugin.manifestPath).deletingLastPathComponent().appending(path: "samples").path
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            var written: [String] = []
            for name in names where !name.hasSuffix(".expected.json") && !name.hasPrefix(".") {
                let path = folder + "/" + name
                do {
                    let expected = try await kit.expectation(of: path)
                    try (JSONValue.object(expected).pretty + "\n").write(
                        toFile: path + ".expected.json", atomically: true, encoding: .utf8)
                } catch let error as ImportError {
                    throw CommandFailure(
                        error.isPluginFault ? .plugin : .problems, error.code.rawValue, error.message,
                        hint: "Mend the plugin first.", place: path)
                }
                written.append(path + ".expected.json")
            }
            if output.json { return output.answer(["schema": 1, "written": .strings(written)]) }
            for path in written { output.line(path) }
            if written.isEmpty { output.note("There are no samples in \(folder).") }
        }

        private func print(_ report: ConformanceReport, _ output: Output) {
            for group in ConformanceReport.Group.allCases {
                let checks = report.checks.filter { $0.group == group }
                guard !checks.isEmpty else { continue }
                let good = checks.count { $0.verdict == .passed }
                output.line(output.bold(group.title) + "  \(good) of \(checks.count)")
                for check in checks where all || check.verdict != .passed {
                    let mark =
                        switch check.verdict {
                        case .passed: "  good    "
                        case .failed: "  FAILED  "
                        case .remark: "  remark  "
                        case .skipped: "  skipped "
                        }
                    output.line(mark + output.shown(check.name + (check.message.map { ": " + $0 } ?? "")))
                }
            }
            let failed = report.count(.failed)
            output.line(
                report.conforms
                    ? "\(report.plugin) \(report.version) conforms to the protocol: \(report.count(.passed)) checks passed."
                    : "\(report.plugin) \(report.version) does not conform: \(failed) of \(report.checks.count) checks failed."
            )
        }
    }
}
