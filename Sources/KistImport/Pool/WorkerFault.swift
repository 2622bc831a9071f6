/// Why a worker is of no more use.
enum WorkerFault: Error, Hashable, Sendable {
    /// It ended, or closed its output, before the job did.
    case died(ChildProcess.Ending?)
    /// It said something that the protocol does not allow.
    case brokeProtocol(String)
    /// No frame came for so many seconds.
    case silent(seconds: Int)
    /// The job's time was up.
    case outOfTime(seconds: Int)
    /// More came out than the job may give.
    case tooMuchOutput(String)
    /// Our own side could not go on: the source could not be read, the spool not written.
    case host(ImportError)

    /// Whether a fresh worker may do better. A file that takes too long or gives out too much does so again.
    var isWorthRetrying: Bool {
        switch self {
        case .died(.signal(24)): false  // SIGXCPU
        case .died, .brokeProtocol: true
        case .silent, .outOfTime, .tooMuchOutput, .host: false
        }
    }

    /// For people. `said` is the last thing the plugin wrote on its standard error.
    func error(plugin: Plugin, said: String?) -> ImportError {
        let name = "the plugin \(plugin.label)"
        let why = said.map { "; it said: “\($0)”" } ?? ""
        func failed(_ code: ImportError.Code, _ message: String) -> ImportError {
            ImportError(code, message, plugin: plugin.label)
        }
        switch self {
        case .died(let ending):
            let how =
                switch ending {
                case .signal(24): "used more processor time than a file of this size may"
                case .signal(31): "did something that its box forbids"
                case .signal(let number): "crashed (signal \(number))"
                case .exit(let code): "ended by itself (exit code \(code))"
                case nil: "stopped answering"
                }
            return failed(.workerDied, "\(name) \(how) while it read the file\(why)")
        case .brokeProtocol(let what): return failed(.brokenProtocol, "\(name) broke the protocol: \(what)\(why)")
        case .silent(let seconds):
            return failed(.workerSilent, "\(name) was silent for \(seconds) seconds and was stopped\(why)")
        case .outOfTime(let seconds):
            return failed(
                .outOfTime, "\(name) took longer than the \(seconds) seconds that a file of this size has\(why)")
        case .tooMuchOutput(let what): return failed(.tooMuchOutput, "\(name) gave out too much: \(what)\(why)")
        case .host(let error): return error
        }
    }
}
