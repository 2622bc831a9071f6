import KistRepository

/// Says what a change did and how to take it back.
struct ChangePrinter {
    let output: Output

    init(_ output: Output) { self.output = output }

    func show(_ what: String, id: RecordID, batch: Int?) {
        if output.json {
            output.answer([
                "schema": 1, "done": .string(what.lowercased()), "id": .string(id.text),
                "batch": batch.map { .int($0) } ?? .null,
            ])
        } else {
            output.line("\(what) \(id.text)")
            if let batch, what != "Erased" { output.note("kist undo \(batch) takes this back.") }
        }
    }
}
