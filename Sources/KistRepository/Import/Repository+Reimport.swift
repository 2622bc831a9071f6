import Foundation
import KistCatalogue
import KistImport
import KistModel

extension Repository {
    /// Reads again what a plugin of some version made, from the stored files, as a new version of each record.
    ///
    /// Only records whose current version the plugin made: what a person has changed since stays as it is. Entries of
    /// lists (references, say) have no file of their own in the collection; they are reported, with the list to import
    /// again. All of it is one batch, which `undo` takes back.
    public func reimport(
        plugin: String, versions: VersionRange, isDryRun: Bool = false, jobs: Int? = nil,
        progress: @escaping @Sendable (Step) -> Void = { _ in }
    ) async throws -> ImportReport {
        let started = ContinuousClock.now
        let plugins = try Plugins(environment: environment, collection: location.folder).list
        guard let current = plugins.usable.first(where: { $0.name == plugin }) else {
            let known = plugins.usable.map(\.name).sorted().joined(separator: ", ")
            throw RepositoryError(
                .badValue, "There is no plugin “\(plugin)” that could read again.",
                hint: known.isEmpty ? nil : "There are: \(known).")
        }
        var report = ImportReport()
        report.isDryRun = isDryRun
        var work: [Reading] = []
        try catalogue.read { reader in
            try reader.forEachRecord { stored in
                let provenance = stored.provenance
                guard provenance.plugin == plugin, let version = provenance.pluginVersion, versions.contains(version),
                    // An edit keeps where the record came from; who made this version, the batch tells.
                    try reader.batch(stored.batch)?.kind == .import
                else { return }
                guard let source = provenance.source, let file = stored.files.first(where: { $0.hash == source }),
                    let url = try reader.url(of: file.hash)
                else {
                    report.items.append(withoutFile(stored))
                    return
                }
                work.append(Reading(stored: stored, file: file, path: url.path))
            }
        }
        if work.isEmpty, report.items.isEmpty {
            report.notes.append("No current record was made by \(plugin) \(versions).")
        }
        let name = "again: \(plugin) \(versions) by \(current.manifest.version)"
        let writer = try catalogue.beginBatch(kind: .import, note: name, dryRun: isDryRun)
        var isDone = false
        defer { if !isDone { writer.abandon() } }
        try clearSpool()
        let request = ImportRequest(paths: [], isDryRun: isDryRun, onDuplicate: .update, jobs: jobs)
        let run = try ImportRun(repository: self, request: request, writer: writer)
        var options = ImportOptions(spoolFolder: spoolFolder.path)
        options.jobs = jobs ?? ImportOptions.standardJobs
        options.routesMembers = { _ in false }
        let total = work.count
        options.progress = { progress(Step("Reading again", done: $0.delivered, total: total)) }
        let session = try ImportSession(plugins: plugins, options: options)
        let interrupt = InterruptWatch(session)
        var next = 0
        do {
            try await session.extract(work.map { ImportSource(file: $0.path, named: $0.file.name) }) { file in
                let reading = work[next]
                next += 1
                try run.takeAgain(file, reading)
            }
        } catch is CancellationError where interrupt.wasInterrupted {
            run.note("Interrupted: what was read until then is kept. Run the same again to finish.")
        }
        try run.finishIndexing()
        let summary = try writer.finish()
        isDone = true
        if !isDryRun, summary.batch != nil { try catchUpIndex(fresh: run.fresh) }
        report.items = run.report.items + report.items
        report.notes += run.report.notes
        report.batch = summary.batch
        let elapsed = started.duration(to: .now).components
        report.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        return report
    }

    /// A record to read again.
    struct Reading {
        var stored: StoredVersion
        var file: StoredFile
        var path: String
    }

    private func withoutFile(_ stored: StoredVersion) -> ImportItem {
        var item = ImportItem(
            path: stored.provenance.name ?? stored.record.id.text, entry: stored.provenance.place, status: .skipped)
        item.id = stored.record.id
        item.type = stored.record.type
        item.title = card(stored.record).title
        item.reason =
            "it came from a list that is not kept as a file: import \(stored.provenance.name ?? "the list") again with --on-duplicate update"
        return item
    }
}

extension ImportRun {
    /// Puts what a file gives now as the next version of the record that it gave before.
    func takeAgain(_ file: ExtractedFile, _ reading: Repository.Reading) throws {
        let before = reading.stored
        var result = ImportItem(
            path: before.provenance.name ?? reading.file.name, entry: before.provenance.place, status: .updated)
        result.id = before.record.id
        result.plugin = file.plugin?.name
        result.pluginVersion = file.plugin?.version
        result.diagnostics = file.diagnostics
        guard file.outcome.isRead, let source = before.provenance.source else {
            result.status = .failed
            result.reason = "it could not be read this time; the record stays as it was"
            if case .failed(_, let message) = file.outcome { result.reason = "\(message); the record stays as it was" }
            return add(result)
        }
        result.coverage = file.coverage
        var draft = try maker.document(file, source: source)
        draft.record.id = before.record.id
        draft.provenance.name = before.provenance.name
        draft.provenance.place = before.provenance.place
        result.diagnostics += draft.diagnostics
        result.type = draft.record.type
        try putAgain(&draft, file: file, before: before, result: &result)
        add(result)
        if writer.groupIsDue { try commit() }
    }
}
