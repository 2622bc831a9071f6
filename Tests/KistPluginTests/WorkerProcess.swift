import Foundation
import KistProtocol

/// A worker started as the host starts it: through kist-box, over pipes.
final class WorkerProcess {
    /// Where the Swift libraries lie that this program itself runs with.
    static let libraries: [String] = {
        // Files of /proc say that they are empty: they must be read as a stream.
        let data = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile() ?? Data()
        let maps = String(decoding: data, as: UTF8.self)
        let line = maps.split(separator: "\n").first { $0.hasSuffix("/libswiftCore.so") }
        guard let path = line?.split(separator: " ").last else { return [] }
        return [URL(filePath: String(path)).deletingLastPathComponent().path]
    }()

    private let process: BoxedProcess
    private var reader = FrameReader()

    init(
        box options: [String] = [],
        program: URL = BoxedProcess.programs.appending(path: "kist-import-selftest")
    ) throws {
        process = try BoxedProcess(Self.libraries.flatMap { ["--read", $0] } + options + ["--", program.path])
    }

    func send(_ messages: HostMessage...) throws {
        var bytes: [UInt8] = []
        for message in messages { message.write(to: &bytes) }
        try sendRaw(bytes)
    }

    func sendRaw(_ bytes: [UInt8]) throws {
        try process.write(bytes)
    }

    /// HELLO and its answer.
    func greet() throws -> Ready? {
        try send(.hello(Hello(host: "test")))
        guard case .ready(let ready) = try receive() else { return nil }
        return ready
    }

    /// Begins a job with its first bytes.
    func start(_ file: [UInt8], id: UInt64 = 1, limits: JobLimits? = nil) throws {
        let job = ImportJob(
            id: id, fileName: "a.selftest", format: "self-test", size: Int64(file.count), limits: limits)
        try send(.job(job), .bytes(Array(file.prefix(ProtocolLimits.firstBytes))))
    }

    func start(_ words: String) throws { try start(Array("kist-self-test \(words)\n".utf8)) }

    /// The next message; nil when the worker has closed its output.
    func receive() throws -> WorkerMessage? {
        while true {
            if let frame = try reader.next() { return try WorkerMessage(frame) }
            let bytes = BoxedProcess.read(process.output)
            if bytes.isEmpty { return nil }
            reader.append(bytes)
        }
    }

    /// All messages of the running job up to DONE or FAIL, reads answered from `file`.
    func finish(_ file: [UInt8] = []) throws -> [WorkerMessage] {
        var messages: [WorkerMessage] = []
        while let message = try receive() {
            if case .read(let request) = message {
                let start = min(file.count, Int(request.offset))
                try send(.bytes(Array(file[start..<min(file.count, start + request.length)])))
                continue
            }
            messages.append(message)
            switch message {
            case .done, .fail: return messages
            default: continue
            }
        }
        return messages
    }

    /// Whether something comes, or the worker ends, within the given time.
    func isAnswering(within milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: process.output, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, milliseconds) > 0
    }

    var id: pid_t { process.id }

    func kill() { Foundation.kill(process.id, SIGKILL) }

    /// Closes the worker's input and waits for its end: the exit code, or minus the signal that ended it.
    func close() -> Int32 { process.wait() }
}
