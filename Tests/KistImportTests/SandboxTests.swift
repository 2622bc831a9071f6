import Glibc
import KistProtocol
import Testing

@testable import KistImport

/// What a plugin must not be able to do, tried through the real host while other workers read on beside it.
extension ProcessTests {
    @Suite struct SandboxTests {
        private let folder = TestFolder()

        private func session(jobs: Int, change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportSession {
            let found = PluginList.find(in: .standard(environment: [:]))
            let selfTest = try #require(found["self-test"], "Plugins/SelfTest is not there")
            try #require(selfTest.isUsable && found.box != nil, "build first")
            var options = ImportOptions(spoolFolder: folder.path + "/spool")
            options.jobs = jobs
            options.budgets.seconds = 8
            options.budgets.silentSeconds = 5
            change(&options)
            return try ImportSession(plugins: PluginList(all: [selfTest], box: found.box), options: options)
        }

        private func extract(_ texts: [String], _ session: ImportSession) async throws -> [ExtractedFile] {
            let paths = texts.enumerated().map { folder.file("in/\(1_000 + $0.offset).txt", $0.element) }
            var files: [ExtractedFile] = []
            try await session.extract(paths.map { ImportSource(file: $0) }) { files.append($0) }
            return files
        }

        /// What is tried, the code by which it fails, and a part of the message; nil when it is refused and the job goes on.
        static let attempts: [(word: String, code: String?, message: String)] = [
            ("open", nil, "open: 13"), ("write", nil, "write: 13"), ("folder", nil, "folder: 13"),
            ("kill", nil, ""), ("code", nil, ""), ("unlimit", nil, ""),
            ("connect", "plugin-died", "its box forbids"), ("unix", "plugin-died", "its box forbids"),
            ("sockets", "plugin-died", "its box forbids"), ("spawn", "plugin-died", "its box forbids"),
            ("fork", "plugin-died", "its box forbids"), ("clone", "plugin-died", "its box forbids"),
            ("exec", "plugin-died", "its box forbids"), ("trace", "plugin-died", "its box forbids"),
            ("ring", "plugin-died", "its box forbids"),
            ("memory", "limit", "no memory of 2 GiB"),
            ("loop", "plugin-silent", "silent for 5 seconds"), ("hang", "plugin-silent", "silent for 5 seconds"),
            ("deaf", "plugin-silent", "silent for 5 seconds"), ("silence", "plugin-silent", "silent for 5 seconds"),
            ("drowse", "plugin-out-of-time", "longer than the 8 seconds"),
            ("busy", nil, ""),
            ("pour", "plugin-too-much-output", "an item of more than 256 MiB"),
            ("garbage", "plugin-broke-protocol", "protocol-frame"),
            ("oversize", "plugin-broke-protocol", "protocol-frame"),
            ("offsets", "plugin-broke-protocol", "protocol-bounds"), ("json", "plugin-broke-protocol", "protocol-json"),
            ("order", "plugin-broke-protocol", "an item was not ended"),
            ("unfinished", "plugin-broke-protocol", "an item was not ended"),
            ("again", "plugin-broke-protocol", "READY in the middle of a job"),
            ("greedy", "plugin-broke-protocol", "protocol-bounds"),
            ("crash", "plugin-died", "signal 11"), ("suicide", "plugin-died", "signal 9"),
            ("exit", "plugin-died", "exit code 0"),
        ]

        @Test func everyAttemptFailsInItsWayWhileOthersReadOn() async throws {
            let before = LiveWorkers.count
            var texts: [String] = []
            for (index, attempt) in Self.attempts.enumerated() {
                texts.append("kist-self-test \(attempt.word)\n")
                for number in 0..<3 { texts.append("kist-self-test echo\nneighbour \(index) \(number)\n") }
            }
            let files = try await extract(texts, try session(jobs: 4))
            try #require(files.count == texts.count)
            for (index, attempt) in Self.attempts.enumerated() {
                let file = files[4 * index]
                if attempt.word == "busy" {
                    // Whichever clock is first: ours, or the processor's.
                    #expect(["plugin-out-of-time", "plugin-died"].contains(file.outcome.code), "busy: \(file.outcome)")
                } else if let code = attempt.code {
                    #expect(
                        file.outcome.name == "failed" && file.outcome.code == code, "\(attempt.word): \(file.outcome)")
                    let said = file.outcome.message ?? ""
                    #expect(said.contains(attempt.message), "\(attempt.word): \(said)")
                    #expect(file.blocks.isEmpty && file.items.isEmpty)
                } else {
                    #expect(file.outcome == .read, "\(attempt.word): \(file.outcome)")
                    #expect(file.blocks.map(\.text) == (attempt.message.isEmpty ? [] : [attempt.message]))
                }
                for number in 0..<3 {
                    let neighbour = files[4 * index + 1 + number]
                    #expect(neighbour.outcome == .read, "beside \(attempt.word): \(neighbour.outcome)")
                    #expect(neighbour.blocks.map(\.text) == ["neighbour \(index) \(number)"])
                }
            }
            #expect(LiveWorkers.count == before)
            #expect(folder.contents(of: "spool").isEmpty)
            #expect(access("/tmp/kist-self-test", F_OK) != 0)
        }

