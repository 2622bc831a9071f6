import ArgumentParser
import KistRepository

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that everything is whole: catalogue, files, log and index.",
        discussion: "EXAMPLES\n  kist check\n  kist check --repair      rebuild what can be rebuilt")

    @OptionGroup var options: CollectionOptions
    @Flag(help: "Rebuild what can be rebuilt from the catalogue.") var repair = false

    func run() throws {
        let output = options.output
        let progress = ProgressLine(output)
        let result = try options.open(forWriting: repair).check(repair: repair) { step in
            progress.show(step.name, done: step.done, total: step.total)
        }
        progress.clear()
        if output.json {
            output.answer(result.json)
        } else {
            for problem in result.problems {
                output.line(
                    "\(problem.code): \(output.shown(problem.message))\(problem.place.map { " (\($0))" } ?? "")")
            }
            for note in result.notes { output.note(output.shown(note)) }
            output.line(
                result.ok
                    ? "All is well: \(Self.count(result.records, "record")), \(Self.count(result.files, "file")), index whole."
                    : "\(result.problems.count) problem(s) found.")
            if !result.ok, !repair { output.note("kist check --repair mends what can be mended.") }
        }
        if !result.ok { throw Ending(status: .problems) }
    }

    private static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
}
