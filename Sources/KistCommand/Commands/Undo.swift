import ArgumentParser
import KistRepository

struct Undo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a whole import or change back.",
        discussion: """
            What the batch added is hidden (and comes back with its id when it is imported again), what it changed is as it was
            before. A record that was changed since keeps the later change and is listed.

            EXAMPLES
              kist history
              kist undo 12
            """)

    @OptionGroup var options: CollectionOptions
    @Argument(help: "The batch's number, from kist history.") var batch: Int

    func run() throws {
        let output = options.output
        let result = try options.open(forWriting: true).undo(batch)
        if output.json {
            return output.answer([
                "schema": 1, "batch": .int(batch), "undone": .strings(result.undone.map(\.text)),
                "reverted": .strings(result.reverted.map(\.text)),
                "kept": .array(result.kept.map { ["id": .string($0.id.text), "reason": .string($0.reason.rawValue)] }),
            ])
        }
        output.line("Undid batch \(batch): \(result.undone.count) hidden, \(result.reverted.count) as before.")
        for kept in result.kept {
            output.note(
                "\(kept.id.text) was left as it is: \(kept.reason == .erased ? "it was erased" : "it was changed since")."
            )
        }
    }
}
