import Glibc
import KistProtocol

/// Reads one file from start to end, on a thread that may block: open, hash, tell what it is, have it read by a worker.
struct FileExtraction: Sendable {
    let chooser: FormatChooser
    let options: ImportOptions
    let pool: WorkerPool
    let spool: SpoolFolder
    let quarantine: Quarantine
    let stopSign: StopSign

    /// Plugins that are asked before a file counts as unknown.
    private static let maximumChoices = 4
    /// A source of at most so many bytes is read once and held until it has been delivered.
    private static let heldBytes = 512 << 10

    /// - Parameter inTurn: whether all files before this one have been delivered.
    func extract(_ node: ExtractionNode, inTurn: Bool) -> ExtractionNode.Result {
        var file = ExtractedFile(number: -1, source: node.source, entryPath: node.entryPath, container: node.container)
        file.announced = node.announced
        do throws(ImportError) {
            if let problem = node.source.problem { throw problem }
            let (content, reader) = try open(node)
            file.content = content
            if options.isKnown?(content.sha256) == true {
                file.outcome = .known
                return .file(file, cost: file.cost)
            }
            let sample = try ContentSample(reader)
            let choices = choose(sample, node)
            file.mediaType = choices.first?.claim.mediaTypes.first ?? MediaType.of(sample)
            if !inTurn, node.depth > 0, choices.first?.plugin.makesMembers == true { return .inTurn }
            try read(&file, choices: choices, content: content, reader: reader, node: node)
            guard reader.isUnchanged else { throw Self.changed }
        } catch {
            file.outcome =
                error.code == .tooLarge ? .skipped(code: error.code.rawValue, message: error.message) : .failed(error)
            file.clear()
        }
        let cost = file.cost
        file.prepared = options.prepare?(file)
        return .file(file, cost: cost)
    }

    private static var changed: ImportError {
        ImportError(.changed, "the file changed while it was being read; import it again when it is at rest")
    }

    // MARK: - The bytes

    private func open(_ node: ExtractionNode) throws(ImportError) -> (FileContent, FileReader) {
        if let member = node.member { return (member, try member.open()) }
        if node.source.kind == .standardInput {
            let content = try spoolStandardInput()
            return (content, try content.open())
        }
        let reader = try FileReader(
            node.source.location, followingLinks: node.source.followsLinks, holding: Self.heldBytes)
        guard reader.size <= options.budgets.fileBytes else { throw tooLarge("\(reader.size / 1_000_000) MB") }
        let hash = try ContentHash.of(reader, isCancelled: { stopSign.isSet })
        let content = FileContent(
            .source(node.source.location, followsLinks: node.source.followsLinks, held: reader.held), size: reader.size,
            sha256: hash)
        return (content, reader)
    }

    private func tooLarge(_ size: String) -> ImportError {
        ImportError(
            .tooLarge,
            "the file has \(size); files of more than \(options.budgets.fileBytes / 1_000_000) MB are left out")
    }

