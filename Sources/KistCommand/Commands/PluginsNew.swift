import ArgumentParser
import Foundation
import KistRepository

extension Plugins {
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Write a plugin to begin with: it works, and has a sample, tests and a page that says how to go on.",
            discussion: """
                EXAMPLES
                  kist plugins new field-notes --language python
                  kist plugins new field-notes --language swift --to ~/work
                """)

        @Flag(name: .long, help: "Answer in JSON for programs, errors included.") var json = false
        @Option(name: .long, help: "python or swift.") var language = "python"
        @Option(name: .long, help: ArgumentHelp("The folder that the plugin's folder is made in.", valueName: "dir"))
        var to = "."
        @Argument(help: "The plugin's name: lower-case letters, digits and hyphens.") var name: String

        func run() throws {
            guard let language = PluginTemplate.Language(rawValue: language) else {
                throw CommandFailure.usage(
                    "There is no template in “\(self.language)”.", hint: "Use --language python or --language swift.")
            }
            let template: PluginTemplate
            do {
                template = try PluginTemplate(name: name, language: language)
            } catch {
                throw CommandFailure.usage("“\(name)” is no name for a plugin.", hint: error.message + ".")
            }
            let folder: String
            do {
                folder = try template.write(in: to)
            } catch {
                throw CommandFailure(
                    .problems, error.code.rawValue, "The plugin is not written: \(error.message).",
                    hint: "Name another folder with --to.", place: error.path)
            }
            let output = Output(json: json)
            if json {
                return output.answer([
                    "schema": 1, "folder": .string(folder), "language": .string(language.rawValue),
                    "files": .strings(template.files.map(\.path)),
                ])
            }
            for file in template.files { output.line("\(folder)/\(file.path)") }
            if language == .swift { output.note("Build it: make -C \(folder)") }
            output.note("Try it out: kist plugins test \(folder)")
        }
    }
}
