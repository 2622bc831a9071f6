import ArgumentParser
import Foundation
import KistRepository

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a collection.",
        discussion: """
            A collection is one folder. Without DIR it is made where Kist would look for one. The first import makes one too.

            EXAMPLES
              kist init ~/skye-hub --hub "Skye hub" --authority Highland --licence CC-BY-4.0
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: ArgumentHelp("Where to make it.", valueName: "dir")) var folder: String?
    @Option(help: "What the collection is called.") var name: String?
    @Option(help: "The hub that keeps it.") var hub: String?
    @Option(help: "The hub's authority, for example Highland.") var authority: String?
    @Option(help: "The licence of what says nothing of its own, for example CC-BY-4.0.") var licence: String?

    func run() throws {
        let output = options.output
        let location =
            try folder.map { CollectionLocation(folder: URL(filePath: $0, directoryHint: .isDirectory)) }
            ?? options.location()
        let repository = try Repository.create(
            at: location, name: name, hub: hub, authority: authority, licence: licence)
        if output.json {
            output.answer([
                "schema": 1, "collection": .string(repository.collectionID), "folder": .string(location.folder.path),
            ])
        } else {
            output.line("Made a collection in \(location.folder.path)")
            output.note("Next: kist import FOLDER" + (folder == nil ? "" : " --collection \(location.folder.path)"))
        }
    }
}
