import Foundation
import KistCatalogue
import KistImport
import KistModel

extension Repository {
    /// Takes in files, folders, zips and packs. What has been acknowledged stays, whatever happens after it.
    ///
    /// - Parameters:
    ///   - packReader: reads packs, which are zips of a known profile.
    ///   - progress: called after each file, from the task that imports.
    public func importItems(
        _ request: ImportRequest, packReader: (any PackReading)? = nil,
        progress: @escaping @Sendable (Step) -> Void = { _ in }
    ) async throws -> ImportReport {
        let started = ContinuousClock.now
        let writer = try catalogue.beginBatch(
            kind: .import, note: Self.note(request.paths), dryRun: request.isDryRun, allOrNothing: request.isStrict)
        var isDone = false
        defer { if !isDone { writer.abandon() } }
        try clearSpool()
        let run = try ImportRun(repository: self, request: request, writer: writer)
        defer { run.abandonIndexing() }
        let session = try session(for: request, maker: run.maker, packReader: packReader, progress: progress)
        if let warning = session.boxSupport.warning { run.note(warning) }
        let walk = SourceWalk(request.paths)
        let interrupt = InterruptWatch(session)
        do {
            try await session.extract(walk) { file in
                if let packReader, packReader.recognises(PackItems(file)) {
                    try run.takePack(file, with: packReader)
                } else {
                    try run.take(file)
                }
            }
        } catch is CancellationError where interrupt.wasInterrupted {
            run.note("Interrupted: what was taken in until then is kept. Import the same again to finish.")
        }
        let left = walk.leftOut.values.reduce(0, +)
        if left > 0 { run.note("\(left) hidden or system file\(left == 1 ? " was" : "s were") left out.") }
        if request.isStrict, run.report.failed > 0 {
            var report = run.report
            report.isRefused = true
            report.notes.append(
                "Nothing was kept: \(report.failed) item(s) failed, and --strict asks for all or nothing.")
            return report
        }
        _ = try writer.commitGroup()
        let settled = try ReferenceResolver(schemas: schemas, writer: writer).resolveAll()
        try run.finishIndexing()
        let unresolved = request.isDryRun ? 0 : try writer.read { try $0.unresolved(limit: 10_000).count }
        let summary = try writer.finish()
        isDone = true
        if !request.isDryRun, summary.batch != nil { try catchUpIndex(fresh: run.fresh) }
        var report = run.report
        report.batch = summary.batch
        report.isInterrupted = interrupt.wasInterrupted
        if settled > 0 {
            report.notes.append(
                "\(settled) reference\(settled == 1 ? "" : "s") found \(settled == 1 ? "its" : "their") record.")
        }
        if unresolved > 0, report.added + report.updated > 0 {
            report.notes.append(
                "\(unresolved) reference\(unresolved == 1 ? " names" : "s name") nothing in this collection yet; kist show ID --chain lists them, and a later import may settle them."
            )
        }
        let elapsed = started.duration(to: .now).components
        report.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        return report
    }

    var spoolFolder: URL { location.folder.appending(path: "spool", directoryHint: .isDirectory) }

    /// Removes what an import that was cut short left half-way. The caller holds the right to write, so no import is running.
    func clearSpool() throws {
        if FileManager.default.fileExists(atPath: spoolFolder.path) {
            try FileManager.default.removeItem(at: spoolFolder)
        }
    }

    /// Brings the index up to the log; the caller must not hold the right to write.
    func catchUpIndex(fresh: FreshDocuments = FreshDocuments()) throws {
        let lock = try catalogue.lockForWriting()
        defer { lock.release() }
        try index.catchUp(fresh: fresh)
    }

    private func session(
        for request: ImportRequest, maker: DraftMaker, packReader: (any PackReading)?,
        progress: @escaping @Sendable (Step) -> Void
    ) throws -> ImportSession {
        var options = ImportOptions(spoolFolder: spoolFolder.path)
        options.jobs = request.jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        options.format = request.format
        options.requireSandbox = request.requiresSandbox
        options.prepare = { maker.prepare($0) }
        let named = request.paths.contains("-") ? 0 : SourceWalk(request.paths).count()
        options.progress = {
            // Members of bundles come on top.
            let total = max(named, $0.delivered + $0.waiting)
            progress(Step("Importing", done: $0.delivered, total: total > $0.delivered ? total : nil))
        }
        // Read again only on demand: an import that is repeated, or goes on where one was cut short, asks for nothing.
        let plugins = try Plugins(environment: environment, collection: location.folder).list
        if request.onDuplicate != .update, request.format == nil {
            let holding = Set(
                plugins.usable.filter { $0.makesMembers || $0.manifest.makes.contains("entries") }.map(\.name))
            options.isKnown = { [catalogue] in Self.isDocument($0, in: catalogue, notOf: holding) }
        }
        if let packReader { options.routesMembers = { !packReader.recognises(PackItems($0)) } }
        return try ImportSession(plugins: plugins, options: options)
    }

    /// Whether a current record came of these bytes as a whole. Trouble with looking counts as no: the file is read then,
    /// and the trouble shows where it can be told.
    private static func isDocument(_ sha256: String, in catalogue: Catalogue, notOf plugins: Set<String>) -> Bool {
        guard let hash = ContentHash(hex: sha256) else { return false }
        let found = try? catalogue.read { reader in
            try reader.records(fromSource: hash).contains { match in
                guard match.state == .current, let from = try reader.provenance(of: match.id, keeping: hash) else {
                    return false
                }
                return from.plugin.map { !plugins.contains($0) } == true
            }
        }
        return found ?? false
    }

    private static func note(_ paths: [String]) -> String {
        let names = paths.map { $0 == "-" ? "standard input" : URL(filePath: $0).lastPathComponent }
        return names.count <= 3
            ? names.joined(separator: ", ") : names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
    }
}
