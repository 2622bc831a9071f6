import Foundation
import KistModel

/// The built program as a person runs it.
struct KistProcess {
    struct Answer {
        var status: Int32
        var output: String
        var notes: String

        /// The answer as JSON.
        func json() throws -> JSONValue { try JSONParser.parse(output) }
    }

    static let repository: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { folder = folder.deletingLastPathComponent() }
        return folder
    }()

    /// The folder of built programs: the one that the test bundle lies in.
    static let programs: URL = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? URL(filePath: CommandLine.arguments[0])
        return bundle.deletingLastPathComponent()
    }()

    var program = KistProcess.programs.appending(path: "kist")
    var environment: [String: String] = [:]
    /// A private home, so that no test meets the user's own data or choices.
    let home: URL
    var folder: URL

    init() throws {
        home = FileManager.default.temporaryDirectory.appending(path: "kist-test-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        folder = home
        environment = [
            "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "KIST_NOW": "2026-06-01T09:00:00Z", "KIST_SEED": "test",
            "TMPDIR": home.path,
        ]
    }

    func remove() { try? FileManager.default.removeItem(at: home) }

    var collection: URL { home.appending(path: "collection", directoryHint: .isDirectory) }

    @discardableResult
    func run(_ arguments: [String], input: String? = nil) throws -> Answer {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var environment = environment
        if environment["KIST_COLLECTION"] == nil { environment["KIST_COLLECTION"] = collection.path }
        process.environment = environment
        let output = Pipe(), notes = Pipe(), stdin = Pipe()
        process.standardOutput = output
        process.standardError = notes
        process.standardInput = stdin
        try process.run()
        if let input { try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
        try stdin.fileHandleForWriting.close()
        let errors = Drain(notes.fileHandleForReading)
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        let told = errors.wait()
        process.waitUntilExit()
        let status = process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        return Answer(status: status, output: String(decoding: data, as: UTF8.self), notes: String(decoding: told, as: UTF8.self))
    }

    @discardableResult
    func run(_ arguments: String..., input: String? = nil) throws -> Answer { try run(arguments, input: input) }
}

/// Reads one pipe to its end while another is read, so that neither can fill up and stop the program.
private final class Drain: @unchecked Sendable {
    // `data` is written by the one thread that `wait` joins, and read after that.
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            data = (try? handle.readToEnd()) ?? Data()
            done.signal()
        }
    }

    func wait() -> Data {
        done.wait()
        return data
    }
}
