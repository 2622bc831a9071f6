import KistProtocol

/// Reads sources through plugins: many at once, delivered one after the other in the order of the sources.
///
/// ```swift
/// let session = try ImportSession(plugins: plugins, options: options)
/// try await session.extract(SourceWalk(["samples"])) { file in … }
/// ```
///
/// Memory is bounded: files ahead of the one that is delivered are read until those that wait hold too much. A member of a
/// container is delivered after the container and before the next source. When the task is cancelled, or `deliver` throws,
/// all workers are killed and the session is of no more use.
public final class ImportSession: Sendable {
    private let options: ImportOptions
    private let pool: WorkerPool
    private let lanes: Lanes
    private let extraction: FileExtraction
    private let quarantine = Quarantine()
    private let stopSign = StopSign()
    private let waitingMemory: WaitingMemory
    /// What of the box this computer makes possible.
    public let boxSupport: BoxSupport

    /// Files that are begun ahead of the one that is delivered, for each job: while one file takes long, or a commit, the
    /// others need not wait.
    private static let filesAhead = 32

    /// - Throws: `boxMissing`, `noSuchFormat`, `spool`; `notSandboxed` where a whole box is required and the kernel has none.
    public init(plugins: PluginList, options: ImportOptions) throws(ImportError) {
        guard let box = plugins.box else {
            throw ImportError(
                .boxMissing,
                "the program “kist-box”, without which no plugin is started, is not there; install Kist again")
        }
        boxSupport = try BoxSupport.of(box: box)
        if options.requireSandbox, let gap = boxSupport.gap {
            throw ImportError(.notSandboxed, gap)
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
        waitingMemory = WaitingMemory(limit: options.budgets.waitingBytes)
        extraction = FileExtraction(
            chooser: chooser, options: options, pool: pool, spool: try SpoolFolder(in: options.spoolFolder),
            quarantine: quarantine, stopSign: stopSign)
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
        var ahead = WorkAhead(sources: sources, window: Self.filesAhead * max(1, options.jobs))
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

    // MARK: - In order

    private nonisolated(nonsending) func run(
        _ ahead: inout WorkAhead, _ deliver: (ExtractedFile) async throws -> Void
    ) async throws {
        var delivered = 0
        var bytes: Int64 = 0
        while true {
            ahead.fill(budgets: options.budgets)
            start(ahead.unstarted)
            guard let node = ahead.next else { return }
            var result = await node.result()
            if case .inTurn = result {
                node.reset()
                lanes.submitFirst(work(node, inTurn: true))
                result = await node.result()
            }
            guard !stopSign.isSet, !Task.isCancelled, case .file(var file, let cost) = result else {
                throw CancellationError()
            }
            waitingMemory.remove(cost)
            file.number = delivered
            let members = routed(&file, node)
            try await deliver(file)
            ahead.removeNext()
            ahead.insert(members)
            delivered += 1
            if node.depth == 0 { bytes += file.content?.size ?? 0 }
            options.progress?(
                ImportProgress(delivered: delivered, waiting: ahead.nodes.count, bytes: bytes, path: file.path))
        }
    }

    /// Members of what was delivered last come before the sources that wait already.
    private func start(_ nodes: [ExtractionNode]) {
        for node in nodes.reversed() where node.depth > 0 && node.claim() {
            lanes.submitFirst(work(node, inTurn: false))
        }
        for node in nodes where node.claim() { lanes.submit(work(node, inTurn: false)) }
    }

    private func work(_ node: ExtractionNode, inTurn: Bool) -> Lanes.Work {
        { [extraction, waitingMemory] in
            guard inTurn || !waitingMemory.isFull else { return { node.finish(.inTurn) } }
            let result = extraction.extract(node, inTurn: inTurn)
            if case .file(_, let cost) = result { waitingMemory.add(cost) }
            return { node.finish(result) }
        }
    }

    /// Decides which of a file's members are read on their own, within what the whole tree may cost.
    private func routed(_ file: inout ExtractedFile, _ node: ExtractionNode) -> [ExtractionNode] {
        let candidates = file.items.indices.filter { file.items[$0].item.role == .member && file.items[$0].junk == nil }
        guard !candidates.isEmpty, options.routesMembers(file) else { return [] }
        guard node.depth < options.budgets.depth else {
            file.report(
                "limit-depth",
                "Bundles are nested more than \(options.budgets.depth) deep; the files in this one are not read.")
            return []
        }
        var members: [ExtractionNode] = []
        var leftOut = 0
        for index in candidates {
            let item = file.items[index]
            guard node.tree.take(item.content.size) else {
                leftOut += 1
                continue
            }
            file.items[index].isRouted = true
            members.append(
                ExtractionNode(
                    source: node.source, member: item.content, announced: item.item,
                    entryPath: node.entryPath + [item.item.path],
                    container: file.number, depth: node.depth + 1, tree: node.tree))
        }
        if leftOut > 0 {
            file.report(
                "limit-members",
                "The bundle holds more files or bytes than are read of one bundle; \(leftOut) files are left out.")
        }
        return members
    }
}

extension ExtractedFile {
    fileprivate mutating func report(_ code: String, _ message: String) {
        diagnostics.append(Diagnostic(.error, code, message))
        if outcome == .read { outcome = .partlyRead(code: code, message: message) }
    }
}
