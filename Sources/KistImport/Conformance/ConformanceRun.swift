import KistModel
import KistProtocol

/// One run of the kit, on a thread that may block.
final class ConformanceRun {
    let plugin: Plugin
    let box: String
    let options: ConformanceOptions
    private(set) var report: ConformanceReport
    private let progress: (ConformanceReport.Check) -> Void
    private var spool: SpoolFolder?
    /// What the samples gave when they were first read, by their place in the list.
    var firstResults: [JobResult?] = []
    /// The greatest resident memory of any worker, in bytes, and which file it was for.
    var peak: (bytes: Int64, file: String) = (0, "")

    init(
        plugin: Plugin, box: String, options: ConformanceOptions,
        progress: @escaping (ConformanceReport.Check) -> Void
    ) {
        self.plugin = plugin
        self.box = box
        self.options = options
        self.progress = progress
        report = ConformanceReport(plugin: plugin.name, version: plugin.version)
    }

    func all() {
        guard checkManifest() else { return }
        var samples: [PluginSample] = []
        do {
            spool = try SpoolFolder(in: options.spoolFolder)
            samples = try PluginSample.all(in: PluginPlaces.parent(of: plugin.manifestPath) + "/samples")
            for path in options.samples { samples.append(try PluginSample(path: path)) }
        } catch {
            return failed(.samples, "the samples", error.description)
        }
        if samples.isEmpty {
            remark(
                .samples, "samples",
                "there are none; put good files into the folder “samples” beside plugin.json, or name them with --sample"
            )
        }
        checkClaims(samples)
        guard checkGreeting() else { return }
        readSamples(samples)
        readDamaged(samples)
        readHostile(samples)
        misuse(samples)
        readAgain(samples)
        checkLimits(samples)
    }

    func expectation(of path: String) throws -> JSONObject {
        spool = try SpoolFolder(in: options.spoolFolder)
        let sample = try PluginSample(path: path)
        let worker = try start()
        defer { worker.end() }
        let result = read(sample.file, by: worker)
        if let fault = result.fault { throw ImportError(.workerDied, fault, path: path, plugin: plugin.label) }
        return result.json
    }

    // MARK: - The report

    func passed(_ group: ConformanceReport.Group, _ name: String, _ message: String? = nil) {
        add(group, name, .passed, message)
    }

    func failed(_ group: ConformanceReport.Group, _ name: String, _ message: String) {
        add(group, name, .failed, message)
    }

    func remark(_ group: ConformanceReport.Group, _ name: String, _ message: String) {
        add(group, name, .remark, message)
    }

    func skipped(_ group: ConformanceReport.Group, _ name: String, _ message: String) {
        add(group, name, .skipped, message)
    }

    private func add(
        _ group: ConformanceReport.Group, _ name: String, _ verdict: ConformanceReport.Verdict, _ message: String?
    ) {
        let check = ConformanceReport.Check(
            group: group, name: ResultCheck.clean(name), verdict: verdict, message: message.map(ResultCheck.clean))
        report.checks.append(check)
        progress(check)
    }

    // MARK: - Workers and jobs

    /// A worker that has said that it is ready.
    func start() throws(ImportError) -> Worker {
        let worker = try Worker(plugin: plugin, arguments: command.arguments, environment: BoxedStart.environment)
        do {
            _ = try worker.greet(host: "kist conformance kit", seconds: WorkerPool.greetingSeconds)
        } catch {
            worker.end()
            throw WorkerPool.startFailure(error, of: worker)
        }
        return worker
    }

    var command: BoxedStart {
        BoxedStart(box: box, executable: plugin.executable ?? "", requireSandbox: options.requireSandbox)
    }

    /// Has a file read as an import would. A worker that comes back with a fault is of no more use.
    func read(
        _ file: TestFile, by worker: Worker, change: (inout ImportJob) -> Void = { _ in }
    ) -> JobResult {
        do {
            guard let spool else { return JobResult(ending: .fault("there is no room for temporary files")) }
            let writer = spool.newFile()
            try writer.append(file.bytes)
            let reader = try writer.finish().open()
            return try read(file, reader, by: worker, spool: spool, change: change)
        } catch {
            return JobResult(ending: .fault("the kit itself could not go on: \(error.message)"))
        }
    }

    private func read(
        _ file: TestFile, _ reader: FileReader, by worker: Worker, spool: SpoolFolder,
        change: (inout ImportJob) -> Void
    ) throws(ImportError) -> JobResult {
        var job = ImportJob(id: 0, fileName: file.fileName, format: format(of: file), size: reader.size)
        change(&job)
        let seconds = options.budgets.seconds(forSize: job.size)
        _ = ProcessFigures.allow(processorSeconds: seconds, to: worker.child.pid)
        var collector = ResultCollector(spool: spool, limits: job.limits, textBytes: options.budgets.textBytes)
        do {
            let end = try worker.run(job, input: reader, seconds: seconds, silence: options.budgets.silentSeconds) {
                (message, body) throws(WorkerFault) in
                try collector.receive(message, body)
            }
            let (entries, diagnostics) = try collector.finish()
            note(worker, file)
            var result = JobResult(ending: .done(Coverage()))
            switch end {
            case .done(let coverage): result.ending = .done(coverage)
            case .failed(let error): result.ending = .failed(error)
            }
            result.metadata = collector.metadata
            result.blocks = collector.blocks.blocks
            result.entries = try entries.reader().next(EntryCollector.inMemory)
            result.items = collector.items.map {
                JobResult.Item(
                    item: $0.item, size: $0.content.size, sha256: $0.content.sha256, isIntact: $0.isIntact)
            }
            result.diagnostics = diagnostics
            return result
        } catch let error as ImportError {
            throw error
        } catch let fault as WorkerFault {
            let said = worker.said
            worker.end()
            return JobResult(ending: .fault(fault.error(plugin: plugin, said: said).message))
        } catch {
            return JobResult(ending: .fault("\(error)"))
        }
    }

    /// The format as which an import would read the file: by its content, else the manifest's first.
    func format(of file: TestFile) -> String {
        let choices = FormatChooser(plugins: [plugin]).choices(for: ContentSample(file.bytes), name: file.fileName)
        return choices.first?.claim.format ?? plugin.manifest.formats.first?.format ?? ""
    }

    private func note(_ worker: Worker, _ file: TestFile) {
        if let bytes = ProcessFigures.peakResidentBytes(of: worker.child.pid), bytes > peak.bytes {
            peak = (bytes, file.name)
        }
    }
}
