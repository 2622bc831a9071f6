import ArgumentParser
import KistRepository

struct Link: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say how one record bears on another.",
        discussion: """
            Relations: supports, disputes, sets-limits-on, tries, evaluates, implements, addresses, adapts … (kist vocab show
            evidence-relation lists them).

            EXAMPLES
              kist link 7k3m supports 9fq2 --quote "gains were largest where …" --page 14
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: "The record that says so.") var from: String
    @Argument(help: "How it bears on the other.") var relation: String
    @Argument(help: "The other record.") var to: String
    @Option(help: "The passage that it rests on.") var quote: String?
    @Option(help: "Where the passage stands.") var page: String?
    @Option(help: "weak, moderate or strong.") var strength: String?
    @Option(help: "A remark.") var note: String?

    func run() throws {
        let repository = try options.open(forWriting: true)
        let (id, batch) = try repository.link(
            from: try repository.recordID(from), relation: relation, to: try repository.recordID(to), quote: quote,
            place: page, strength: strength, note: note)
        ChangePrinter(options.output).show("Linked", id: id, batch: batch)
    }
}
