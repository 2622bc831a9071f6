import Glibc
import KistPlugin

/// What goes past the worker's own care. None of them comes back, save where the comment says so.
enum Misdeed: String {
    /// A wild pointer: SIGSEGV.
    case crash
    /// A broken precondition: the language's own trap.
    case trap
    /// Sleeps for ever, deaf to the pipe.
    case hang
    /// Says nothing more but sees the pipe close.
    case silence
    /// Uses the processor for ever.
    case loop
    /// Endless good frames.
    case flood
    /// Bytes that are no frames.
    case garbage
    /// A frame that is said to be 4 GiB long.
    case oversize
    /// A good frame whose block has an offset outside its text. Comes back.
    case offsets
    /// A good frame whose body is not JSON. Comes back.
    case json
    /// An item inside an item. Comes back.
    case order
    /// Leaves with code 0 in the middle of the job.
    case exit
    case connect, fork, exec
    /// Kills the process that started it: refused. Comes back.
    case kill

    func commit() {
        switch self {
        case .crash: UnsafeMutablePointer<UInt8>(bitPattern: 16)?.pointee = 1
        case .trap: preconditionFailure("asked to trap")
        case .hang: while true { Misdeed.rest(milliseconds: 3_600_000) }
        case .silence:
            var byte: UInt8 = 0
            while Glibc.read(0, &byte, 1) > 0 {}
            Glibc.exit(1)
        case .loop:
            var number: UInt64 = 1
            while number != 0 { number = number &* 6_364_136_223_846_793_005 | 1 }
        case .flood:
            var frames: [UInt8] = []
            for _ in 0..<100 { WorkerMessage.blocks([DocumentBlock(text: "flood")]).write(to: &frames) }
            while Misdeed.send(frames) {}
            Glibc.exit(1)
        case .garbage:
            Misdeed.send((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 255) })
            Misdeed.silence.commit()
        case .oversize:
            Misdeed.send([0xFF, 0xFF, 0xFF, 0xFF, MessageType.blocks.rawValue, 0x5B])
            Misdeed.silence.commit()
        case .offsets:
            Misdeed.send(
                Frame(.blocks, Array(#"[{"kind":"paragraph","text":"short","bold":[[0,4000000000]]}]"#.utf8)).bytes)
        case .json: Misdeed.send(Frame(.metadata, Array(#"{"title":"#.utf8)).bytes)
        case .order:
            var frames: [UInt8] = []
            WorkerMessage.item(NestedItem(path: "a", role: .member)).write(to: &frames)
            WorkerMessage.item(NestedItem(path: "b", role: .member)).write(to: &frames)
            Misdeed.send(frames)
        case .exit: Glibc.exit(0)
        case .connect: _ = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Swift does not offer fork(); the call by which vfork-like starts go is the same to the kernel.
        case .fork, .exec:
            var child: pid_t = 0
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/true"), nil]
            if self == .fork {
                posix_spawn(&child, "/bin/true", nil, nil, &arguments, nil)
            } else {
                execv("/bin/true", &arguments)
            }
        case .kill: Glibc.kill(getppid(), SIGTERM)
        }
    }

    @discardableResult
    static func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                Glibc.write(1, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
            }
            if put <= 0 { return false }
            sent += put
        }
        return true
    }

    static func rest(milliseconds: Int) {
        var time = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
        nanosleep(&time, nil)
    }
}
