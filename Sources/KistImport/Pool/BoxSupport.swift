import Glibc
import KistModel

/// What of the box this computer's kernel makes possible. Memory and time are limited everywhere.
public struct BoxSupport: Hashable, Sendable {
    /// The version of landlock; nil where the kernel lacks it or has it switched off.
    public var landlock: Int?
    public var seccomp: Bool

    /// `landlock` is the kernel's version of it, nil where it has none.
    public init(landlock: Int?, seccomp: Bool) {
        self.landlock = landlock
        self.seccomp = seccomp
    }

    public var isWhole: Bool { landlock != nil && seccomp }

    /// What is missing and what that means; nil when nothing is.
    public var gap: String? {
        let means: String
        switch (landlock, seccomp) {
        case (.some, true): return nil
        case (nil, true):
            means = "landlock, so a plugin that is not one of Kist’s own could read files of yours"
        case (.some, false):
            means = "seccomp, so a plugin that a hostile file has taken over could start programs or reach the network"
        case (nil, false):
            means =
                "landlock nor seccomp, so a plugin that a hostile file has taken over could do whatever you can do"
        }
        return
            "This computer cannot box plugins in completely: its kernel has \(landlock == nil && !seccomp ? "neither" : "no") "
            + "\(means)."
    }

    /// For whoever goes on nevertheless.
    public var warning: String? { gap.map { $0 + " Import only what you trust; --require-sandbox refuses instead." } }

    /// Asks the box itself, which tries it out in a process of its own.
    /// - Throws: `couldNotStart`, `notSandboxed` when the box does not answer.
    public static func of(box: String) throws(ImportError) -> BoxSupport {
        let child = try ChildProcess([box, "--report"], environment: BoxedStart.environment)
        child.closeInput()
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1_024)
        var polled = pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)
        while text.count < 4_096, poll(&polled, 1, 10_000) > 0 {
            let count = read(child.output, &buffer, buffer.count)
            if count > 0 { text += buffer[..<count] } else if count == 0 || errno != EINTR && errno != EAGAIN { break }
        }
        do {
            let answer = try JSONParser.parse(text)
            return BoxSupport(landlock: answer["landlock"]?.int, seccomp: answer["seccomp"]?.bool == true)
        } catch {
            throw ImportError(.notSandboxed, "the program “kist-box” does not say what this computer can do", path: box)
        }
    }
}
