import KistRepository

/// Shows what an import did: the counts, a reason for whatever was not taken in, and what to do next.
struct ImportPrinter {
    let output: Output
    /// Reasons and warnings listed before the rest is only counted.
    private static let maximumLines = 20

    init(_ output: Output) { self.output = output }

    func show(_ report: ImportReport) {
        for pack in report.packs { show(pack) }
        let failures = report.items.filter { $0.status == .failed || $0.status == .skipped || $0.status == .duplicate }
        for item in failures.prefix(Self.maximumLines) {
            output.note(
                "\(item.status.rawValue): \(output.shown(item.name)) – \(output.shown(item.reason ?? "no reason was given"))"
            )
        }
        if failures.count > Self.maximumLines {
            output.note("… and \(failures.count - Self.maximumLines) more; --json lists them all")
        }
        let warnings = report.items.flatMap { item in
            item.diagnostics.filter { $0.severity != .info && item.status != .failed }.map { (item, $0) }
        }
        for (item, warning) in warnings.prefix(Self.maximumLines) {
            output.note("note: \(output.shown(item.name)): \(output.shown(warning.message))")
        }
        if warnings.count > Self.maximumLines {
            output.note("… and \(warnings.count - Self.maximumLines) more notes; --json lists them all")
        }
        for note in report.notes { output.note(output.shown(note)) }
        var parts: [String] = []
        for (count, word) in [
            (report.added, "added"), (report.updated, "updated"), (report.unchanged, "unchanged"),
            (report.duplicate, "duplicate"),
            (report.skipped, "skipped"), (report.failed, "failed"),
        ] where count > 0 { parts.append("\(count) \(word)") }
        let done = report.isDryRun ? "Would have: found" : "Found"
        output.line("\(done) \(report.found): \(parts.isEmpty ? "nothing" : parts.joined(separator: ", ")).")
        if report.isDryRun { return output.note("Nothing was kept: this was a dry run.") }
        if let batch = report.batch { output.note("kist undo \(batch) takes this import back.") }
        if report.added > 0 { output.note("Next: kist search WORDS, or kist search --facets to see what is there.") }
    }

    private func show(_ pack: ImportReport.PackDifference) {
        output.line(
            "Pack “\(output.shown(pack.title))”: \(pack.new) new, \(pack.changed) changed, \(pack.unchanged) unchanged, \(pack.withdrawn) withdrawn, \(pack.conflicts) in conflict."
        )
        if !pack.isApplied { output.note("Nothing was changed yet. Take it in with: kist import \(pack.path) --yes") }
    }
}
