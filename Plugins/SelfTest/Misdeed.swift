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
    /// A socket to the network; one to a program on this computer; a pair of sockets.
    case connect, unix, sockets
    /// A new process by posix_spawn; by fork; by the bare system call.
    case spawn, fork, clone
    /// Another program in its own place.
    case exec
    /// Looks into the process that started it.
    case trace
    /// Hands its work to the kernel, past the filter on calls.
    case ring
    /// Makes memory that can be run: refused. Comes back.
    case code
    /// Takes its limits off: refused. Comes back.
    case unlimit
    /// Uses the processor for ever and shows signs of life.
    case busy
    /// Sleeps for ever and shows signs of life.
    case drowse
    /// 10 GB of an item's bytes.
    case pour
    /// Says nothing for ever and never looks at its input again, whose end it therefore does not see.
    case deaf
    /// DONE twice; an answer to a job that was not given.
    case twice
    /// DONE in the middle of an item.
    case unfinished
    /// READY again.
    case again
    /// A READ of more than may be asked for.
    case greedy
    /// Kills itself.
    case suicide
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
        case .unix: _ = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        case .sockets:
            var ends: [Int32] = [0, 0]
            _ = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        case .spawn:
            var child: pid_t = 0
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/true"), nil]
            posix_spawn(&child, "/bin/true", nil, nil, &arguments, nil)
        case .fork: _ = KernelCall.fork()
        case .clone: _ = KernelCall.clone()
        case .exec:
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/true"), nil]
            execv("/bin/true", &arguments)
        case .trace: _ = KernelCall.trace(getppid())
        case .ring: _ = KernelCall.ring()
        case .code:
            let made = mmap(nil, 4_096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            if made != MAP_FAILED { preconditionFailure("memory that can be run came into being") }
        case .unlimit:
            var limit = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
            if KernelCall.setLimit(&limit) == 0 { preconditionFailure("the limit on memory was taken off") }
        case .busy:
            var number: UInt64 = 1
            while number != 0 {
                for _ in 0..<50_000_000 { number = number &* 6_364_136_223_846_793_005 | 1 }
                Misdeed.send(Frame(.progress, Array(#"{"done":1}"#.utf8)).bytes)
            }
        case .drowse:
            while Misdeed.send(Frame(.progress, Array(#"{"done":1}"#.utf8)).bytes) {
                Misdeed.rest(milliseconds: 200)
            }
        case .pour:
            var frames: [UInt8] = []
            WorkerMessage.item(NestedItem(path: "sea", role: .member)).write(to: &frames)
            Misdeed.send(frames)
            let piece = Frame(.itemData, [UInt8](repeating: 0x77, count: 1_000_000)).bytes
            for _ in 0..<10_000 where !Misdeed.send(piece) { Glibc.exit(1) }
        case .deaf:
            close(0)
            Misdeed.hang.commit()
        case .twice:
            // In one piece, so that both have come when the first is read.
            let done = Frame(.done, Array(#"{"textRead":0}"#.utf8)).bytes
            Misdeed.send(done + done)
        case .unfinished:
            var frames: [UInt8] = []
            WorkerMessage.item(NestedItem(path: "a", role: .member)).write(to: &frames)
            Misdeed.send(frames)
        case .again: Misdeed.send(Frame(.ready, Array(#"{"protocol":1,"name":"a","version":"1"}"#.utf8)).bytes)
        case .greedy: Misdeed.send(Frame(.read, Array(#"{"offset":0,"length":1000000000}"#.utf8)).bytes)
        case .suicide: Glibc.kill(getpid(), SIGKILL)
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
