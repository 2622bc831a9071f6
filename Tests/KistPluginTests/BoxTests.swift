import CSandbox
import Foundation
import KistModel
import KistProtocol
import Testing

/// kist-box around programs that know nothing of Kist.
@Suite struct BoxTests {
    static let kernelHasLandlock = ((try? run(["--report"]).output) ?? "").contains(#""landlock":null"#) == false
    static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    static func run(_ options: [String], _ command: String...) throws -> (code: Int32, output: String) {
        let process = try BoxedProcess(options + command)
        process.closeInput()
        let text = BoxedProcess.readToEnd(process.output)
        return (process.wait(), text)
    }

    @Test func programsRun() throws {
        #expect(try Self.run([], "/bin/echo", "hello") == (0, "hello\n"))
        #expect(try Self.run(["--memory", "500000000", "--cpu", "5", "--"], "/bin/cat", "/dev/null") == (0, ""))
    }

    @Test func theEnvironmentIsNotPassedOn() throws {
        let result = try Self.run([], "/usr/bin/env")
        #expect(result.code == 0)
        #expect(!result.output.contains("SECRET") && result.output.contains("PATH=/usr/local/bin:/usr/bin:/bin\n"))
        #expect(result.output.contains("SWIFT_BACKTRACE=enable=no\n") && result.output.contains("MALLOC_ARENA_MAX=2\n"))
    }

    @Test func wrongUseHasItsCodes() throws {
        #expect(try Self.run([]).code == 120)
        #expect(try Self.run(["--nonsense"], "/bin/true").code == 120)
        #expect(try Self.run(["--memory", "much"], "/bin/true").code == 120)
        #expect(try Self.run(["--cpu", "0"], "/bin/true").code == 120)
        #expect(try Self.run([], "/no/such/program").code == 127)
        #expect(try Self.run([], "/etc/passwd").code == 126)
        #expect(try Self.run([], "/usr").code == 126)
    }

    @Test func requireHoldsWhereTheKernelCan() throws {
        #expect(try Self.run(["--require"], "/bin/true").code == (Self.kernelHasLandlock ? 0 : 122))
    }

    @Test func filesOfTheUserAreOutOfReach() throws {
        guard Self.kernelHasLandlock else { return }
        let folder = FileManager.default.temporaryDirectory.appending(path: "kist-box-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "a.txt")
        try Data("secret".utf8).write(to: file)
        #expect(try Self.run([], "/bin/cat", file.path).code == 1)
        #expect(try Self.run(["--read", folder.path], "/bin/cat", file.path) == (0, "secret"))
        #expect(try Self.run(["--read", folder.path], "/bin/rm", "-f", file.path).code == 1)
        #expect(try Self.run(["--read", folder.path], "/usr/bin/touch", file.path).code == 1)
        #expect(try Self.run(["--read", folder.path], "/bin/mkdir", folder.appending(path: "b").path).code == 1)
        #expect(try Data(contentsOf: file) == Data("secret".utf8))
        #expect(try Self.run([], "/bin/ls", "/home").code == 2)
    }

    @Test func aSecondProgramIsNotStarted() throws {
        #expect(try Self.run([], "/bin/sh", "-c", "/bin/true; echo never").code == -SIGSYS)
        #expect(try Self.run([], "/bin/sh", "-c", "exec /bin/true").code == -SIGSYS)
    }

    @Test(
        .enabled(if: hasPython),
        arguments: [
            ("import socket; socket.socket()", -SIGSYS),
            ("import os; os.fork()", -SIGSYS),
            ("import os; os.execv('/bin/true', ['true'])", -SIGSYS),
            ("import os; os.kill(os.getppid(), 15)", 1),
            ("import resource as r; r.setrlimit(r.RLIMIT_AS, (1 << 29, 1 << 29))", 1),
            ("open('/tmp/kist-box-never', 'w')", 1),
            ("bytearray(2 << 30)", 1),
            ("import threading as t; x = t.Thread(target=print); x.start(); x.join()", 0),
            ("import os; os.abort()", -SIGABRT),
        ])
    func otherLanguagesAreHeldToo(script: String, code: Int32) throws {
        #expect(try Self.run([], "/usr/bin/python3", "-I", "-c", script).code == code)
    }

    // MARK: - Kernels that lack something

    /// As `run`, on a kernel without landlock, seccomp or both.
    static func run(without: String, _ options: [String], _ command: String...) throws -> (code: Int32, output: String)
    {
        let process = Process()
        process.executableURL = specs.appending(path: "sandbox/old_kernel.py")
        process.arguments = [without, BoxedProcess.programs.appending(path: "kist-box").path] + options + command
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    private static let specs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Specs")

    @Test(
        .enabled(if: hasPython && kernelHasLandlock),
        arguments: [
            ("landlock", #""landlock":null,"seccomp":true}"#), ("seccomp", #""seccomp":false}"#),
            ("both", #""landlock":null,"seccomp":false}"#),
        ])
    func whatIsMissingIsSaidAndCanBeRefused(without: String, report: String) throws {
        #expect(try Self.run(without: without, ["--report"]).output.hasSuffix(report + "\n"))
        #expect(try Self.run(without: without, ["--require", "--"], "/bin/true").code == 122)
        #expect(try Self.run(without: without, ["--"], "/bin/echo", "ran") == (0, "ran\n"))
        // The limits hold everywhere.
        #expect(try Self.run(without: without, ["--"], "/usr/bin/python3", "-I", "-c", "bytearray(2 << 30)").code == 1)
    }

    @Test(.enabled(if: hasPython && kernelHasLandlock)) func oneLayerHoldsWithoutTheOther() throws {
        let connect = "import socket; socket.socket()"
        #expect(try Self.run(without: "seccomp", ["--"], "/bin/cat", "/etc/passwd").code == 1)
        #expect(try Self.run(without: "landlock", ["--"], "/usr/bin/python3", "-I", "-c", connect).code == SIGSYS)
    }

    @Test func outputToAFileEndsTheProgram() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "kist-box-\(UUID().uuidString).out")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = BoxedProcess.programs.appending(path: "kist-box")
        process.arguments = ["--", "/bin/echo", "much"]
        process.standardOutput = try FileHandle(forWritingTo: file)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGXFSZ)
        #expect(try Data(contentsOf: file).isEmpty)
    }

    /// The box is around the one thread that there is when the plugin's program begins, so around all that follow.
    @Test(.enabled(if: hasPython)) func everyThreadIsBoxedIn() throws {
        let script = """
            import re, threading
            found = set()
            def look(): found.add(tuple(re.findall('(?:NoNewPrivs|Seccomp):\\t(\\d)', open('/proc/thread-self/status').read())))
            threads = [threading.Thread(target=look) for _ in range(4)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            look()
            print(found)
            """
        #expect(
            try Self.run(["--read", "/proc", "--"], "/usr/bin/python3", "-I", "-c", script).output == "{('1', '2')}\n")
    }

    @Test(.enabled(if: hasPython)) func aWorkerInAnotherLanguage() throws {
        let script = Self.specs.appending(path: "protocol/echo_plugin.py")
        let worker = try WorkerProcess(program: script)
        #expect(try worker.greet()?.name == "echo-lines")
        var file: [UInt8] = []
        for number in 0..<60_000 { file += Array("line \(number)\n".utf8) }
        try worker.start(file)
        let messages = try worker.finish(file)
        #expect(MisdeedTests.texts(messages).count == 60_000)
        #expect(MisdeedTests.texts(messages).last == "line 59999")
        #expect(messages.last?.type == .done)
        try worker.start([0xFF, 0xFE])
        guard case .fail(let failure) = try worker.finish().last else {
            Issue.record("bytes that are not text must fail")
            return
        }
        #expect(failure.code == .notThisFormat)
        #expect(worker.close() == 0)
    }
}
