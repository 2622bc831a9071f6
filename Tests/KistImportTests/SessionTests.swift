import Glibc
import KistProtocol
import Synchronization
import Testing

@testable import KistImport

/// Everything here goes through the built programs: kist-box and kist-import-selftest beside the test program, and a plugin
/// in Python that keeps no rules. A missing program is a failure. One test at a time, since processes are counted.
extension ProcessTests {
    @Suite struct SessionTests {
        private let folder = TestFolder()

        private func plugins() throws -> PluginList {
            let found = PluginList.find(in: .standard(environment: [:]))
            let box = try #require(found.box, "build first: kist-box must stand beside the test program")
            let selfTest = try #require(found["self-test"], "Plugins/SelfTest is not there")
            try #require(selfTest.isUsable, "build first: kist-import-selftest must stand beside the test program")
            return PluginList(all: [selfTest], box: box)
        }

        /// `hasty` is for plugins that use up the time that they have; what is to be read well has all the time that a busy
        /// computer may need.
        private func options(jobs: Int = 2, hasty: Bool = false) -> ImportOptions {
            var options = ImportOptions(spoolFolder: folder.path + "/spool")
            options.jobs = jobs
            options.budgets.seconds = hasty ? 8 : 120
            options.budgets.silentSeconds = hasty ? 4 : 60
            return options
        }

        private func extract(
            _ files: [(String, String)], options: ImportOptions, plugins: PluginList? = nil
        ) async throws -> [ExtractedFile] {
            let paths = files.map { folder.file("in/" + $0.0, $0.1) }
            let session = try ImportSession(plugins: try plugins ?? self.plugins(), options: options)
            var files: [ExtractedFile] = []
            try await session.extract(paths.map { ImportSource(file: $0) }) { files.append($0) }
            return files
        }

        private func echo(_ text: String) -> String { "kist-self-test echo\n" + text + "\n" }

        // MARK: - What is read

        @Test func readsTextAndSaysWhereItCameFrom() async throws {
            let files = try await extract(
                [("a.txt", echo("one\ntwo")), ("b.txt", "no plugin's business")], options: options())
            let file = try #require(files.first)
            #expect(file.outcome == .read)
            #expect(file.blocks.map(\.text) == ["one", "two"])
            #expect(file.metadata.title == "Echo")
            #expect(file.plugin == PluginName(name: "self-test", version: "1.0.0"))
            #expect(file.format == "self-test")
            #expect(file.fileName == "a.txt")
            var hash = ContentHash()
            hash.update(Array(echo("one\ntwo").utf8))
            #expect(file.content?.sha256 == hash.finish())
            #expect(files[1].outcome == .noPlugin && files[1].mediaType == "text/plain")
            #expect(files.map(\.number) == [0, 1])
            #expect(folder.contents(of: "spool").isEmpty)
        }

        @Test(arguments: [1, 2, 5])
        func deliversInTheOrderOfTheSources(jobs: Int) async throws {
            var sources: [(String, String)] = []
            for number in 0..<40 {
                let text = number % 7 == 0 ? "kist-self-test slow 2\n" : echo("text \(number)")
                sources.append(("\(100 + number).txt", text))
            }
            let files = try await extract(sources, options: options(jobs: jobs))
            #expect(files.map(\.fileName) == sources.map(\.0))
            #expect(files.allSatisfy { $0.outcome == .read })
            #expect(files[1].blocks.map(\.text) == ["text 1"])
        }

        /// Where what waits holds too much memory, a file is read when its turn has come, and nothing waits for ever.
        @Test(arguments: [1, 2, 5])
        func withoutRoomToWaitFilesAreReadInTheirTurn(jobs: Int) async throws {
            var options = options(jobs: jobs)
            options.budgets.waitingBytes = 0
            options.budgets.depth = 1
            var sources: [(String, String)] = [("100.txt", "kist-self-test slow 2\n")]
            for number in 1..<30 { sources.append(("\(100 + number).txt", echo("text \(number)"))) }
            sources[9].1 = "kist-self-test items 3\n"
            let files = try await extract(sources, options: options)
            #expect(files.filter { $0.entryPath.isEmpty }.map(\.fileName) == sources.map(\.0))
            #expect(files.count == 33 && files[12].entryPath == ["copy-3.txt"])
            #expect(files.allSatisfy { $0.outcome.isRead })
            #expect(files[32].blocks.map(\.text) == ["text 29"])
        }

