import Glibc

/// What the system tells and lets us set about a worker from outside.
enum ProcessFigures {
    /// Resident memory in bytes, or nil when the process is gone.
    static func residentBytes(of pid: pid_t) -> Int64? {
        guard let text = text(of: "/proc/\(pid)/statm") else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int64(fields[1]) else { return nil }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The most resident memory that it has ever had, in bytes, or nil when the process is gone.
    static func peakResidentBytes(of pid: pid_t) -> Int64? {
        guard let status = text(of: "/proc/\(pid)/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return nil }
        return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int64($0) }
            .map { $0 << 10 }
    }

    /// CPU seconds used so far, rounded up, or nil when the process is gone.
    static func processorSeconds(of pid: pid_t) -> Int? {
        // The kernel's clock for the process: asked for with every job, and its files take a hundred times as long to read.
        var clock = clockid_t()
        var used = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &used) == 0 else { return nil }
        return Int(used.tv_sec) + (used.tv_nsec > 0 ? 1 : 0)
    }

    /// Lets the process use `seconds` more of CPU time; the kernel ends it with SIGXCPU after that, also when we are gone.
    /// False when the system does not allow it.
    static func allow(processorSeconds seconds: Int, to pid: pid_t) -> Bool {
        guard let prlimit, let used = processorSeconds(of: pid) else { return false }
        var old = rlimit()
        guard prlimit(pid, Self.processorTime, nil, &old) == 0 else { return false }
        let wanted = rlim_t(used + max(1, seconds) + 1)
        var new = rlimit(rlim_cur: min(wanted, old.rlim_max), rlim_max: old.rlim_max)
        return prlimit(pid, Self.processorTime, &new, nil) == 0
    }

    /// Whether the kernel says that the process can gain no rights and that a seccomp filter holds it.
    static func isBoxed(_ pid: pid_t) -> Bool {
        guard let status = text(of: "/proc/\(pid)/status") else { return false }
        let lines = status.split(separator: "\n")
        return lines.contains("NoNewPrivs:\t1") && lines.contains("Seccomp:\t2")
    }

    /// What one of the kernel's files says, at most `limit` bytes of it.
    static func text(of path: String, limit: Int = 16 << 10) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while text.count < limit {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                text.append(contentsOf: buffer[..<count])
            } else if count == 0 || errno != EINTR {
                break
            }
        }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    /// RLIMIT_CPU on Linux.
    private static let processorTime: Int32 = 0

    private typealias LimitCall =
        @convention(c) (pid_t, Int32, UnsafePointer<rlimit>?, UnsafeMutablePointer<rlimit>?) -> Int32

    /// prlimit(2) stands behind a feature macro that Swift's Glibc module does not set, so it is looked up by name. Its C
    /// signature is the one above (rlimit has 64-bit members on the platforms that Kist runs on).
    private static let prlimit: LimitCall? = dlsym(nil, "prlimit").map { unsafeBitCast($0, to: LimitCall.self) }
}
