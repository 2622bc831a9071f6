import ArgumentParser
import KistExport
import KistRepository

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one record: what it is, who it is for, how strong the evidence is.",
        discussion: """
            RECORD is the number of a hit in the last search, an id or its beginning, a DOI, or an exact title.

            EXAMPLES
              kist show 1
              kist show 1 --chain              with the research and the trials behind it
              kist show 7k3m --cite apa        as a reference
              kist show 7k3m --text            the text that was read
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: "Which record.") var record: String
    @Flag(help: "The evidence for and against, who tried it, and what is missing.") var chain = false
    @Flag(help: "Every version, and what came of the record.") var history = false
    @Flag(help: "The text that was read.") var text = false
    @Option(
        help: ArgumentHelp(
            "As a reference: \(CitationStyle.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "style"))
    var cite: String?

    func run() throws {
        let output = options.output
        let repository = try options.open()
        let id = try repository.recordID(record)
        let view = try repository.view(id)
        if let cite {
            guard let style = CitationStyle(rawValue: cite.lowercased()) else {
                throw CommandFailure.usage(
                    "There is no citation style “\(cite)”.",
                    hint: "Styles: \(CitationStyle.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            let citation = Citation(schemas: repository.schemas, vocabularies: repository.vocabularies).text(
                of: view.record, style: style)
            if output.json {
                output.answer([
                    "schema": 1, "id": .string(id.text), "style": .string(style.rawValue),
                    "citation": .string(citation),
                ])
            } else {
                output.line(output.shown(citation))
            }
            return
        }
        let evidence = chain ? try repository.chain(id) : nil
        if output.json {
            var answer = view.json.object ?? JSONObject()
            if let evidence { answer["chain"] = evidence.json }
            if history { answer["history"] = .array(try repository.versions(id).map(\.json)) }
            return output.answer(.object(answer))
        }
        let printer = RecordPrinter(output, repository: repository)
        printer.show(view)
        if text { printer.showText(view) }
        if let evidence {
            printer.show(evidence)
            if view.record.type == "study" || view.record.type == "digest" {
                output.line("")
                output.line(output.bold("Cite as"))
                let citation = Citation(schemas: repository.schemas, vocabularies: repository.vocabularies).text(
                    of: view.record, style: .apa)
                for line in TextLayout.wrap("  " + output.shown(citation), columns: output.columns, indent: 4) {
                    output.line(line)
                }
            }
        }
        if history { printer.show(try repository.versions(id)) }
    }
}