        @Test func largeFilesGoThroughInPieces() async throws {
            let line = String(repeating: "x", count: 999) + "\n"
            let files = try await extract(
                [("big.txt", echo(String(repeating: line, count: 3_000)))], options: options())
            #expect(files[0].blocks.count == 3_000)
            #expect(files[0].content?.size == 3_000_021)
        }

        @Test func aTextLongerThanAFrameComesBackWhole() async throws {
            let files = try await extract([("long.txt", "kist-self-test long 5000000\n")], options: options())
            #expect(files[0].blocks.count == 1)
            #expect(files[0].blocks[0].text.utf8.count == 5_000_000)
            #expect(files[0].blocks[0].bold.last?.end == 5_000_000)
        }

        /// A plugin that makes nothing but items is a container's: inside another container it waits for its turn.
        @Test(arguments: [["blocks", "items"], ["items"]])
        func membersAreReadOnTheirOwnAfterTheirContainer(makes: [String]) async throws {
            var list = try plugins()
            list.all[0].manifest.makes = makes
            // Each copy is itself a file with three copies: the depth ends it.
            var options = options()
            options.budgets.depth = 2
            let files = try await extract(
                [("nest.txt", "kist-self-test items 3\n"), ("last.txt", echo("end"))], options: options, plugins: list)
            #expect(files.count == 14)
            let numbers = files.map { $0.number }
            #expect(numbers == Array(0..<14))
            #expect(files[1].entryPath == ["copy-1.txt"] && files[1].container == 0)
            #expect(files[2].entryPath == ["copy-1.txt", "copy-1.txt"] && files[2].container == 1)
            #expect(files[4].entryPath == ["copy-1.txt", "copy-3.txt"])
            #expect(files[5].entryPath == ["copy-2.txt"] && files[5].container == 0)
            #expect(files[13].fileName == "last.txt")
            let hash = files[0].content?.sha256
            for item in files[0].items {
                #expect(item.isRouted && item.isIntact)
                #expect(item.content.sha256 == hash)
            }
            #expect(files[2].outcome.code == "limit-depth" && files[2].outcome.isRead)
        }

        @Test(arguments: [1, 4])
        func aTreesBudgetIsSharedAndDoesNotDependOnSpeed(jobs: Int) async throws {
            var options = options(jobs: jobs)
            options.budgets.members = 10
            options.budgets.depth = 4
            let files = try await extract([("nest.txt", "kist-self-test items 3\n")], options: options)
            #expect(files.count == 11)
            let paths = files.map { $0.entryPath.joined(separator: ">") }
            #expect(
                paths.prefix(5) == [
                    "", "copy-1.txt", "copy-1.txt>copy-1.txt", "copy-1.txt>copy-1.txt>copy-1.txt",
                    "copy-1.txt>copy-1.txt>copy-1.txt>copy-1.txt",
                ])
        }

        @Test func aContainerCanBeKeptWhole() async throws {
            var options = options()
            options.routesMembers = { _ in false }
            let files = try await extract([("nest.txt", "kist-self-test items 3\n")], options: options)
            #expect(files.count == 1)
            #expect(files[0].items.count == 3)
            #expect(try files[0].items[2].content.read(count: 14) == Array("kist-self-test".utf8))
        }

        @Test func whatAPluginRefusesIsToldWithItsReason() async throws {
            let files = try await extract(
                [
                    ("encrypted.txt", "kist-self-test fail encrypted\n"),
                    ("not.txt", "kist-self-test fail not-this-format\n"),
                    ("empty.txt", ""),
                ], options: options())
            #expect(files[0].outcome == .failed(code: "encrypted", message: "It was asked to fail."))
            #expect(files[1].outcome == .noPlugin && files[1].diagnostics.map(\.code) == ["not-this-format"])
            #expect(files[2].outcome == .noPlugin && files[2].diagnostics.map(\.code) == ["empty"])
        }

