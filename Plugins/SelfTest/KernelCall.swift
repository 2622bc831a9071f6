import Glibc

/// Calls that Swift does not offer, by the C library's own door to the kernel.
///
/// `syscall` takes any number of words; all that is called here takes at most five, and further words do no harm on the
/// machines that Kist runs on. It is found by name, since a function with a variable number of arguments is not imported.
enum KernelCall {
    private typealias Door = @convention(c) (Int, Int, Int, Int, Int, Int) -> Int

    private static let door: Door? = dlsym(nil, "syscall").map { unsafeBitCast($0, to: Door.self) }

    #if arch(x86_64)
    private static let numbers = (clone: 56, ptrace: 101, prlimit: 302)
    #else
    private static let numbers = (clone: 220, ptrace: 117, prlimit: 261)
    #endif
    private static let ioUringSetup = 425

    private static func call(_ number: Int, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> Int {
        door?(number, a, b, c, d, 0) ?? -1
    }

    /// The C library's fork.
    static func fork() -> Int32 {
        let fork = dlsym(nil, "fork").map { unsafeBitCast($0, to: (@convention(c) () -> Int32).self) }
        return fork?() ?? -1
    }

    /// A process, not a thread: SIGCHLD and no flag.
    static func clone() -> Int { call(numbers.clone, Int(SIGCHLD)) }

    /// PTRACE_SEIZE.
    static func trace(_ process: pid_t) -> Int { call(numbers.ptrace, 0x4206, Int(process)) }

    static func ring() -> Int { call(ioUringSetup, 8, 0) }

    /// Sets the limit on address space (RLIMIT_AS).
    static func setLimit(_ limit: inout rlimit) -> Int {
        withUnsafePointer(to: &limit) { call(numbers.prlimit, 0, 9, Int(bitPattern: $0), 0) }
    }
}
