import Foundation
import KistModel
import KistProtocol
import Testing

@testable import KistImport

/// The conformance kit: plugins that keep the protocol pass it, and each way of not keeping it is found.
extension ProcessTests {
    @Suite struct ConformanceTests {
        private let folder = TestFolder()

        private static let repository: String = {
            var folder = PluginPlaces.parent(of: #filePath)
            while !PluginPlaces.isFolder(folder + "/Plugins"), folder.count > 1 {
                folder = PluginPlaces.parent(of: folder)
            }
            return folder
        }()

        private func report(
            on folder: String, change: (inout ConformanceOptions) -> Void = { _ in }
        ) async throws -> ConformanceReport {
            let places = PluginPlaces.standard(environment: [:])
            let box = try #require(places.box, "build first: kist-box must stand beside the test program")
            var options = ConformanceOptions(spoolFolder: self.folder.path + "/spool")
            options.jobsInARow = 40
            change(&options)
            return await ConformanceKit(
                plugin: PluginList.plugin(in: folder, places: places), box: box, options: options
            ).run()
        }

        private func failures(_ report: ConformanceReport) -> [String] {
            report.checks.filter { $0.verdict == .failed }.map { "\($0.group): \($0.name): \($0.message ?? "")" }
        }

        // MARK: - Good plugins

        @Test func theExampleConforms() async throws {
            let report = try await report(on: Self.repository + "/Plugins/Examples/OPML")
            #expect(failures(report) == [])
            #expect(report.conforms && report.count(.passed) > 60)
            #expect(report.checks.contains { $0.name == "reading-group.opml" && $0.message == "as expected" })
            #expect(folder.contents(of: "spool").isEmpty)
        }

        @Test func theExampleIsShort() throws {
            let program = try String(
                contentsOfFile: Self.repository + "/Plugins/Examples/OPML/opml.py", encoding: .utf8)
            #expect(program.split(separator: "\n", omittingEmptySubsequences: false).count <= 100)
        }

        @Test func aNewPluginInPythonConforms() async throws {
            let made = try PluginTemplate(name: "field-notes", language: .python).write(in: folder.path + "/new")
            let report = try await report(on: made)
            #expect(failures(report) == [])
            #expect(report.conforms)
            #expect(report.checks.contains { $0.name == "first.field-notes" && $0.message == "as expected" })
            #expect(try run("/usr/bin/python3", "-m", "unittest", in: made) == 0)
            #expect(throws: ImportError.self) {
                try PluginTemplate(name: "field-notes", language: .python).write(in: folder.path + "/new")
            }
        }

        /// Compiled directly: the package that it is would be built in a folder of its own, which takes a minute.
        @Test func aNewPluginInSwiftConforms() async throws {
            let made = try PluginTemplate(name: "field-notes", language: .swift).write(in: folder.path + "/new")
            let sources = folder.contents(of: "new/field-notes/Sources/FieldNotes").map { "Sources/FieldNotes/" + $0 }
            #expect(sources.count == 3)
            let code = try run(
                "/usr/bin/env", "swiftc", "-swift-version", "6", "-warnings-as-errors", "-parse-as-library", "-o",
                "field-notes", "-module-name", "FieldNotes", arguments: sources, in: made)
            try #require(code == 0)
            let report = try await report(on: made)
            #expect(failures(report) == [])
            #expect(report.conforms)
        }

        @Test(arguments: ["", "Field", "1st", "a/b", "..", "a-", "naïve", String(repeating: "a", count: 41)])
        func aNameThatNoPluginMayHaveIsRefused(name: String) {
            #expect(throws: ImportError.self) { try PluginTemplate(name: name, language: .python) }
        }

        // MARK: - Bad ones

        /// The template with one line changed.
        private func spoilt(_ old: String, _ new: String, in file: String = "plugin.py") async throws -> [String] {
            let made = try PluginTemplate(name: "spoilt", language: .python).write(in: folder.path + "/spoilt")
            let path = made + "/" + file
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try #require(text.contains(old))
            folder.file(
                "spoilt/spoilt/" + file, bytes: Array(text.replacing(old, with: new).utf8),
                mode: file.hasSuffix(".py") ? 0o755 : 0o644)
            return failures(try await report(on: made) { $0.jobsInARow = 4 })
        }