        /// What was given out twice is not taken for the next file's: the worker is not used again.
        @Test func anAnswerTooManyIsNotTakenForTheNextFiles() async throws {
            let files = try await extract(
                ["kist-self-test twice\n", "kist-self-test echo\nnext\n"], try session(jobs: 1))
            #expect(files[1].outcome == .read && files[1].blocks.map(\.text) == ["next"])
        }

        @Test func whatTheKernelCanIsKnown() throws {
            let session = try session(jobs: 1)
            #expect(session.boxSupport.seccomp)
            if session.boxSupport.isWhole {
                #expect(session.boxSupport.warning == nil)
                _ = try self.session(jobs: 1) { $0.requireSandbox = true }
            } else {
                #expect(session.boxSupport.warning?.contains("landlock") == true)
            }
        }

        @Test(arguments: [
            (nil, true, "no landlock"), (3, false, "no seccomp"), (nil, false, "neither landlock nor seccomp"),
        ])
        func whatIsMissingIsSaid(landlock: Int?, seccomp: Bool, words: String) {
            #expect(
                BoxSupport(landlock: landlock, seccomp: seccomp).warning?.contains("its kernel has \(words)") == true)
        }

        // MARK: - Soak

        /// Many jobs through one pool: neither the host nor a worker may grow. KIST_SOAK_JOBS says how many; `.ci/soak` runs 2,000.
        @Test func manyJobsLeaveMemoryAsItWas() async throws {
            let jobs = getenv("KIST_SOAK_JOBS").flatMap { Int(String(cString: $0)) } ?? 300
            let session = try session(jobs: 2) { $0.budgets = ImportBudgets() }
            let line = String(repeating: "All that is read is let go again. ", count: 30)
            let text = "kist-self-test echo\n" + String(repeating: line + "\n", count: 100)
            let path = folder.file("in/soak.txt", text)
            var figures: [(jobs: Int, host: Int64, worker: Int64)] = []
            var delivered = 0
            try await session.extract((0..<jobs).map { _ in ImportSource(file: path) }) { file in
                delivered += 1
                #expect(file.outcome == .read && file.blocks.count == 100)
                if delivered % max(1, jobs / 10) == 0 {
                    let workers = Self.children().compactMap { ProcessFigures.residentBytes(of: $0) }
                    figures.append((delivered, ProcessFigures.residentBytes(of: getpid()) ?? 0, workers.max() ?? 0))
                }
            }
            #expect(delivered == jobs)
            if jobs > 300 {
                for figure in figures {
                    print("soak: \(figure.jobs) jobs, host \(figure.host >> 10) KiB, worker \(figure.worker >> 10) KiB")
                }
            }
            let early = figures[1], late = figures[figures.count - 1]
            #expect(late.host - early.host < 16 << 20, "the host grew from \(early.host) to \(late.host) bytes")
            #expect(late.worker - early.worker < 8 << 20, "workers grew from \(early.worker) to \(late.worker) bytes")
        }

        /// The processes that this one has started and that run.
        private static func children() -> [pid_t] {
            var children: [pid_t] = []
            guard let threads = opendir("/proc/self/task") else { return [] }
            defer { closedir(threads) }
            while let item = readdir(threads) {
                let name = String(decoding: SourceWalk.name(of: item), as: UTF8.self)
                let text = ProcessFigures.text(of: "/proc/self/task/\(name)/children") ?? ""
                children += text.split(separator: " ").compactMap { pid_t($0) }
            }
            return children
        }
    }
}
