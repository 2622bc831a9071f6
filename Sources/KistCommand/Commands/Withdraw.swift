import ArgumentParser
import KistRepository

struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a record back; a note with the reason stays in its place.",
        discussion: "EXAMPLES\n  kist withdraw 7k3m --reason \"Superseded by the 2026 guide\" --replacement 9fq2")

    @OptionGroup var options: CollectionOptions
    @Argument(help: "Which record.") var record: String
    @Option(help: "Why, in words that readers will see.") var reason: String
    @Option(help: "The record to use instead.") var replacement: String?

    func run() throws {
        let repository = try options.open(forWriting: true)
        let id = try repository.recordID(record)
        let batch = try repository.withdraw(
            id, reason: reason, replacement: try replacement.map { try repository.recordID($0) })
        ChangePrinter(options.output).show("Withdrawn", id: id, batch: batch)
    }
}