        @Test func aCrashOnStrangeBytesIsFound() async throws {
            let found = try await spoilt("except UnicodeDecodeError as error:", "except ZeroDivisionError as error:")
            #expect(found.contains { $0.hasPrefix("hostile: bytes that are no UTF-8: ") && $0.contains("exit code 1") })
        }

        @Test func chanceIsFound() async throws {
            let found = try await spoilt(
                "place = f\"line {number}\"", "place = f\"line {id(object())} {__import__('time').time_ns()}\"")
            #expect(found.contains { $0.hasPrefix("determinism: ") })
        }

        @Test func whatIsLeftFromTheJobBeforeIsFound() async throws {
            let found = try await spoilt(
                "    count = 0\n", "    read.count = getattr(read, 'count', 0) + 1\n    count = read.count\n")
            #expect(found.contains { $0.hasPrefix("determinism: ") })
        }

        @Test func anEndingAsIfAllWereWellIsFound() async throws {
            let found = try await spoilt("sys.exit(2)", "sys.exit(0)")
            #expect(found.contains { $0.hasPrefix("misuse: a frame of length 0: ") })
        }

        @Test func endlessAskingIsFound() async throws {
            let found = try await spoilt("if len(more) < length:", "if False:")
            #expect(found.contains { $0.contains("it asks for bytes for ever") })
        }

        @Test func anotherNameIsFound() async throws {
            let found = try await spoilt("\"name\": \"spoilt\"", "\"name\": \"someone-else\"")
            #expect(found.count == 1 && found[0].contains("someone-else"))
        }

        @Test func anExpectationThatIsNotMetIsFound() async throws {
            let found = try await spoilt("Time to think", "Time to rest", in: "samples/first.spoilt.expected.json")
            #expect(found.count == 1 && found[0].contains("blocks[3]"))
        }

        @Test func reachingForTheNetworkIsFound() async throws {
            let found = try await spoilt("def read(data):", "def read(data):\n    __import__('socket').socket()")
            #expect(found.contains { $0.contains("its box forbids") })
        }

        @Test func offsetsOutsideTheTextAreFound() async throws {
            let found = try await spoilt(
                "\"kind\": \"heading\", \"level\": 1,", "\"kind\": \"heading\", \"level\": 1, \"bold\": [[0, 999]],")
            #expect(found.contains { $0.hasPrefix("samples: ") && $0.contains("protocol-bounds") })
        }

        @Test func aHungryPluginIsFound() async throws {
            let found = try await spoilt("def main():", "def main():\n    hoard = bytearray(b\"a\") * (600 << 20)")
            #expect(found.contains { $0.hasPrefix("limits: memory") })
        }

        @Test func aMissingProgramIsFound() async throws {
            let found = try await spoilt("\"plugin.py\"", "\"gone.py\"", in: "plugin.json")
            #expect(found.count == 1 && found[0].hasPrefix("manifest: "))
        }

        // MARK: - The files it makes

        @Test func damageDependsOnTheSeedAlone() {
            let file = TestFile(name: "a", fileName: "a", bytes: Array(0..<200))
            let once = DamagedFiles.of(file, seed: 5, rounds: 2)
            #expect(once.map(\.bytes) == DamagedFiles.of(file, seed: 5, rounds: 2).map(\.bytes))
            #expect(once.map(\.bytes) != DamagedFiles.of(file, seed: 6, rounds: 2).map(\.bytes))
            #expect(once.count == 21 && once.allSatisfy { $0.bytes != file.bytes })
            #expect(Set(once.map(\.name)).count == once.count)
        }

        // MARK: - Programs

        private func run(_ program: String, _ words: String..., arguments: [String] = [], in folder: String) throws
            -> Int32
        {
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = words + arguments
            process.currentDirectoryURL = URL(filePath: folder)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }
}
