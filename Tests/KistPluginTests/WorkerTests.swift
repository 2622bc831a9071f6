import Foundation
import KistModel
import KistProtocol
import Testing

/// A worker that does as it should.
@Suite struct WorkerTests {
    @Test func itSaysWhatHoldsIt() throws {
        let worker = try WorkerProcess()
        let ready = try #require(try worker.greet())
        #expect(ready.name == "self-test" && ready.version == 1 && ready.pluginVersion == "1.0.0")
        #expect(ready.sandbox.noNewPrivileges && ready.sandbox.limits && ready.sandbox.seccomp)
        #expect((ready.sandbox.landlock != nil) == BoxTests.kernelHasLandlock)
        #expect(worker.close() == 0)
    }

    /// Released plugins count references without locks, which is right for one thread only.
    @Test(arguments: ["office", "bundle", "bibliography", "text", "selftest"])
    func itHasOneThread(name: String) throws {
        let worker = try WorkerProcess(program: BoxedProcess.programs.appending(path: "kist-import-\(name)"))
        _ = try #require(try worker.greet())
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(worker.id)/task")
        #expect(threads.count == 1)
        #expect(worker.close() == 0)
    }

    @Test func jobsFollowOneAnother() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        for number in 1...20 {
            try worker.start("echo\nline \(number)\n")
            let messages = try worker.finish()
            #expect(MisdeedTests.texts(messages) == ["line \(number)"])
            #expect(messages.first?.type == .metadata && messages.last?.type == .done)
        }
        #expect(worker.close() == 0)
    }

    /// Larger than what comes with the job: the worker asks for the rest, window by window.
    @Test func largeFilesAreAskedFor() throws {
        var file = Array("kist-self-test echo\n".utf8)
        for number in 0..<60_000 { file += Array("line \(number)\n".utf8) }
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start(file)
        let texts = MisdeedTests.texts(try worker.finish(file))
        #expect(texts.count == 60_000)
        #expect(texts.last == "line 59999")
        #expect(worker.close() == 0)
    }

    @Test func nestedItemsComeOutWhole() throws {
        var file = Array("kist-self-test items 3\n".utf8)
        file += (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start(file)
        var items: [[UInt8]] = []
        for message in try worker.finish(file) {
            switch message {
            case .item(let item):
                #expect(item.size == Int64(file.count))
                items.append([])
            case .itemData(let bytes): items[items.count - 1] += bytes
            default: continue
            }
        }
        #expect(items.count == 3 && items.allSatisfy { $0 == file })
        #expect(worker.close() == 0)
    }

    @Test func aBlockTooLongForAFrameComesInParts() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("long 2000000")
        let blocks = try worker.finish().flatMap { message -> [DocumentBlock] in
            if case .blocks(let blocks) = message { blocks } else { [] }
        }
        #expect(blocks.map(\.text).joined() == String(repeating: "word ", count: 400_000))
        #expect(blocks.count > 1 && blocks.dropFirst().allSatisfy(\.continues))
        #expect(blocks.allSatisfy { $0.bold == [ByteSpan(start: 0, end: $0.text.utf8.count)] })
        #expect(worker.close() == 0)
    }

    @Test func longWorkShowsSignsOfLife() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start("slow 8")
        let messages = try worker.finish()
        #expect(messages.contains { $0.type == .progress })
        #expect(MisdeedTests.texts(messages).count == 8)
        #expect(worker.close() == 0)
    }

    /// The same talk, byte by byte.
    @Test func bytesMayDribble() throws {
        var talk: [UInt8] = []
        let file = Array("kist-self-test echo\nhello\n".utf8)
        HostMessage.hello(Hello(host: "test")).write(to: &talk)
        HostMessage.job(ImportJob(id: 1, fileName: "a", format: "self-test", size: Int64(file.count))).write(to: &talk)
        HostMessage.bytes(file).write(to: &talk)
        let worker = try WorkerProcess()
        for byte in talk { try worker.sendRaw([byte]) }
        let messages = try worker.finish()
        #expect(messages.first?.type == .ready)
        #expect(MisdeedTests.texts(messages) == ["hello"])
        #expect(worker.close() == 0)
    }

    /// An empty file has first bytes too: none.
    @Test func anEmptyFileIsAJob() throws {
        let worker = try WorkerProcess()
        _ = try worker.greet()
        try worker.start([])
        guard case .fail(let failure) = try worker.finish().last else {
            Issue.record("an empty file is not a self-test")
            return
        }
        #expect(failure.code == .notThisFormat)
        #expect(worker.close() == 0)
    }

    @Test func itEndsWithItsInput() throws {
        let early = try WorkerProcess()
        #expect(early.close() == 0)
        let midFrame = try WorkerProcess()
        try midFrame.sendRaw([9, 0])
        #expect(midFrame.close() == 1)
        let midJob = try WorkerProcess()
        _ = try midJob.greet()
        try midJob.send(.job(ImportJob(id: 1, fileName: "a", format: "self-test", size: 10)))
        #expect(midJob.close() == 1)
    }

    @Test(arguments: [
        [0, 0, 0, 0] as [UInt8],
        [0xFF, 0xFF, 0xFF, 0xFF, 1],
        Frame(.job, Array("{}".utf8)).bytes,
        Frame(.hello, Array("{".utf8)).bytes,
        Frame(.ready, Array("{}".utf8)).bytes,
    ])
    func aHostThatDoesNotFollowTheProtocolIsLeft(bytes: [UInt8]) throws {
        let worker = try WorkerProcess()
        try worker.sendRaw(bytes)
        #expect(worker.close() == 2)
    }
}
