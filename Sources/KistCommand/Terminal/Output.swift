import Foundation
import Glibc
import KistRepository

/// Where answers and everything else go: answers to standard output, the rest to standard error.
struct Output: Sendable {
    /// True when answers are JSON for programs.
    var json: Bool
    let answersOnTerminal: Bool
    let notesOnTerminal: Bool
    let colour: Bool

    init(json: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.json = json
        answersOnTerminal = isatty(STDOUT_FILENO) == 1
        notesOnTerminal = isatty(STDERR_FILENO) == 1
        colour = answersOnTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Columns to write in: the terminal's, at most 100 so that lines stay readable; 80 elsewhere.
    var columns: Int {
        var size = winsize()
        guard answersOnTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return min(max(Int(size.ws_col), 20), 100)
    }

    /// One line of an answer. Text from documents goes through ``shown(_:)`` first.
    func line(_ text: String = "") { write(text + "\n", to: STDOUT_FILENO) }

    /// Bytes of an answer as they are.
    func raw(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    func answer(_ value: JSONValue) { line(value.pretty) }

    /// Something to know that is not the answer.
    func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Text from a document as it may be printed: escaped on a terminal, as it is elsewhere.
    func shown(_ text: String, multiline: Bool = false) -> String {
        answersOnTerminal
            ? Sanitiser.safe(text, multiline: multiline) : (multiline ? text : text.replacing("\n", with: " "))
    }

    func bold(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func faint(_ text: String) -> String { colour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    func marked(_ text: String) -> String { colour ? "\u{1B}[1;33m\(text)\u{1B}[0m" : text }

    private func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

    /// A reader that has gone away is not an error: there is nobody left to tell.
    private func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { exit(ExitStatus.done.rawValue) }
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}
