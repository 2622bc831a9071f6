import ArgumentParser
import Foundation
import KistExport
import KistRepository

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in files, folders, zips and packs.",
        discussion: """
            Word and LibreOffice documents, plain text, Markdown, web pages, zips of anything and lists of references (BibTeX,
            RIS, MARC and many more: kist plugins list) are read whole; every other file is kept and found by its name. Read again, nothing changes. One bad file never stops the rest.

            EXAMPLES
              kist import ~/Hub
              kist import digest.docx refs.ris
              kist import --dry-run ~/Hub              what would happen, without doing it
              kist import ~/Hub --report report.html   and a page to read or pass on
              kist import --watch ~/Inbox              take in whatever is put there, until Ctrl-C
              kist import pack.zip --yes               a pack from another hub (first without --yes: what it would change)
              cat refs.bib | kist import - --as bibtex
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: ArgumentHelp("Files and folders; - is standard input.", valueName: "path")) var paths: [String]
    @Option(
        name: .customLong("as"), help: "Read as this format whatever the content looks like (see kist plugins list).")
    var format: String?
    @Option(help: "The type of record where a document does not say.") var type: String?
    @Option(help: ArgumentHelp("Give every new record a value.", valueName: "field=value")) var set: [String] = []
    @Option(
        name: .customLong("on-duplicate"),
        help: "What to do when a record is known by its DOI or id: skip, update, keep-both.")
    var onDuplicate = "skip"
    @Option(help: "How many files to read at once.") var jobs: Int?
    @Flag(name: .customLong("dry-run"), help: "Do everything but keep it.") var dryRun = false
    @Flag(help: "All or nothing: one failure and nothing is kept.") var strict = false
    @Flag(help: "Apply a pack without being asked.") var yes = false
    @Option(help: ArgumentHelp("Write what happened to a file: .html to read, .json for programs.", valueName: "file"))
    var report: String?
    @Flag(help: "Go on watching the folders, and take in what is new or changed, until Ctrl-C.") var watch = false
    @Flag(name: .customLong("require-sandbox"), help: "Refuse to read anything where the system cannot box plugins in.")
    var requireSandbox = false

    func run() async throws {
        guard let policy = ImportRequest.DuplicatePolicy(rawValue: onDuplicate) else {
            throw CommandFailure.usage("--on-duplicate is skip, update or keep-both, not “\(onDuplicate)”.")
        }
        if let jobs, jobs < 1 { throw CommandFailure.usage("--jobs is 1 or more.") }
        if let report, !report.hasSuffix(".html"), !report.hasSuffix(".json") {
            throw CommandFailure.usage("--report writes .html or .json, not “\(report)”.")
        }
        let paths = self.paths.flatMap { $0 == "-" ? [$0] : PathPattern.expanded($0) }
        if let empty = self.paths.first(where: { $0 != "-" && PathPattern.expanded($0).isEmpty }) {
            throw CommandFailure.usage("No file fits “\(empty)”.")
        }
        for path in paths where path != "-" && !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure.usage("There is no file or folder “\(path)”.")
        }
        let request = ImportRequest(
            paths: paths, format: format, type: type, values: try set.map(QuestionArguments.filter), isDryRun: dryRun,
            isStrict: strict,
            onDuplicate: policy, jobs: jobs, requiresSandbox: requireSandbox, appliesPacks: yes)
        if watch { return try await self.watch(request) }
        let report = try await take(request, try options.openOrCreate())
        if report.failed > 0 || report.isRefused { throw Ending(status: .problems) }
    }

    /// Imports once, shows what happened, and writes the report.
    private func take(_ request: ImportRequest, _ repository: Repository) async throws -> ImportReport {
        let output = options.output
        let progress = ProgressLine(output)
        let report = try await repository.importItems(request, packReader: PackReader()) { step in
            progress.show(step.name, done: step.done, total: step.total)
        }
        progress.clear()
        if output.json { output.answer(report.json) } else { ImportPrinter(output).show(report) }
        if let file = self.report {
            let text = file.hasSuffix(".json") ? report.json.pretty + "\n" : ImportReportPage(report).html
            try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
            output.note("The report is in \(file).")
        }
        return report
    }

    /// Takes in what comes to rest in the folders, until it is interrupted.
    private func watch(_ request: ImportRequest) async throws {
        guard !request.isDryRun, request.paths.allSatisfy(Self.isFolder) else {
            throw CommandFailure.usage("--watch takes folders, and cannot be a dry run.")
        }
        let output = options.output
        var watches = request.paths.map { FolderWatch(URL(filePath: $0, directoryHint: .isDirectory)) }
        // What is wrong from the beginning is told at once.
        for index in watches.indices { _ = try watches[index].look() }
        _ = try options.openOrCreate()
        output.note("Watching \(request.paths.joined(separator: ", ")). Ctrl-C ends it; what was taken in stays.")
        var lastFailure: String?
        while true {
            try await Task.sleep(for: .seconds(1))
            do {
                try await takeNew(&watches, request)
                lastFailure = nil
            } catch  where !(error is CancellationError) && !(error is Ending) {
                // A folder that is away for a while, a collection that somebody else is writing: nothing is lost, so the
                // watch goes on. The same trouble is told once.
                let failure = FailureReport.failure(from: error).message
                if failure != lastFailure { output.note("kist: \(failure) Trying again until it goes.") }
                lastFailure = failure
            }
        }
    }

    /// Takes in what has come to rest since the last look.
    private func takeNew(_ watches: inout [FolderWatch], _ request: ImportRequest) async throws {
        var request = request
        request.paths = []
        for index in watches.indices { request.paths += try watches[index].look() }
        guard !request.paths.isEmpty else { return }
        // Opened anew each time, so that others can write in between.
        let report = try await take(request, try options.openOrCreate())
        if report.isInterrupted { throw Ending(status: .done) }
        for index in watches.indices { watches[index].done(request.paths) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
