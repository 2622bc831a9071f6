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

    @Test(.enabled(if: hasPython)) func aWorkerInAnotherLanguage() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Specs/protocol/echo_plugin.py")
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
