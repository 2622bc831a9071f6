import ArgumentParser
import Foundation
import KistExport
import KistRepository

struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a form to fill in with Word or LibreOffice, and import again.",
        discussion: """
            EXAMPLES
              kist template strategy --format docx --to strategy.docx
              kist template enquiry --format odt --language gd --to rannsachadh.odt
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: "The type of record.") var type: String
    @Option(help: "docx or odt.") var format = "docx"
    @Option(name: .customLong("to"), help: ArgumentHelp("The file to write.", valueName: "file")) var destination:
        String
    @Option(help: "en or gd.") var language = "en"

    func run() throws {
        let output = options.output
        guard let kind = FormFormat(rawValue: format.lowercased()) else {
            throw CommandFailure.usage("--format is docx or odt, not “\(format)”.")
        }
        let location = try options.location()
        let library = try SchemaLibrary(collection: location.exists ? location.folder : nil)
        let plan = try library.formPlan(type: type, language: language)
        let file = URL(filePath: destination)
        try FormWriter(plan).write(kind, to: file)
        if output.json {
            output.answer([
                "schema": 1, "file": .string(file.path), "type": .string(type), "format": .string(kind.rawValue),
            ])
        } else {
            output.line("Wrote \(destination)")
            output.note("Fill it in, then: kist import \(destination)")
        }
    }
}
