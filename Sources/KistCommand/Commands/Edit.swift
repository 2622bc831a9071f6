import ArgumentParser
import KistRepository

struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change fields of a record; the earlier version is kept.",
        discussion: """
            An empty value removes the field. A field that holds several values is given once for each.

            EXAMPLES
              kist edit 7k3m --set licence=CC-BY-4.0
              kist edit 7k3m --set stages=P5 --set stages=P6 --set summary=
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: "Which record.") var record: String
    @Option(help: ArgumentHelp("A field and its new value.", valueName: "field=value")) var set: [String]

    func run() throws {
        let repository = try options.open(forWriting: true)
        let id = try repository.recordID(record)
        let batch = try repository.edit(id, values: try set.map(QuestionArguments.filter))
        ChangePrinter(options.output).show(batch == nil ? "Unchanged" : "Changed", id: id, batch: batch)
    }
}
