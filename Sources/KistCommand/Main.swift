import ArgumentParser
import Foundation
import Glibc

@main
enum Main {
    static func main() async {
        // A reader that has gone away is noticed where it is written to, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let output = Output(json: wantsJSON(arguments))
        var status = ExitStatus.done
        do {
            let prepared = try FreeArguments.prepare(arguments)
            var command = try Kist.parseAsRoot(prepared)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            status = FailureReport(output).report(error)
        }
        exit(status.rawValue)
    }

    /// Whether answers, and so errors too, are asked for as JSON; known before anything is parsed, since parsing may fail.
    private static func wantsJSON(_ arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains("--json")
    }
}
