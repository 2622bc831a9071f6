import ArgumentParser
import Foundation
import KistRepository

struct Stats: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How much there is of what.", discussion: "EXAMPLES\n  kist stats\n  kist stats --json")

    @OptionGroup var options: CollectionOptions

    func run() throws {
        let output = options.output
        let repository = try options.open()
        let counts = try repository.counts()
        if output.json {
            return output.answer([
                "schema": 1, "collection": .string(repository.collectionID), "name": .string(repository.info.name),
                "types": .object(JSONObject(counts.map { ($0.type, .int($0.count)) })),
                "records": .int(counts.reduce(0) { $0 + $1.count }),
            ])
        }
        output.line(output.bold(repository.info.name) + "  \(repository.location.folder.path)")
        for count in counts {
            output.line("\(count.count)\t\(repository.typeLabel(count.type, plural: count.count != 1)) (\(count.type))")
        }
        if counts.isEmpty { output.note("Nothing has been put in yet. Start with: kist import FOLDER") }
    }
}
