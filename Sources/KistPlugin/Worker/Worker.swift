import Glibc
import KistProtocol

/// The program that a plugin is.
///
/// ```swift
/// @main struct Main {
///     static func main() { Worker.serve(MyImporter(), name: "my-format", version: "1.0.0") }
/// }
/// ```
public enum Worker {
    /// Gives up all rights that reading a file does not need, then reads the files that the host sends over standard
    /// input and answers on standard output. Exit codes: 0 the host closed the pipe, 1 it broke in the middle of a job,
    /// 2 what came was not the protocol, 64 the program was started by hand.
    public static func serve(_ importer: some Importer, name: String, version: String) -> Never {
        if CommandLine.argc > 1 || isatty(0) == 1 {
            let line = "\(name) \(version): a Kist plugin, which Kist starts and talks to over its standard input.\n"
            let bytes = Array(line.utf8)
            _ = Glibc.write(2, bytes, bytes.count)
            exit(64)
        }
        // A host that is gone shows as a failed write, not as a signal.
        signal(SIGPIPE, SIG_IGN)
        let sandbox = Sandbox.enter()
        let loop = WorkerLoop(
            importer: importer,
            ready: Ready(name: name, pluginVersion: version, sandbox: sandbox),
            pipe: WorkerPipe(input: 0, output: 1))
        exit(loop.run().exitCode)
    }
}
