import Foundation

/// A program that runs in kist-box, with a pipe to each of its three descriptors.
final class BoxedProcess {
    static let programs: URL = {
        // The test bundle lies beside the programs that the package builds.
        let running = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        if FileManager.default.fileExists(atPath: running.appending(path: "kist-box").path) { return running }
        return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/debug")
    }()

    let id: pid_t
    private(set) var input: Int32
    let output: Int32
    let errors: Int32

    struct CannotStart: Error { var code: Int32 }

    init(_ arguments: [String]) throws {
        signal(SIGPIPE, SIG_IGN)
        let (childInput, input) = try Self.pipe()
        let (output, childOutput) = try Self.pipe()
        let (errors, childErrors) = try Self.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in [childInput, childOutput, childErrors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        let path = Self.programs.appending(path: "kist-box").path
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        let surroundings = ["KIST_SECRET=must not arrive", "PATH=/nowhere"]
        var environment: [UnsafeMutablePointer<CChar>?] = surroundings.map { strdup($0) } + [nil]
        defer { for word in words + environment { free(word) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, path, &actions, nil, &words, &environment)
        for descriptor in [childInput, childOutput, childErrors] { Glibc.close(descriptor) }
        guard code == 0 else { throw CannotStart(code: code) }
        self.id = id
        self.input = input
        self.output = output
        self.errors = errors
    }

    deinit {
        closeInput()
        Glibc.close(output)
        Glibc.close(errors)
    }

    /// The reading and the writing end. A child that starts in between closes them again: kist-box does.
    private static func pipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw CannotStart(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let put = bytes.withUnsafeBytes { Glibc.write(input, $0.baseAddress.map { $0 + sent }, $0.count - sent) }
            if put < 0 { throw CannotStart(code: errno) }
            sent += put
        }
    }

    /// What there is, at least a byte; empty at the end.
    static func read(_ descriptor: Int32) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
        }
    }

    static func readToEnd(_ descriptor: Int32) -> String {
        var all: [UInt8] = []
        while true {
            let more = read(descriptor)
            if more.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += more
        }
    }

    func closeInput() {
        if input >= 0 { Glibc.close(input) }
        input = -1
    }

    /// Waits for the end: the exit code, or minus the signal that ended it.
    func wait() -> Int32 {
        closeInput()
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    }
}
