import Glibc
import Synchronization

/// A started program with a pipe on each of its three standard descriptors and nothing else of ours: no other descriptor,
/// a clean environment, default signals, and a process group of its own that can be killed whole.
///
/// The descriptors belong to whoever runs the worker, one thread at a time. Only `kill` may be called from elsewhere.
final class ChildProcess: Sendable {
    let pid: pid_t
    /// Our ends; none of them blocks.
    let input: Int32, output: Int32, errors: Int32
    /// Set once the process has been waited for: from then on its number may belong to somebody else.
    private let isReaped = Mutex(false)
    private let inputIsOpen = Mutex(true)
    private let slot: Int?

    /// - Parameters:
    ///   - arguments: the program's path, then its arguments.
    ///   - environment: `NAME=value` strings; nothing is inherited.
    /// - Throws: `couldNotStart`.
    init(_ arguments: [String], environment: [String]) throws(ImportError) {
        guard let program = arguments.first else { throw ImportError(.couldNotStart, "there is no program to start") }
        // One start at a time: between making a pipe and marking it as ours alone no other child may come into being, or
        // it would hold the pipe open and its reader would never see the end.
        let (started, ends) = try Self.startLock.withLock { _ throws(ImportError) in
            try Self.start(program, arguments, environment)
        }
        pid = started
        (input, output, errors) = ends
        slot = LiveWorkers.add(started)
    }

    private static let startLock = Mutex(())

    private static func start(
        _ program: String, _ arguments: [String], _ environment: [String]
    ) throws(ImportError) -> (pid_t, (Int32, Int32, Int32)) {
        let pipes = try PipeSet()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipes.theirs.0, 0)
        posix_spawn_file_actions_adddup2(&actions, pipes.theirs.1, 1)
        posix_spawn_file_actions_adddup2(&actions, pipes.theirs.2, 2)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var started: pid_t = 0
        let code = withCStrings(arguments) { argv in
            withCStrings(environment) { envp in
                posix_spawn(&started, program, &actions, &attributes, argv, envp)
            }
        }
        pipes.closeTheirs()
        guard code == 0 else {
            pipes.closeOurs()
            throw ImportError(.couldNotStart, "cannot start it: \(SystemFailure.reason(code))", path: program)
        }
        return (started, pipes.ours)
    }

    deinit {
        kill()
        closeInput()
        close(output)
        close(errors)
        _ = reap(waiting: true)
    }

    /// Closes our end of its standard input, by which a worker knows that no more jobs come.
    func closeInput() {
        inputIsOpen.withLock { isOpen in
            if isOpen { close(input) }
            isOpen = false
        }
    }

    /// Kills the whole group at once. Safe from any thread and at any time.
    func kill() {
        isReaped.withLock { isReaped in
            guard !isReaped else { return }
            _ = Glibc.kill(-pid, SIGKILL)
            // Before the child has made its group, the group does not exist.
            _ = Glibc.kill(pid, SIGKILL)
        }
    }

    /// How the process ended, or nil while it runs.
    func reap(waiting: Bool) -> Ending? {
        isReaped.withLock { isReaped in
            guard !isReaped else { return nil }
            var status: Int32 = 0
            var result: pid_t
            repeat { result = waitpid(pid, &status, waiting ? 0 : WNOHANG) } while result < 0 && errno == EINTR
            guard result != 0 else { return nil }
            isReaped = true
            // What the worker itself may have started ends with it.
            _ = Glibc.kill(-pid, SIGKILL)
            LiveWorkers.remove(slot)
            guard result == pid else { return .exit(-1) }
            let signal = status & 0x7F
            return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
        }
    }

    enum Ending: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    private static func withCStrings<R>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
    ) -> R {
        let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var copy = pointers
        return copy.withUnsafeMutableBufferPointer { buffer in
            // The array holds at least the closing nil, so there is a base address.
            body(buffer.baseAddress.unsafelyUnwrapped)
        }
    }
}

/// Three pipes, all descriptors above 2 so that moving them to 0, 1 and 2 in the child overwrites none of them.
private struct PipeSet {
    private(set) var theirs: (Int32, Int32, Int32) = (-1, -1, -1)
    private(set) var ours: (Int32, Int32, Int32) = (-1, -1, -1)

    init() throws(ImportError) {
        let input = try Self.pair()
        (theirs.0, ours.0) = (input.read, input.write)
        do {
            let output = try Self.pair()
            (ours.1, theirs.1) = (output.read, output.write)
            let errors = try Self.pair()
            (ours.2, theirs.2) = (errors.read, errors.write)
        } catch {
            closeTheirs()
            closeOurs()
            throw error
        }
        for descriptor in [ours.0, ours.1, ours.2] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    func closeTheirs() { for descriptor in [theirs.0, theirs.1, theirs.2] where descriptor >= 0 { close(descriptor) } }
    func closeOurs() { for descriptor in [ours.0, ours.1, ours.2] where descriptor >= 0 { close(descriptor) } }

    private static func pair() throws(ImportError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ImportError(.couldNotStart, "cannot make a pipe: \(SystemFailure.reason(errno))")
        }
        for index in ends.indices {
            if ends[index] < 3 {
                let moved = fcntl(ends[index], F_DUPFD_CLOEXEC, 3)
                close(ends[index])
                ends[index] = moved
            } else {
                _ = fcntl(ends[index], F_SETFD, FD_CLOEXEC)
            }
        }
        guard ends[0] >= 3, ends[1] >= 3 else {
            for end in ends where end >= 0 { close(end) }
            throw ImportError(.couldNotStart, "cannot make a pipe: too many files are open")
        }
        return (ends[0], ends[1])
    }
}
