import ArgumentParser
import KistRepository

struct Reimport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read again what a plugin's earlier version made, from the files that Kist keeps.",
        discussion: """
            After a plugin has learnt to read better, this reads the same files again and makes a new version of each record.
            Records that somebody has changed since are left as they are. kist undo takes all of it back.
            Lists such as RIS or BibTeX are not kept: for their entries it says which list to import again, with
            --on-duplicate update.

            EXAMPLES
              kist reimport --plugin office-document --version '<1.2'
              kist reimport --plugin office-document --version '>=1.0,<1.1' --dry-run
            """)

    @OptionGroup var options: CollectionOptions
    @Option(help: "The plugin's name (kist plugins list).") var plugin: String
    @Option(
        name: .customLong("version"),
        help: ArgumentHelp("Which versions of it: <1.2, 1.1.3, or >=1.0,<1.2.", valueName: "versions"))
    var versions: String
    @Option(help: "How many files to read at once.") var jobs: Int?
    @Flag(name: .customLong("dry-run"), help: "Do everything but keep it.") var dryRun = false

    func run() async throws {
        let output = options.output
        guard let range = VersionRange(versions) else {
            throw CommandFailure.usage("--version is one like <1.2, 1.1.3, or >=1.0,<1.2, not “\(versions)”.")
        }
        if let jobs, jobs < 1 { throw CommandFailure.usage("--jobs is 1 or more.") }
        let progress = ProgressLine(output)
        let report = try await options.open(forWriting: true).reimport(
            plugin: plugin, versions: range, isDryRun: dryRun, jobs: jobs
        ) { step in
            progress.show(step.name, done: step.done, total: step.total)
        }
        progress.clear()
        if output.json { output.answer(report.json) } else { ImportPrinter(output).show(report) }
        if report.failed > 0 { throw Ending(status: .problems) }
    }
}
