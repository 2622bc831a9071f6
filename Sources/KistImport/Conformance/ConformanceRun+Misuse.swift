import Glibc
import KistModel
import KistProtocol

extension ConformanceRun {
    /// What a plugin does when the host is at fault: it ends by itself, soon, not by a signal, and not as if all were well.
    func misuse(_ samples: [PluginSample]) {
        let good = samples.first?.file ?? TestFile(name: "file", fileName: "file", bytes: head([]))
        let job = self.job(good)
        let first = Array(good.bytes.prefix(ProtocolLimits.firstBytes))
        let hello = HostMessage.hello(Hello(host: "kist conformance kit")).bytes
        let begin = hello + HostMessage.job(job).bytes + HostMessage.bytes(first).bytes

        ends("the host leaves before HELLO", after: [], well: true)
        ends("the host leaves after READY", after: hello, well: true)
        ends("JOB before HELLO", after: HostMessage.job(job).bytes + HostMessage.bytes(first).bytes)
        ends("HELLO twice", after: hello + hello)
        ends("BYTES without a JOB", after: hello + HostMessage.bytes(first).bytes)
        ends("a JOB without BYTES", after: hello + HostMessage.job(job).bytes + HostMessage.job(job).bytes)
        ends("a message with an unknown number", after: hello + [5, 0, 0, 0, 99, 1, 2, 3, 4])
        ends("a frame of length 0", after: hello + [0, 0, 0, 0, 2])
        ends("a frame of 4 GB", after: hello + [0xFF, 0xFF, 0xFF, 0xFF, 2, 0x7B])
        ends("a frame that is cut short", after: hello + HostMessage.job(job).bytes.dropLast(5))
        ends("a header that is cut short", after: hello + [9, 0])
        ends("a JOB that is not JSON", after: hello + Frame(.job, Array("{\"id\": 1, \"size\":".utf8)).bytes)
        let sizeless = Frame(.job, Array("{\"id\": 1, \"fileName\": \"a\", \"format\": \"a\"}".utf8))
        ends("a JOB without a size", after: hello + sizeless.bytes + HostMessage.bytes(first).bytes)
        ends("the host leaves in the middle of a job", after: begin, answersMayCome: true)
        fewerBytes(good)
        strangers(good)
    }

    private func job(_ file: TestFile) -> ImportJob {
        ImportJob(id: 1, fileName: file.fileName, format: format(of: file), size: Int64(file.bytes.count))
    }

    /// Sends `bytes`, closes the pipe and looks at how the plugin ends.
    private func ends(
        _ name: String, after bytes: some Sequence<UInt8>, well: Bool = false, answersMayCome: Bool = false
    ) {
        converse(name) { conversation throws(WorkerFault) in
            conversation.channel.outgoing += bytes
            conversation.channel.closesWhenSent = true
            var answers: [MessageType] = []
            while let message = try conversation.next() { answers.append(message.type) }
            let ending = conversation.ending
            switch ending {
            case .exit(0) where well, .exit(0) where answersMayCome: return nil
            case .exit(0): return "it ended with exit code 0, as if all were well"
            case .exit(let code) where well: return "it ended with exit code \(code); nothing was wrong"
            case .exit:
                if answers.contains(where: { $0 == .done }), !answersMayCome { return "it answered with DONE" }
                return nil
            case .signal(let number): return "a signal ended it (\(number))"
            case nil: return "it went on running after the host had closed the pipe"
            }
        }
    }

