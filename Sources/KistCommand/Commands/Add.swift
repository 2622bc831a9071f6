import ArgumentParser
import KistRepository

struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a record by hand.",
        discussion: """
            EXAMPLES
              kist add strategy --title "Whole-class feedback" --set cost=1 --set stages=P5
              kist add need --title "Feedback that does not eat the weekend" --set scope=local
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: "The type of record (kist stats lists them).") var type: String
    @Option(help: "The record's title.") var title: String
    @Option(help: ArgumentHelp("A field and its value.", valueName: "field=value")) var set: [String] = []

    func run() throws {
        let repository = try options.openOrCreate()
        let values = try set.map(QuestionArguments.filter)
        let (id, batch) = try repository.add(type: type, title: title, values: values)
        ChangePrinter(options.output).show("Added", id: id, batch: batch)
    }
}
