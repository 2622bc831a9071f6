import ArgumentParser
import Foundation
import KistRepository

struct Extract: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what Kist reads from a file; nothing is stored.",
        discussion: """
            EXAMPLES
              kist extract plan.docx
              kist extract plan.docx --full          comments, deleted text, headers and footers too
              kist extract refs.ris --json
            """)

    @Argument(help: "The file.") var file: String
    @Option(name: .customLong("as"), help: "Read as this format whatever the content looks like.") var format: String?
    @Flag(help: "Plain text: what is printed anyway, unless --json asks for more.") var text = false
    @Flag(help: "Everything: comments, deleted text, headers and footers.") var full = false
    @Flag(help: "Answer in JSON for programs, errors included.") var json = false
    @Flag(name: .customLong("require-sandbox"), help: "Refuse to read anything where the system cannot box plugins in.")
    var requireSandbox = false

    func run() async throws {
        let output = Output(json: json)
        guard file == "-" || FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure.usage("There is no file “\(file)”.")
        }
        let reading = try await Extraction.read(file: file, format: format, requiresSandbox: requireSandbox)
        if json { output.answer(reading.json) } else { output.raw(Array(reading.text(full: full).utf8)) }
        for message in reading.messages { output.note("kist: " + output.shown(message)) }
        if !reading.anythingRead { throw Ending(status: reading.isPluginFault ? .plugin : .problems) }
    }
}
