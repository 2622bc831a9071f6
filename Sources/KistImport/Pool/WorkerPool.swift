import Glibc
import KistProtocol
import Synchronization

/// The workers of one session: started when they are needed, kept between jobs, ended when they are worn out.
final class WorkerPool: Sendable {
    /// Jobs after which a worker is replaced, against slow leaks.
    static let jobsPerWorker = 500
    /// Resident memory after a job above which a worker is replaced.
    static let residentLimit: Int64 = 256 << 20
    /// A plugin that has failed to start so often in a row is not tried again in this session.
    static let startAttempts = 4
    /// How long a plugin may take to get ready.
    static let greetingSeconds = 20

    private let box: String
    private let requireSandbox: Bool
    private let host: String
    private let state = Mutex(State())

    private struct State {
        /// Idle workers by manifest path, last used last.
        var idle: [String: [Worker]] = [:]
        /// All processes that run, to be killed when the session is cancelled.
        var running: [ObjectIdentifier: ChildProcess] = [:]
        /// Plugins that did not start, with how often in a row and the last reason.
        var failedStarts: [String: (count: Int, error: ImportError)] = [:]
        var isClosed = false
    }

    init(box: String, requireSandbox: Bool, host: String) {
        self.box = box
        self.requireSandbox = requireSandbox
        self.host = host
    }

    deinit { close() }

    /// A worker for `plugin`: an idle one, or a new one when there is none or when `fresh`. Blocks while one starts.
    /// - Throws: `couldNotStart`, `notSandboxed`, `brokenProtocol`, `cancelled`.
    func borrow(_ plugin: Plugin, fresh: Bool) throws(ImportError) -> Worker {
        while !fresh {
            let idle = state.withLock { $0.idle[plugin.manifestPath]?.popLast() }
            guard let idle else { break }
            if idle.isAlive { return idle }
            discard(idle)
        }
        let failed = state.withLock { $0.failedStarts[plugin.manifestPath] }
        if let failed, failed.count >= Self.startAttempts { throw failed.error }
        do {
            let worker = try start(plugin)
            state.withLock { _ = $0.failedStarts.removeValue(forKey: plugin.manifestPath) }
            return worker
        } catch {
            if error.code != .cancelled {
                state.withLock { $0.failedStarts[plugin.manifestPath, default: (0, error)].count += 1 }
            }
            throw error
        }
    }

    /// Takes a worker back after a job: keeps it or ends it.
    func giveBack(_ worker: Worker) {
        let isWorn =
            !worker.isFit || worker.jobs >= Self.jobsPerWorker
            || (ProcessFigures.residentBytes(of: worker.child.pid) ?? .max) > Self.residentLimit
        let isKept = state.withLock { state in
            if isWorn || state.isClosed { return false }
            state.idle[worker.plugin.manifestPath, default: []].append(worker)
            return true
        }
        if !isKept { discard(worker) }
    }

    /// Ends all workers, idle or busy, and starts no more.
    func close() {
        let (running, idle) = state.withLock { state in
            state.isClosed = true
            defer {
                state.idle = [:]
                state.running = [:]
            }
            return (Array(state.running.values), state.idle.values.flatMap { $0 })
        }
        for child in running { child.kill() }
        for worker in idle { worker.end() }
    }

    // MARK: - Starting and ending

    private func start(_ plugin: Plugin) throws(ImportError) -> Worker {
        guard let executable = plugin.executable else {
            throw ImportError(
                .executableMissing, "its program is not there", path: plugin.manifestPath, plugin: plugin.label)
        }
        let start = BoxedStart(box: box, executable: executable, requireSandbox: requireSandbox)
        let worker = try Worker(plugin: plugin, arguments: start.arguments, environment: BoxedStart.environment)
        let isWanted = state.withLock { state in
            guard !state.isClosed else { return false }
            state.running[ObjectIdentifier(worker.child)] = worker.child
            return true
        }
        guard isWanted else {
            worker.end()
            throw ImportError(.cancelled, "the import was stopped")
        }
        let ready: Ready
        do {
            ready = try worker.greet(host: host, seconds: Self.greetingSeconds)
        } catch {
            discard(worker)
            if state.withLock({ $0.isClosed }) { throw ImportError(.cancelled, "the import was stopped") }
            throw Self.startFailure(error, of: worker)
        }
        do {
            try check(ready, of: worker)
        } catch {
            discard(worker)
            throw error
        }
        return worker
    }

    /// A plugin that never got ready: exit codes from 120 on are the box's.
    static func startFailure(_ fault: WorkerFault, of worker: Worker) -> ImportError {
        let plugin = worker.plugin
        let (code, why): (ImportError.Code, String) =
            switch fault {
            case .died(.exit(121)), .died(.exit(122)): (.notSandboxed, "it cannot be boxed in on this computer")
            case .died(.exit(126)): (.couldNotStart, "its program cannot be run")
            case .died(.exit(127)): (.couldNotStart, "its program is not there")
            default: (.couldNotStart, fault.error(plugin: plugin, said: nil).message)
            }
        let said = worker.said.map { "; it said: “\($0)”" } ?? ""
        return ImportError(
            code, "the plugin \(plugin.label) did not start: \(why)\(said)", path: plugin.executable,
            plugin: plugin.label)
    }

    private func check(_ ready: Ready, of worker: Worker) throws(ImportError) {
        let plugin = worker.plugin
        guard ready.version == ProtocolLimits.version else {
            throw ImportError(
                .couldNotStart, "the plugin \(plugin.label) answers in protocol \(ready.version)", plugin: plugin.label)
        }
        guard ready.name == plugin.name, ready.pluginVersion == plugin.version else {
            throw ImportError(
                .couldNotStart,
                "the program of \(plugin.label) says that it is “\(ResultCheck.clean(ready.name))” "
                    + "\(ResultCheck.clean(ready.pluginVersion)); its manifest and program do not belong together",
                path: plugin.executable, plugin: plugin.label)
        }
        // The worker's own report is a claim; the kernel's is not.
        if requireSandbox, !ProcessFigures.isBoxed(worker.child.pid) {
            throw ImportError(
                .notSandboxed, "the plugin \(plugin.label) cannot be boxed in on this computer", plugin: plugin.label)
        }
    }

    private func discard(_ worker: Worker) {
        worker.end()
        state.withLock { _ = $0.running.removeValue(forKey: ObjectIdentifier(worker.child)) }
    }
}