        @Test func aGuessThatFailsIsNoFailureUnlessTheNameBearsItOut() async throws {
            var plugin = try #require(try plugins().usable.first)
            plugin.manifest.formats[0].confidence = 20
            let list = PluginList(all: [plugin], box: try plugins().box)
            let text = "kist-self-test fail damaged\n"
            let files = try await extract(
                [("a.txt", text), ("a.selftest", text)], options: options(), plugins: list)
            #expect(files.map { $0.outcome.name } == ["no-plugin", "failed"])
            #expect(files[0].diagnostics.map { $0.severity } == [.info])
        }

        @Test func aFormatCanBeForced() async throws {
            var options = options()
            options.format = "self-test"
            let files = try await extract([("a.txt", "something else\n")], options: options)
            #expect(files[0].outcome.code == "not-this-format")
            options.format = "none"
            #expect { try ImportSession(plugins: try self.plugins(), options: options) } throws: {
                ($0 as? ImportError)?.code == .noSuchFormat
            }
        }

        @Test func tooLargeAndMissingFilesAreLeftOutWithTheReason() async throws {
            var options = options()
            options.budgets.fileBytes = 1_000
            let large = folder.file("large.txt", echo(String(repeating: "x", count: 2_000)))
            let small = folder.file("small.txt", echo("small"))
            let session = try ImportSession(plugins: try plugins(), options: options)
            var files: [ExtractedFile] = []
            try await session.extract(SourceWalk([large, folder.path + "/none.txt", small])) { files.append($0) }
            #expect(files.map(\.outcome.name) == ["skipped", "failed", "read"])
            #expect(files.map(\.outcome.code) == ["too-large", "not-found", nil])
        }

        /// The example of Documentation/plugin-protocol.md, as an author would install it.
        @Test func thePluginOfTheDocumentationWorks() async throws {
            let tree = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
            let script = try FileReader(FilePath("/" + tree + "/Tests/Specs/protocol/echo_plugin.py")).read(
                at: 0, count: 1 << 20)
            folder.file("plugins/echo/echo_plugin.py", bytes: script, mode: 0o755)
            folder.file(
                "plugins/echo/plugin.json",
                """
                {"name": "echo-lines", "version": "1.0.0", "protocol": 1, "executable": "echo_plugin.py", "makes": ["blocks"],
                 "formats": [{"format": "lines", "rules": [{"firstLine": "lines:"}], "confidence": 60}]}
                """)
            var places = PluginPlaces()
            places.folders = [PluginPlaces.Folder(folder.path + "/plugins", .path)]
            let list = PluginList(all: PluginList.find(in: places).all, box: try plugins().box)
            let text = "lines:\n" + String(repeating: "a line of text\n", count: 50_000)
            let files = try await extract(
                [("a.txt", text), ("b.txt", "lines:\nb\n")], options: options(), plugins: list)
            #expect(files.map(\.outcome) == [.read, .read])
            #expect(files[0].blocks.count == 50_001)
            #expect(files[1].metadata.title == "b.txt")
        }

        @Test func aHundredThousandEntriesTakeLittleMemory() async throws {
            let list = try rogue()
            let path = folder.file("in/refs.txt", "rogue entries\n")
            let session = try ImportSession(plugins: list, options: options(jobs: 1))
            let before = ProcessFigures.residentBytes(of: getpid()) ?? 0
            var peak: Int64 = 0
            var keys = 0
            try await session.extract([ImportSource(file: path)]) { file in
                #expect(file.outcome == .read)
                let reader = try file.entries.reader()
                while true {
                    let part = try reader.next(500)
                    if part.isEmpty { break }
                    for entry in part where entry.key == "k\(keys)" { keys += 1 }
                    peak = max(peak, ProcessFigures.residentBytes(of: getpid()) ?? 0)
                }
            }
            #expect(keys == 100_000)
            // All of them in memory would be more than 100 MB.
            #expect(peak - before < 48 << 20)
        }

        // MARK: - What goes wrong costs one file

        @Test(arguments: [
            ("crash", "plugin-died"), ("trap", "plugin-died"), ("exit", "plugin-died"), ("hang", "plugin-silent"),
            ("silence", "plugin-silent"), ("loop", "plugin-silent"), ("garbage", "plugin-broke-protocol"),
            ("oversize", "plugin-broke-protocol"), ("offsets", "plugin-broke-protocol"),
            ("json", "plugin-broke-protocol"),
            ("order", "plugin-broke-protocol"), ("connect", "plugin-died"), ("fork", "plugin-died"),
            ("exec", "plugin-died"),
            ("memory", "limit"),
        ])
        func aMisdeedCostsOneFile(misdeed: String, code: String) async throws {
            let before = LiveWorkers.count
            let files = try await extract(
                [
                    ("1.txt", echo("before")), ("2.txt", "kist-self-test \(misdeed)\n"), ("3.txt", echo("after")),
                    ("4.txt", echo("long after")),
                ], options: options(jobs: 2, hasty: code == "plugin-silent"))
            #expect(files.map(\.outcome.name) == ["read", "failed", "read", "read"])
            #expect(files[1].outcome.code == code)
            #expect(files[1].blocks.isEmpty && files[1].items.isEmpty)
            #expect(files[1].content?.sha256.count == 64)
            #expect(files[3].blocks.map(\.text) == ["long after"])
            #expect(LiveWorkers.count == before)
        }

        @Test func aFloodIsStoppedByItsBudget() async throws {
            var options = options()
            options.budgets.seconds = 5
            options.budgets.textBytes = 8 << 20
            let files = try await extract(
                [("1.txt", "kist-self-test flood\n"), ("2.txt", echo("after"))], options: options)
            #expect(["plugin-out-of-time", "plugin-too-much-output"].contains(files[0].outcome.code))
            #expect(files[0].blocks.isEmpty)
            #expect(files[1].outcome == .read)
        }

        @Test func aFileThatKillsIsSetAside() async throws {
            let paths = (1...3).map { folder.file("in/\($0).txt", "kist-self-test crash\n") }
            let session = try ImportSession(plugins: try plugins(), options: options(jobs: 1))
            var outcomes: [ExtractionOutcome] = []
            try await session.extract(paths.map { ImportSource(file: $0) }) { outcomes.append($0.outcome) }
            #expect(Set(outcomes).count == 1)
            #expect(outcomes[0].message?.contains("self-test 1.0.0") == true)
            #expect(session.quarantined.count == 1)
        }

        @Test func aWorkerIsReplacedAfterItsJobs() async throws {
            let count = WorkerPool.jobsPerWorker + 20
            let files = try await extract(
                (0..<count).map { ("\(10_000 + $0).txt", echo("text \($0)")) }, options: options(jobs: 1))
            #expect(files.count == count)
            #expect(
                files.allSatisfy { (file: ExtractedFile) -> Bool in file.outcome == .read && file.blocks.count == 1 })
        }

        // MARK: - A plugin that keeps no rules

        /// Installs a plugin in Python that reads `rogue WHAT` files. Each case below is what it does on top of the protocol.
        private func rogue(greeting: String = "ready()") throws -> PluginList {
            let script = """
                #!/usr/bin/env python3
                import os, signal, struct, sys, time
                def get():
                    head = os.read(0, 4)
                    if not head: sys.exit(0)
                    while len(head) < 4: head += os.read(0, 4 - len(head))
                    size = struct.unpack('<I', head)[0]
                    body = b''
                    while len(body) < size: body += os.read(0, size - len(body))
                    return body[0], body[1:]
                def put(kind, body):
                    data = struct.pack('<IB', len(body) + 1, kind) + body
                    while data: data = data[os.write(1, data):]
                def ready(): put(16, b'{"protocol":1,"name":"rogue","version":"1"}')
                get()
                \(greeting)
                while True:
                    get()
                    what = get()[1].decode().split()[1]
                    if what == 'good': put(19, b'[{"kind":"paragraph","text":"good"}]')
                    elif what == 'killed': os.kill(os.getpid(), signal.SIGKILL)
                    elif what == 'stderr':
                        for _ in range(2000): os.write(2, b'noise ' * 1000)
                        os.write(2, b'\\nlast words\\n'); os._exit(3)
                    elif what == 'reads':
                        for _ in range(200000): put(17, b'{"offset":0,"length":524288}')
                    elif what == 'deaf': os.close(0); put(19, b'[{"kind":"paragraph","text":"deaf"}]')
                    elif what == 'mute': os.close(1); time.sleep(60)
                    elif what == 'twice': put(26, b'{"textRead":0}')
                    elif what == 'drip':
                        while True: put(25, b'{"done":1}'); time.sleep(0.2)
                    elif what == 'partial': os.write(1, b'\\x10\\x00\\x00\\x00\\x13[{'); time.sleep(60)
                    elif what == 'utf8': put(19, b'[{"kind":"paragraph","text":"\\xff\\xfe"}]')
                    elif what == 'slip':
                        put(21, b'{"path":"../../../../tmp/kist-escape","role":"member"}'); put(22, b'x'); put(23, b'{"intact":true}')
                    elif what == 'job': put(2, b'{}')
                    elif what == 'entries':
                        for n in range(0, 100000, 500):
                            put(20, ('[' + ','.join('{"csl":{"type":"book","title":"Title %d","abstract":"%s"},"key":"k%d"}' %
                                (i, 'text ' * 20, i) for i in range(n, n + 500)) + ']').encode())
                    put(26, b'{"textRead":4}')
                """
            folder.file("plugins/rogue/rogue.py", bytes: Array(script.utf8), mode: 0o755)
            folder.file(
                "plugins/rogue/plugin.json",
                """
                {"name": "rogue", "version": "1", "protocol": 1, "executable": "rogue.py", "makes": ["blocks", "items"],
                 "formats": [{"format": "rogue", "rules": [{"firstLine": "rogue "}]}]}
                """)
            var places = PluginPlaces()
            places.folders = [PluginPlaces.Folder(folder.path + "/plugins", .user)]
            let list = PluginList(all: PluginList.find(in: places).all, box: try plugins().box)
            try #require(list.usable.count == 1, "the plugin in Python cannot be used; is python3 there?")
            return list
        }

        @Test(arguments: [
            ("killed", "failed", "plugin-died"), ("stderr", "failed", "plugin-died"), ("reads", "failed", nil),
            ("deaf", "read", nil), ("mute", "failed", "plugin-died"), ("twice", "read", nil),
            ("drip", "failed", "plugin-out-of-time"), ("partial", "failed", "plugin-silent"),
            ("utf8", "failed", "plugin-broke-protocol"), ("slip", "read", nil),
            ("job", "failed", "plugin-broke-protocol"),
        ])
        func aRogueCostsOneFile(what: String, outcome: String, code: String?) async throws {
            let files = try await extract(
                [
                    ("1.txt", "rogue good\n"), ("2.txt", "rogue \(what)\n"), ("3.txt", "rogue good\n"),
                    ("4.txt", "rogue good \n"),
                ],
                options: options(jobs: 1, hasty: outcome == "failed" && code != "plugin-died"),
                plugins: try rogue()
            ).filter { $0.entryPath.isEmpty }
            #expect(files.map(\.outcome.name) == ["read", outcome, "read", "read"])
            if let code { #expect(files[1].outcome.code == code) }
            #expect(files[0].blocks.map(\.text) == ["good"])
            #expect(files[3].blocks.map(\.text) == ["good"])
            if what == "stderr" { #expect(files[1].outcome.message?.contains("last words") == true) }
            if what == "slip" { #expect(files[1].items.map(\.item.path) == ["tmp/kist-escape"]) }
            #expect(access("/tmp/kist-escape", F_OK) != 0)
            #expect(LiveWorkers.count == 0)
        }

        @Test(arguments: [
            "sys.exit(7)", "os.write(1, b'Hello, world! This is no frame at all.')", "put(26, b'{}')",
            "put(16, b'{\"protocol\":2,\"name\":\"rogue\",\"version\":\"1\"}')",
            "put(16, b'{\"protocol\":1,\"name\":\"other\",\"version\":\"1\"}')",
        ])
        func aPluginThatDoesNotGetReadyFailsItsFilesOnly(greeting: String) async throws {
            var list = try rogue(greeting: greeting)
            list.all += try plugins().all
            let files = try await extract(
                (1...6).map { ("\($0).txt", $0 == 6 ? echo("good") : "rogue good\n") }, options: options(jobs: 1),
                plugins: list)
            #expect(files.map(\.outcome.name) == ["failed", "failed", "failed", "failed", "failed", "read"])
            #expect(files[0].outcome.code == "plugin-did-not-start")
            #expect(LiveWorkers.count == 0)
        }

        // MARK: - Stopping

        @Test func cancellingLeavesNoProcessAndNoFile() async throws {
            let paths = (0..<8).map {
                folder.file("in/\($0).txt", $0 == 0 ? echo("first") : "kist-self-test slow 600\n")
            }
            let session = try ImportSession(plugins: try plugins(), options: options(jobs: 3))
            let firstCame = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await session.extract(paths.map { ImportSource(file: $0) }) { _ in firstCame.continuation.yield() }
            }
            for await _ in firstCame.stream { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(LiveWorkers.count == 0)
        }

        @Test func killingAllWorkersEndsWhatIsRead() async throws {
            let path = folder.file("in/slow.txt", "kist-self-test slow 600\n")
            let first = folder.file("in/first.txt", echo("first"))
            let session = try ImportSession(plugins: try plugins(), options: options(jobs: 1))
            var outcomes: [String] = []
            let killer = Task {
                // The slow file's two attempts: each is killed as soon as it is there.
                while !Task.isCancelled {
                    LiveWorkers.killAll()
                    await Task.yield()
                }
            }
            try await session.extract([ImportSource(file: path), ImportSource(file: first)]) { file in
                outcomes.append(file.outcome.name)
                if outcomes.count == 1 {
                    killer.cancel()
                    await killer.value
                }
            }
            #expect(outcomes[0] == "failed")
            #expect(outcomes.count == 2)
        }

        @Test func whatTheCallerThrowsEndsTheImport() async throws {
            struct Full: Error {}
            let paths = (0..<6).map { folder.file("in/\($0).txt", echo("\($0)")) }
            let session = try ImportSession(plugins: try plugins(), options: options())
            var count = 0
            await #expect(throws: Full.self) {
                try await session.extract(paths.map { ImportSource(file: $0) }) { _ in
                    count += 1
                    if count == 2 { throw Full() }
                }
            }
            #expect(count == 2)
            #expect(LiveWorkers.count == 0)
        }

        @Test func aMissingBoxIsSaidAtOnce() throws {
            let list = PluginList(all: try plugins().all, box: nil)
            #expect { try ImportSession(plugins: list, options: options()) } throws: {
                ($0 as? ImportError)?.code == .boxMissing
            }
        }

        @Test func theKernelConfirmsTheBox() async throws {
            var options = options()
            options.requireSandbox = true
            let files = try await extract([("a.txt", echo("boxed"))], options: options)
            #expect(files[0].outcome == .read)
        }

        @Test func progressCountsWhatWasDelivered() async throws {
            let seen = Mutex([Int]())
            var options = options()
            options.progress = { progress in seen.withLock { $0.append(progress.delivered) } }
            _ = try await extract((0..<5).map { ("\($0).txt", echo("x")) }, options: options)
            #expect(seen.withLock { $0 } == [1, 2, 3, 4, 5])
        }
    }
}
