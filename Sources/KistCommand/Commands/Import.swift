import ArgumentParser
import Foundation
import KistExport
import KistRepository

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in files, folders, zips and packs.",
        discussion: """
            Word and LibreOffice documents, zips of anything, BibTeX, RIS and CSL-JSON are read whole; every other file is kept
            and found by its name. Read again, nothing changes. One bad file never stops the rest.

            EXAMPLES
              kist import ~/Hub
              kist import digest.docx refs.ris
              kist import --dry-run ~/Hub              what would happen, without doing it
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
    @Flag(name: .customLong("require-sandbox"), help: "Refuse to read anything where the system cannot box plugins in.")
    var requireSandbox = false

    func run() async throws {
        let output = options.output
        guard let policy = ImportRequest.DuplicatePolicy(rawValue: onDuplicate) else {
            throw CommandFailure.usage("--on-duplicate is skip, update or keep-both, not “\(onDuplicate)”.")
        }
        if let jobs, jobs < 1 { throw CommandFailure.usage("--jobs is 1 or more.") }
        for path in paths where path != "-" && !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure.usage("There is no file or folder “\(path)”.")
        }
        let request = ImportRequest(
            paths: paths, format: format, type: type, values: try set.map(QuestionArguments.filter), isDryRun: dryRun,
            isStrict: strict,
            onDuplicate: policy, jobs: jobs, requiresSandbox: requireSandbox, appliesPacks: yes)
        let progress = ProgressLine(output)
        let repository = try options.openOrCreate()
        let report = try await repository.importItems(request, packReader: PackReader()) { step in
            progress.show(step.name, done: step.done, total: step.total)
        }
        progress.clear()
        if output.json { output.answer(report.json) } else { ImportPrinter(output).show(report) }
        if report.failed > 0 || report.isRefused { throw Ending(status: .problems) }
    }
}
