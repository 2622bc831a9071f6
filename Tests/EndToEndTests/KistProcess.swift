import Foundation
import Glibc
import KistModel

/// The built program as a person runs it: with a home of its own, so that no test meets the user's data or choices.
struct KistProcess {
    /// What a run of the program said, and how it ended.
    struct Answer {
        /// The exit code; 128 + the signal's number when a signal ended it.
        var status: Int32
        var output: String
        var notes: String

        func json() throws -> JSONValue { try JSONParser.parse(output) }
    }

    struct StartFailure: Error {
        var program: String
        var code: Int32
    }

    /// The root of the repository, for schemas and samples.
    static let repository: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path), folder.path != "/"
        {
            folder = folder.deletingLastPathComponent()
        }
        return folder
    }()

    /// The folder of built programs, which is the one that the tests lie in; `KIST_PROGRAMS` names another.
    static let programs: URL = {
        if let named = ProcessInfo.processInfo.environment["KIST_PROGRAMS"] {
            return URL(filePath: named, directoryHint: .isDirectory)
        }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        for folder in [
            URL(filePath: own).deletingLastPathComponent(),
            repository.appending(path: ".build/debug", directoryHint: .isDirectory),
        ]
        where FileManager.default.isExecutableFile(atPath: folder.appending(path: "kist").path) { return folder }
        return repository.appending(path: ".build/debug", directoryHint: .isDirectory)
    }()

    var program = KistProcess.programs.appending(path: "kist")
    var environment: [String: String]
    let home: URL
    /// The working folder.
    var folder: URL

    init() throws {
        home = FileManager.default.temporaryDirectory.appending(
            path: "kist-test-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        folder = home
        environment = [
            "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "KIST_NOW": "2026-06-01T09:00:00Z",
            "KIST_SEED": "test",
            "TMPDIR": home.path, "KIST_COLLECTION": home.appending(path: "collection").path,
        ]
    }

    /// A home with a copy of a collection in it.
    init(collection: URL) throws {
        try self.init()
        try FileManager.default.copyItem(at: collection, to: self.collection)
    }

    func remove() { try? FileManager.default.removeItem(at: home) }

    var collection: URL { home.appending(path: "collection", directoryHint: .isDirectory) }

    /// Writes a file into the home, with the folders that it needs.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: Data) throws -> String {
        let file = home.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
        return file.path
    }

    @discardableResult
    func run(_ arguments: [String], input: String? = nil) throws -> Answer { try start(arguments, input: input).wait() }

    @discardableResult
    func run(_ arguments: String..., input: String? = nil) throws -> Answer { try run(arguments, input: input) }

    /// Runs with `--json` and gives the answer.
    func json(_ arguments: String...) throws -> JSONValue { try run(arguments + ["--json"]).json() }

    /// A line for the shell, where `kist` is the program.
    func shell(_ line: String) throws -> Answer {
        var other = self
        other.program = URL(filePath: "/bin/bash")
        other.environment["PATH"] = program.deletingLastPathComponent().path + ":/usr/bin:/bin"
        return try other.run(["-c", line])
    }

    /// Starts the program without waiting for it. Its answers go to files, so that no pipe can fill up and stop it.
    func start(_ arguments: [String], input: String? = nil) throws -> RunningKist {
        let mark = UUID().uuidString
        let output = home.appending(path: ".\(mark).out").path, notes = home.appending(path: ".\(mark).err").path
        var source = "/dev/null"
        if let input { source = try write(".\(mark).in", input) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, source, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, notes, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // Threads of a test may have signals blocked; the program must start as a shell would start it. A group of its own lets
        // a test kill it with all that it started.
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
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        // env(1) sees to the working folder and becomes the program.
        let line = ["/usr/bin/env", "--chdir=\(folder.path)", program.path] + arguments
        var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] =
            environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + settings { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, line[0], &actions, &attributes, &words, &settings)
        guard code == 0 else { throw StartFailure(program: program.path, code: code) }
        return RunningKist(process: process, output: output, notes: notes)
    }
}

/// A program that was started and not yet waited for.
struct RunningKist {
    let process: pid_t
    let output: String
    let notes: String

    /// Kills it and all that it started, as a power cut would.
    func kill() { _ = Glibc.kill(-process, SIGKILL) }

    func wait() throws -> KistProcess.Answer {
        var state: Int32 = 0
        while waitpid(process, &state, 0) < 0, errno == EINTR {}
        let signal = state & 0x7F
        let status = signal == 0 ? (state >> 8) & 0xFF : 128 + signal
        defer { for file in [output, notes] { unlink(file) } }
        func text(_ file: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        }
        return KistProcess.Answer(status: status, output: try text(output), notes: try text(notes))
    }
}
