import Foundation
import KistModel
import KistProtocol
import Testing

/// What a worker that errs or is hostile can do, and that it fails in the way that has its name.
@Suite struct MisdeedTests {
    static func texts(_ messages: [WorkerMessage]) -> [String] {
        messages.flatMap { message -> [String] in
            if case .blocks(let blocks) = message { blocks.map(\.text) } else { [] }
        }
    }

    @Test(arguments: [
        ("crash", SIGSEGV), ("trap", SIGILL), ("suicide", SIGKILL), ("connect", SIGSYS), ("unix", SIGSYS),
        ("sockets", SIGSYS), ("spawn", SIGSYS), ("fork", SIGSYS), ("clone", SIGSYS), ("exec", SIGSYS),
        ("trace", SIGSYS), ("ring", SIGSYS),
    ])
    func endsBySignal(word: String, signal: Int32) throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start(word)
        #expect(try worker.finish().isEmpty)
        let code = worker.close()
        // A trap is SIGILL on one machine and SIGTRAP on another.
        #expect(code == -signal || (word == "trap" && code == -SIGTRAP))
    }

    /// Refused and survived: the error is EACCES.
    @Test(arguments: ["open", "write", "folder"])
    func filesStayClosed(word: String) throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start(word)
        #expect(Self.texts(try worker.finish()) == ["\(word): \(EACCES)"])
        #expect(worker.close() == 0)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/kist-self-test"))
    }

    @Test func memoryIsLimited() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("memory")
        #expect(try worker.finish() == [.fail(PluginError(.limit, "There is no memory of 2 GiB."))])
        #expect(worker.close() == 0)
    }

    @Test func anEndlessLoopRunsIntoItsProcessorTime() throws {
        let worker = try WorkerProcess(box: ["--cpu", "1"])
        _ = try worker.greet()
        try worker.start("loop")
        #expect(try worker.finish().isEmpty)
        #expect(worker.close() == -SIGXCPU)
    }

    @Test func aHungWorkerSaysNothingAndCanBeKilled() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("hang")
        #expect(!worker.isAnswering(within: 300))
        worker.kill()
        #expect(worker.close() == -SIGKILL)
    }

    @Test func aSilentWorkerEndsWithItsInput() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("silence")
        #expect(!worker.isAnswering(within: 300))
        #expect(worker.close() == 1)
    }

    @Test func aFloodStopsOnlyWhenTheHostDoes() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("flood")
        var blocks = 0
        while blocks < 5_000, let message = try worker.receive() {
            if case .blocks(let more) = message { blocks += more.count }
        }
        #expect(blocks >= 5_000)
        worker.kill()
        #expect(worker.close() == -SIGKILL)
    }

    @Test func theWorkerKeepsToTheBudget() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        var limits = JobLimits()
        limits.outputBytes = 600_000
        try worker.start(Array("kist-self-test flood-politely\n".utf8), limits: limits)
        let messages = try worker.finish()
        guard case .fail(let failure) = messages.last else {
            Issue.record("the job did not fail")
            return
        }
        #expect(failure.code == .limit)
        #expect(Self.texts(messages).count > 5_000)
        // The worker is still good for the next job.
        try worker.start("echo\nhello")
        #expect(Self.texts(try worker.finish()) == ["hello"])
        #expect(worker.close() == 0)
    }

    @Test(arguments: [
        ("garbage", ProtocolError.Code.frame), ("oversize", .frame), ("offsets", .bounds), ("json", .json),
    ])
    func badFramesAreFoundOut(word: String, code: ProtocolError.Code) throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start(word)
        let error = #expect(throws: ProtocolError.self) { _ = try worker.finish() }
        #expect(error?.code == code)
        worker.kill()
        _ = worker.close()
    }

    @Test func anItemInsideAnItemCanBeSeen() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("order")
        let items = try worker.finish().filter { $0.type == .item }
        #expect(items.count == 2)
        #expect(worker.close() == 0)
    }

    @Test func anEarlyExitLeavesTheJobWithoutAnswer() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("exit")
        #expect(try worker.finish().isEmpty)
        #expect(worker.close() == 0)
    }

    /// Refused and survived: a signal to another process, memory that can be run, a higher limit on memory.
    @Test(arguments: ["kill", "code", "unlimit"]) func refusedAndSurvived(word: String) throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start(word)
        #expect(try worker.finish() == [.done(Coverage())])
        #expect(worker.close() == 0)
    }

    @Test(arguments: PluginError.Code.allCases)
    func failuresHaveTheirCodes(code: PluginError.Code) throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("fail \(code.rawValue)")
        #expect(try worker.finish() == [.fail(PluginError(code, "It was asked to fail.", place: "line 1"))])
        #expect(worker.close() == 0)
    }
}
