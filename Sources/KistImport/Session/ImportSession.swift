import Synchronization

/// Reads sources through plugins: many at once, delivered one after the other in the order of the sources.
///
/// ```swift
/// let session = try ImportSession(plugins: plugins, options: options)
/// try await session.extract(SourceWalk(["samples"])) { file in … }
/// ```
///
/// Memory is bounded: no more files are begun than a few times the number of jobs ahead of the one that is delivered. A
/// member of a container is delivered after the container and before the next source. When the task is cancelled, or
/// `deliver` throws, all workers are killed and the session is of no more use.
public final class ImportSession: Sendable {
    private let options: ImportOptions
    private let pool: WorkerPool
    private let lanes: Lanes
    private let extraction: FileExtraction
    private let quarantine = Quarantine()
    private let stop = Atomic(false)

    /// Finished files that wait for an earlier one may hold so much memory together before no further one is begun.
    private static let maximumWaitingBytes = 256 << 20

    /// - Throws: `boxMissing`, `noSuchFormat`, `spool`.
    public init(plugins: PluginList, options: ImportOptions) throws(ImportError) {
        guard let box = plugins.box else {
            throw ImportError(
                .boxMissing, "the program “kist-box”, without which no plugin is started, is not there; install Kist again")
        }
        let chooser = FormatChooser(plugins: plugins.usable)
        if let format = options.format, chooser.choices(as: format).isEmpty {
            let known = Set(plugins.usable.flatMap { $0.manifest.formats.map(\.format) }).sorted()
            throw ImportError(
                .noSuchFormat, "no plugin reads the format “\(format)”; there are: \(known.joined(separator: ", "))")
        }
        self.options = options
        pool = WorkerPool(box: box, requireSandbox: options.requireSandbox, host: options.host)
        lanes = Lanes(count: options.jobs)
        let stopped = StopSign()
        stopSign = stopped
        extraction = FileExtraction(
            chooser: chooser, options: options, pool: pool, spool: try SpoolFolder(in: options.spoolFolder),
            quarantine: quarantine, isCancelled: { stopped.isSet })
    }

    deinit { pool.close() }

    /// Ends all workers at once. What is being read fails, and `extract` throws `CancellationError`. Safe from any thread.
    public func cancel() {
        stopSign.set()
        pool.close()
    }

    /// The hashes of files that a plugin could not survive.
    public var quarantined: [String] { quarantine.hashes }

    /// Reads the sources and hands each file to `deliver`, in order; the next is handed over when `deliver` has returned.
    /// - Throws: what `deliver` throws, or `CancellationError`. Trouble with a file is in the file's outcome.
    public nonisolated(nonsending) func extract(
        _ sources: some SourceList, deliver: (ExtractedFile) async throws -> Void
    ) async throws {
        var ahead = WorkAhead(sources: sources, window: max(2, 2 * options.jobs))
        try await withTaskCancellationHandler {
            do {
                try await run(&ahead, deliver)
            } catch {
                cancel()
                // Nothing of this run may still be at work when the caller goes on.
                for node in ahead.nodes where node.isStarted { _ = await node.result() }
                throw error
            }
        } onCancel: {
            cancel()
        }
    }

    /// Reads sources that the caller has listed.
    public nonisolated(nonsending) func extract(
        _ sources: [ImportSource], deliver: (ExtractedFile) async throws -> Void
    ) async throws {
        try await extract(ListedSources(sources), deliver: deliver)
    }
}
