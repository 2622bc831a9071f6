@testable import KistPlugin

/// Reads a file with an importer twice. What it gives out must pass the checks of the host and be the same both times,
/// and an error must be one that a file can cause.
func readTwice(_ importer: some Importer, _ file: [UInt8], name: String, format: String) {
    let first = readOnce(importer, file, name: name, format: format)
    let second = readOnce(importer, file, name: name, format: format)
    precondition(first == second, "another reading gives another result")
}

private struct Reading: Equatable {
    var coverage: Coverage?
    var failure: PluginError?
    var metadata: DocumentMetadata?
    var blocks: [DocumentBlock]
    var entries: [BibliographicEntry]
    var items: [NestedItem]
    var bytes: [[UInt8]]
    var diagnostics: [Diagnostic]
}

private func readOnce(_ importer: some Importer, _ file: [UInt8], name: String, format: String) -> Reading {
    let output = RecordingOutput()
    let job = ImportJob(id: 1, fileName: name, format: format, size: Int64(file.count))
    var coverage: Coverage?
    var failure: PluginError?
    do throws(PluginError) {
        coverage = try importer.run(job, input: MemoryInput(file), output: output)
    } catch {
        precondition(error.code != .internal, "\(error)")
        failure = error
    }
    return Reading(
        coverage: coverage, failure: failure, metadata: output.metadata, blocks: output.blocks,
        entries: output.entries, items: output.items.map(\.item), bytes: output.items.map(\.bytes),
        diagnostics: output.diagnostics)
}
