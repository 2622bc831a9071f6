import ArgumentParser
import KistRepository

struct Erase: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Destroy a record's content and files for good (a pupil's name, say).",
        discussion: """
            Every version, the files that no other record uses and the index entries are destroyed. That it was erased, when and
            why stays known. This cannot be undone.

            EXAMPLES
              kist erase 7k3m9q0rtvwxyz12 --reason "Named a pupil" --yes
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: "Which record.") var record: String
    @Option(help: "Why; kept with the note that stays.") var reason: String
    @Flag(help: "Do it: without this, Kist only says what it would destroy.") var yes = false

    func run() throws {
        let output = options.output
        let repository = try options.open(forWriting: true)
        let id = try repository.recordID(record)
        guard yes else {
            let view = try repository.view(id)
            throw CommandFailure(
                .usage, "not-confirmed",
                "This would destroy “\(repository.card(view.record).title)” with \(view.number) version(s) and \(view.files.count) file(s).",
                hint: "It cannot be undone. Add --yes to do it.")
        }
        ChangePrinter(output).show("Erased", id: id, batch: try repository.erase(id, reason: reason))
    }
}
