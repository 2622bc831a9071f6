import Glibc
import KistProtocol

/// One running plugin process and the conversation with it.
///
/// Unchecked because it changes while it works: it belongs to the one thread that has borrowed it from the pool, and passes
/// from thread to thread only through the pool's lock. The pool's other threads touch nothing but `child.kill`.
final class Worker: @unchecked Sendable {
    let plugin: Plugin
    let child: ChildProcess
    /// Jobs that were begun.
    private(set) var jobs: UInt64 = 0
    /// False once anything went wrong: it is then ended, never given a further job.
    private(set) var isFit = true
    /// Set when it ended by itself.
    private var ending: ChildProcess.Ending?

    private let channel: WorkerChannel

    /// With this much waiting to be sent, no more is asked of the worker: one that asks without reading waits for itself.
    private static let maximumWaiting = 2 << 20

    /// Starts the plugin's program in its box. The conversation begins with `greet`.
    /// - Throws: `couldNotStart`.
    init(plugin: Plugin, arguments: [String], environment: [String]) throws(ImportError) {
        self.plugin = plugin
        do {
            child = try ChildProcess(arguments, environment: environment)
            channel = WorkerChannel(child)
        } catch {
            var error = error
            error.plugin = plugin.label
            throw error
        }
    }

    /// Sends HELLO and waits for READY.
    func greet(host: String, seconds: Int) throws(WorkerFault) -> Ready {
        HostMessage.hello(Hello(host: host)).write(to: &channel.outgoing)
        var ready: Ready?
        try converse(Deadline(total: seconds, silence: seconds)) { (frame) throws(WorkerFault) in
            switch try Self.message(frame) {
            case .ready(let value):
                ready = value
                return true
            case .fail(let error): throw .brokeProtocol("it could not get ready: \(error.message)")
            default: throw .brokeProtocol("it did not begin with READY")
            }
        }
        guard let ready else { throw .brokeProtocol("it did not begin with READY") }
        return ready
    }

    /// How a job ended as the worker sees it.
    enum JobEnd: Sendable {
        case done(Coverage)
        case failed(PluginError)
    }

    /// Gives the worker one job and serves it until it has ended. Everything but READ, DONE, FAIL and PROGRESS goes to
    /// `receive`, with the body of its frame.
    func run(
        _ job: ImportJob, input: FileReader, seconds: Int, silence: Int,
        receive: (WorkerMessage, [UInt8]) throws(WorkerFault) -> Void
    ) throws(WorkerFault) -> JobEnd {
        jobs += 1
        var job = job
        job.id = jobs
        HostMessage.job(job).write(to: &channel.outgoing)
        HostMessage.bytes(try Self.bytes(of: input, at: 0, count: ProtocolLimits.firstBytes)).write(
            to: &channel.outgoing)
        var given: Int64 = 0
        var end: JobEnd?
        try converse(Deadline(total: seconds, silence: silence)) { (frame) throws(WorkerFault) in
            given += Int64(frame.body.count + Frame.headerSize)
            guard given <= job.limits.outputBytes else {
                throw .tooMuchOutput("more than \(job.limits.outputBytes >> 20) MiB for one file")
            }
            let message = try Self.message(frame)
            switch message {
            case .read(let request):
                let bytes = try Self.bytes(of: input, at: request.offset, count: request.length)
                HostMessage.bytes(bytes).write(to: &channel.outgoing)
            case .done(let coverage): end = .done(coverage)
            case .fail(let error): end = .failed(error)
            case .progress: break
            case .ready: throw .brokeProtocol("it sent READY in the middle of a job")
            case .metadata, .blocks, .entries, .item, .itemData, .itemEnd, .diagnostic: try receive(message, frame.body)
            }
            return end != nil
        }
        guard let end else { throw .died(ending) }
        // What is left over on either side would be taken for a part of the next job.
        if channel.waiting > 0 || channel.hasMore { isFit = false }
        return end
    }

    /// The last line that the plugin wrote on standard error, shortened.
    var said: String? { channel.said }

    /// Ends the process at once.
    func end() {
        isFit = false
        child.kill()
    }

    /// False when it has ended while nobody was looking, or has said something that nobody asked for.
    var isAlive: Bool {
        if channel.hasMore { return false }
        if ending == nil { ending = child.reap(waiting: false) }
        return ending == nil
    }

    // MARK: - The conversation

    /// The moments at which patience ends, on the system's steady clock.
    private struct Deadline {
        let total: Int, silence: Int
        let end: Int64
        var nextFrame: Int64

        init(total: Int, silence: Int) {
            self.total = total
            self.silence = silence
            let now = Deadline.now
            end = now + Int64(total) * 1_000
            nextFrame = now + Int64(silence) * 1_000
        }

        mutating func heard() { nextFrame = Deadline.now + Int64(silence) * 1_000 }

        /// Milliseconds that are left.
        func left() throws(WorkerFault) -> Int32 {
            let now = Deadline.now
            if now >= end { throw .outOfTime(seconds: total) }
            if now >= nextFrame { throw .silent(seconds: silence) }
            return Int32(clamping: min(end, nextFrame) - now)
        }

        private static var now: Int64 {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        }
    }

    /// Sends what waits and hands each frame that comes to `handle`, until that returns true. Any fault ends the worker.
    private func converse(_ limit: Deadline, handle: (Frame) throws(WorkerFault) -> Bool) throws(WorkerFault) {
        do {
            var limit = limit
            while true {
                var isPaused = channel.waiting > Self.maximumWaiting
                while !isPaused, let frame = try channel.nextFrame() {
                    if try handle(frame) {
                        try channel.flush()
                        return
                    }
                    limit.heard()
                    _ = try limit.left()
                    isPaused = channel.waiting > Self.maximumWaiting
                }
                try channel.exchange(milliseconds: try limit.left(), listening: !isPaused)
            }
        } catch {
            isFit = false
            var fault = error
            if case .died = error { fault = .died(ownEnding()) }
            child.kill()
            throw fault
        }
    }

    /// How a process ended that has closed its output. That comes a moment before the system knows the ending; one that
    /// goes on running without an output has none of its own.
    private func ownEnding() -> ChildProcess.Ending? {
        for _ in 0..<200 {
            if !isAlive { break }
            usleep(1_000)
        }
        return ending
    }

    private static func message(_ frame: Frame) throws(WorkerFault) -> WorkerMessage {
        do {
            return try WorkerMessage(frame)
        } catch {
            throw .brokeProtocol("\(error.message) (\(error.code.rawValue))")
        }
    }

    private static func bytes(of input: FileReader, at offset: Int64, count: Int) throws(WorkerFault) -> [UInt8] {
        do {
            return try input.read(at: offset, count: count)
        } catch {
            throw .host(error)
        }
    }
}
