import Foundation

/// The writing program of the tests as a child process.
final class Probe {
    struct Missing: Error {}

    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var buffer = Data()

    init(_ arguments: String...) throws {
        guard let url = Self.program else { throw Missing() }
        process.executableURL = url
        process.arguments = arguments
        process.standardOutput = output
        process.standardInput = input
        try process.run()
    }

    /// Built beside the tests' own program.
    private static var program: URL? {
        let candidates =
            ["/proc/self/exe"].compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: $0) }
            + CommandLine.arguments.filter { $0.contains(".xctest") }
        for path in candidates {
            let url = URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: "CatalogueWriterProbe")
            if FileManager.default.isExecutableFile(atPath: url.path) { return url }
        }
        return nil
    }

    /// The next line that the program says; nil at its end.
    func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self)
                buffer = Data(buffer[buffer.index(after: end)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            buffer += more
        }
    }

    /// All lines that are left.
    func lines() -> [String] {
        var result: [String] = []
        while let line = line() { result.append(line) }
        return result
    }

    func closeInput() { input.fileHandleForWriting.closeFile() }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
