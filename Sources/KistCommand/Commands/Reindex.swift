import ArgumentParser
import KistRepository

struct Reindex: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Build the search index again from the catalogue.",
        discussion: "The old index answers until the new one is ready.\n\nEXAMPLES\n  kist reindex")

    @OptionGroup var options: CollectionOptions

    func run() throws {
        let output = options.output
        let progress = ProgressLine(output)
        let count = try options.open(forWriting: true).reindex { step in
            progress.show(step.name, done: step.done, total: step.total)
        }
        progress.clear()
        if output.json {
            output.answer(["schema": 1, "indexed": .int(count)])
        } else {
            output.line("Indexed \(count) records.")
        }
    }
}