    /// BYTES shorter than asked: the file has changed under the host's hands.
    private func fewerBytes(_ good: TestFile) {
        var long = good.bytes
        while long.count <= 2 * ProtocolLimits.firstBytes { long += good.bytes.isEmpty ? [0x20] : good.bytes }
        let file = TestFile(name: good.name, fileName: good.fileName, bytes: long)
        for kept in [0, 10] {
            let name = "BYTES that hold \(kept) of the bytes that were asked for"
            converse(name) { conversation throws(WorkerFault) in
                conversation.channel.outgoing += HostMessage.hello(Hello(host: "kist conformance kit")).bytes
                conversation.channel.outgoing += HostMessage.job(self.job(file)).bytes
                conversation.channel.outgoing += HostMessage.bytes(Array(long.prefix(ProtocolLimits.firstBytes))).bytes
                var asked = 0
                while let message = try conversation.next() {
                    switch message {
                    case .read(let request):
                        asked += 1
                        // One that goes on with what little it gets comes to an end as well.
                        if asked > 1_000 + kept * long.count { return "it asks for bytes for ever" }
                        let start = Int(clamping: request.offset)
                        let end = min(long.count, start + min(kept, request.length))
                        conversation.channel.outgoing +=
                            HostMessage.bytes(start < end ? Array(long[start..<end]) : []).bytes
                    case .fail(let error):
                        return error.code == .internal ? "it says that it is at fault itself: \(error.message)" : nil
                    case .done: return nil
                    default: continue
                    }
                }
                if case .signal(let number) = conversation.ending { return "a signal ended it (\(number))" }
                return nil
            }
        }
    }

    /// Members, options and names that it does not know must change nothing.
    private func strangers(_ good: TestFile) {
        guard let worker = fresh(.misuse, "members, options and names that it does not know") else { return }
        defer { worker.end() }
        let plain = read(good, by: worker)
        for fileName in ["../../../etc/passwd", "a\u{202E}b\n\u{0}c", String(repeating: "n", count: 8_000), ""] {
            let result = read(good, by: worker) { job in
                job.fileName = fileName
                job.options = ["colour": "blue", "deep": [[["er"]]]]
            }
            let shown = fileName.isEmpty ? "no file name" : "the file name “\(fileName.prefix(20))”"
            if let fault = result.fault {
                return failed(.misuse, shown, fault)
            } else if result.isDone != plain.isDone {
                failed(.misuse, shown, "the file is read differently under this name")
            } else {
                passed(.misuse, shown)
            }
        }
    }

    // MARK: - A conversation by hand

    private func converse(_ name: String, _ body: (Conversation) throws(WorkerFault) -> String?) {
        do throws(ImportError) {
            let child = try ChildProcess(command.arguments, environment: BoxedStart.environment)
            let conversation = Conversation(child, seconds: options.budgets.seconds)
            do throws(WorkerFault) {
                if let problem = try body(conversation) {
                    failed(.misuse, name, problem)
                } else {
                    passed(.misuse, name)
                }
            } catch {
                failed(.misuse, name, error.error(plugin: plugin, said: conversation.channel.said).message)
            }
        } catch {
            failed(.misuse, name, error.message)
        }
    }

    /// Frames as they come, without any of a worker's rules.
    private final class Conversation {
        let channel: WorkerChannel
        private let end: UInt64
        private let seconds: Int
        private(set) var ending: ChildProcess.Ending?

        init(_ child: ChildProcess, seconds: Int) {
            channel = WorkerChannel(child)
            self.seconds = seconds
            end = Self.now() + UInt64(seconds) * 1_000
        }

        deinit { channel.child.kill() }

        /// The next message; nil when the plugin has closed its output, and `ending` then says how it ended.
        func next() throws(WorkerFault) -> WorkerMessage? {
            while true {
                if let frame = try channel.nextFrame() {
                    do {
                        return try WorkerMessage(frame)
                    } catch {
                        throw .brokeProtocol("\(error.message) (\(error.code.rawValue))")
                    }
                }
                let now = Self.now()
                guard now < end else { throw .silent(seconds: seconds) }
                do {
                    try channel.exchange(milliseconds: Int32(clamping: end - now), listening: true)
                } catch {
                    guard case .died = error else { throw error }
                    while ending == nil, Self.now() < end {
                        ending = channel.child.reap(waiting: false)
                        if ending == nil { usleep(1_000) }
                    }
                    return nil
                }
            }
        }

        private static func now() -> UInt64 {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
        }
    }
}

extension HostMessage {
    fileprivate var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }
}
