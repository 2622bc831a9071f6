import ArgumentParser
import KistRepository

struct Reinstate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring a withdrawn record back.", discussion: "EXAMPLES\n  kist reinstate 7k3m")

    @OptionGroup var options: CollectionOptions
    @Argument(help: "Which record.") var record: String

    func run() throws {
        let repository = try options.open(forWriting: true)
        let id = try repository.recordID(record)
        ChangePrinter(options.output).show("Reinstated", id: id, batch: try repository.reinstate(id))
    }
}
