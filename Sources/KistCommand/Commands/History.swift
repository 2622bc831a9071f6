import ArgumentParser
import KistRepository

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What was imported and changed, newest first.",
        discussion: "EXAMPLES\n  kist history\n  kist history --limit 5 --json")

    @OptionGroup var options: CollectionOptions
    @Option(help: "How many batches to list.") var limit = 20

    func run() throws {
        let output = options.output
        let lines = try options.open().history(limit: limit)
        if output.json { return output.answer(["schema": 1, "batches": .array(lines.map(\.json))]) }
        if lines.isEmpty { output.note("Nothing has been put in yet. Start with: kist import FOLDER") }
        for line in lines {
            output.line(
                "\(line.number)  \(line.date)  \(line.kind): \(output.shown(line.note))\(line.counts.isEmpty ? "" : " (\(line.counts))")"
            )
            output.line(
                line.undoneBy.map { "    undone by batch \($0)" }
                    ?? (line.canBeUndone ? "    kist undo \(line.number)" : "    cannot be undone"))
        }
    }
}