    private func spoolStandardInput() throws(ImportError) -> FileContent {
        let writer = spool.newFile()
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            if stopSign.isSet { throw ImportError(.cancelled, "the import was stopped") }
            var polled = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            // Woken now and then, so that a stop is noticed while nothing comes.
            guard poll(&polled, 1, 200) > 0 else { continue }
            let count = Glibc.read(0, &buffer, buffer.count)
            if count == 0 { return writer.finish() }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                throw ImportError(.notReadable, "standard input cannot be read: \(SystemFailure.reason(errno))")
            }
            guard writer.size + Int64(count) <= options.budgets.fileBytes else { throw tooLarge("too much") }
            try writer.append(Array(buffer[..<count]))
        }
    }

    // MARK: - The plugin

    private func choose(_ sample: ContentSample, _ node: ExtractionNode) -> [FormatChoice] {
        if let format = options.format, node.depth == 0 { return chooser.choices(as: format) }
        let name = node.entryPath.last ?? node.source.pathInFolder
        return chooser.choices(for: sample, name: name)
    }

    private func read(
        _ file: inout ExtractedFile, choices: [FormatChoice], content: FileContent, reader: FileReader,
        node: ExtractionNode
    ) throws(ImportError) {
        var refusal: (FormatChoice, PluginError)?
        for choice in choices.prefix(Self.maximumChoices) {
            file.plugin = PluginName(name: choice.plugin.name, version: choice.plugin.version)
            file.format = choice.claim.format
            let end = try attempt(choice, file: &file, content: content, reader: reader, node: node)
            guard case .failed(let error) = end, isRefusal(error, choice, file) else { return }
            if refusal == nil { refusal = (choice, error) }
            file.clear()
        }
        file.plugin = nil
        file.format = nil
        file.outcome = .noPlugin
        if content.size == 0 {
            file.diagnostics = [Diagnostic(.warning, "empty", "The file is empty.")]
        } else if let (choice, error) = refusal {
            if options.format != nil, node.depth == 0 {
                file.outcome = .failed(code: error.code.rawValue, message: ResultCheck.clean(error.message))
            }
            file.diagnostics = [
                Diagnostic(
                    choice.confidence >= FormatChoice.faint ? .warning : .info, error.code.rawValue,
                    "It looked like \(choice.claim.label ?? choice.claim.format) at first, but \(choice.plugin.label) says: "
                        + ResultCheck.clean(error.message), place: error.place.map(ResultCheck.clean))
            ]
        }
    }

    /// Whether a plugin's failure means that the file is not its kind at all. It says so, or it was asked on a faint sign
    /// only, which the name does not bear out, and found nothing that it can use.
    private func isRefusal(_ error: PluginError, _ choice: FormatChoice, _ file: ExtractedFile) -> Bool {
        switch error.code {
        case .notThisFormat: return true
        case .damaged, .empty, .unsupported:
            guard choice.confidence < FormatChoice.faint else { return false }
            return FormatChooser.ending(of: file.fileName).map(choice.claim.extensions.contains) != true
        case .encrypted, .limit, .internal: return false
        }
    }

    /// One plugin's reading, tried a second time in a fresh worker when the first died of it.
    private func attempt(
        _ choice: FormatChoice, file: inout ExtractedFile, content: FileContent, reader: FileReader,
        node: ExtractionNode
    ) throws(ImportError) -> Worker.JobEnd {
        if let known = quarantine.reason(content.sha256, choice.plugin) { throw known }
        var limits = JobLimits(fileSize: content.size)
        if choice.plugin.makesMembers {
            guard node.tree.members > 0, node.tree.bytes > 0 else {
                throw ImportError(
                    .tooLarge, "the bundle that it lies in holds more files or bytes than are read of one bundle")
            }
            limits.entries = min(limits.entries, node.tree.members)
            limits.inflatedBytes = min(limits.inflatedBytes, node.tree.bytes)
        }
        let job = ImportJob(
            id: 0, fileName: file.fileName, format: choice.claim.format, size: content.size, limits: limits)
        var isFresh = false
        while true {
            if stopSign.isSet { throw ImportError(.cancelled, "the import was stopped") }
            let worker: Worker
            do {
                worker = try pool.borrow(choice.plugin, fresh: isFresh)
            } catch {
                if isFresh || error.code == .cancelled || error.code == .notSandboxed { throw error }
                isFresh = true
                continue
            }
            do {
                let end = try run(job, worker, file: &file, reader: reader)
                pool.giveBack(worker)
                return end
            } catch {
                let said = worker.said
                pool.giveBack(worker)
                file.clear()
                if stopSign.isSet { throw ImportError(.cancelled, "the import was stopped") }
                if error.isWorthRetrying, !isFresh {
                    isFresh = true
                    continue
                }
                let failure = error.error(plugin: choice.plugin, said: said)
                if failure.isPluginFault { quarantine.add(content.sha256, choice.plugin, failure) }
                throw failure
            }
        }
    }

    private func run(
        _ job: ImportJob, _ worker: Worker, file: inout ExtractedFile, reader: FileReader
    ) throws(WorkerFault) -> Worker.JobEnd {
        let seconds = options.budgets.seconds(forSize: job.size)
        // The worker's own clock, for the case that we are no longer there to stop it. Where the system does not allow it,
        // the limit that the box has set stays.
        _ = ProcessFigures.allow(processorSeconds: seconds, to: worker.child.pid)
        var collector = ResultCollector(spool: spool, limits: job.limits, textBytes: options.budgets.textBytes)
        let end = try worker.run(
            job, input: reader, seconds: seconds, silence: options.budgets.silentSeconds
        ) { (message, body) throws(WorkerFault) in
            try collector.receive(message, body)
        }
        (file.entries, file.diagnostics) = try collector.finish()
        file.metadata = collector.metadata
        file.blocks = collector.blocks.blocks
        file.blocksCost = collector.blocks.cost
        file.items = collector.items
        switch end {
        case .done(let coverage):
            file.coverage = ResultCheck.clean(coverage)
            file.outcome = Self.outcome(of: file)
        case .failed(let error):
            // The protocol says it: after FAIL nothing that came before counts. Remarks still help to understand.
            let diagnostics = file.diagnostics
            file.clear()
            let message = ResultCheck.clean(error.message)
            file.diagnostics =
                diagnostics + [
                    Diagnostic(.error, error.code.rawValue, message, place: error.place.map(ResultCheck.clean))
                ]
            file.outcome = .failed(code: error.code.rawValue, message: message)
        }
        return end
    }

    /// A job that ended well may still have left something unread that it meant to read.
    private static func outcome(of file: ExtractedFile) -> ExtractionOutcome {
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            return .partlyRead(code: error.code, message: error.message)
        }
        if let part = file.coverage.parts.first(where: { $0.status == .failed }) {
            // A warning says more than that a part failed.
            if let warning = file.diagnostics.first(where: { $0.severity == .warning }) {
                return .partlyRead(code: warning.code, message: warning.message)
            }
            let why = part.why.map { ": " + $0 } ?? " could not be read"
            return .partlyRead(code: "part-not-read", message: "“\(part.name)”\(why)")
        }
        if let item = file.items.first(where: { !$0.isIntact }) {
            return .partlyRead(code: "item-damaged", message: "“\(item.item.path)” in it is damaged")
        }
        return .read
    }
}

extension ExtractedFile {
    /// Takes back all that a plugin said.
    fileprivate mutating func clear() {
        metadata = DocumentMetadata()
        blocks = []
        blocksCost = 0
        entries = EntryList()
        items = []
        diagnostics = []
        coverage = Coverage()
    }

    /// About how many bytes of memory it holds.
    fileprivate var cost: Int {
        let held = items.reduce(content?.held?.count ?? 0) { $0 + ($1.content.held?.count ?? 0) }
        return 1_024 + blocksCost + held + items.count * 512 + entries.first.count * 2_048 + diagnostics.count * 256
    }
}
