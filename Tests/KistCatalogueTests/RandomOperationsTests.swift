import KistCatalogue
import KistModel
import Testing

/// Random histories, compared with a simple model after every batch.
@Suite struct RandomOperationsTests {
    @Test(arguments: 1...12) func agreesWithTheModel(seed: Int) throws {
        var random = SeededGenerator(UInt64(seed))
        let collection = try TemporaryCollection()
        var catalogue = try collection.open()
        var model = ModelCatalogue()
        for step in 0..<40 {
            let before = model
            model.begin()
            let isDry = Int.random(in: 0..<8, using: &random) == 0
            let isAbandoned = Int.random(in: 0..<10, using: &random) == 0
            let writer = try catalogue.beginBatch(
                kind: .import, note: "\(step)", dryRun: isDry, allOrNothing: isAbandoned)
            if step > 2, Int.random(in: 0..<4, using: &random) == 0 {
                try undo(Int.random(in: 1...max(1, model.batch), using: &random), writer, &model)
            } else {
                for _ in 0..<Int.random(in: 1...12, using: &random) {
                    try operate(writer, &model, &random)
                    if Int.random(in: 0..<5, using: &random) == 0 { try writer.commitGroup() }
                }
            }
            if isAbandoned { writer.abandon() } else { _ = try writer.finish() }
            if isDry || isAbandoned { model = before } else { model.end() }
            if Int.random(in: 0..<10, using: &random) == 0 { catalogue = try collection.open() }
            try compare(catalogue, model)
        }
        let report = try catalogue.check()
        #expect(report.problems.allSatisfy { $0.severity == .note }, "\(report.problems)")
        #expect(report.entries == model.entries)
    }

    private func operate(
        _ writer: BatchWriter, _ model: inout ModelCatalogue, _ random: inout SeededGenerator
    ) throws {
        let target = id(Int.random(in: 0..<10, using: &random))
        let accepted: Bool
        var actual = true
        do {
            switch Int.random(in: 0..<20, using: &random) {
            case 0, 1:
                accepted = model.withdraw(target, reason: "because \(model.batch)")
                try refusing(&actual) { try writer.withdraw(target, reason: "because \(model.batch)") }
            case 2, 3:
                accepted = model.reinstate(target)
                try refusing(&actual) { try writer.reinstate(target) }
            case 4 where Int.random(in: 0..<3, using: &random) == 0:
                accepted = model.erase(target, reason: "privacy")
                try refusing(&actual) { try writer.erase(target, reason: "privacy") }
            default:
                let title = "Title \(Int.random(in: 0..<4, using: &random))"
                let file: UInt8? = Bool.random(using: &random) ? UInt8.random(in: 0..<4, using: &random) : nil
                accepted = model.put(target, title: title, file: file)
                try refusing(&actual) {
                    let files = try file.map { [try writer.storeFile(bytes: [9, $0], name: "f")] } ?? []
                    _ = try writer.put(
                        KistRecord(id: target, type: "strategy", fields: ["title": .string(title)]),
                        provenance: Provenance(), files: files, identities: [IdentityKey(scheme: "title", value: title)]
                    )
                }
            }
        }
        #expect(accepted == actual)
    }

    /// Runs `body`; a refusal makes `accepted` false, any other error goes on.
    private func refusing(_ accepted: inout Bool, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as CatalogueError
            where [.withdrawn, .notWithdrawn, .erased, .notFound].contains(error.code)
        {
            accepted = false
        }
    }

    private func undo(_ target: Int, _ writer: BatchWriter, _ model: inout ModelCatalogue) throws {
        let expected = model.undo(target)
        do {
            let result = try writer.undo(target)
            #expect(Set(result.undone + result.reverted) == expected?.changed)
            #expect(Set(result.kept.map(\.id)) == expected?.kept)
        } catch let error as CatalogueError where [.notFound, .alreadyUndone].contains(error.code) {
            #expect(expected == nil)
        }
    }

    private func compare(_ catalogue: Catalogue, _ model: ModelCatalogue) throws {
        try catalogue.read { reader throws in
            #expect(try reader.head() == model.entries)
            #expect(try reader.batches().first?.number ?? 0 == model.batch)
            for (id, record) in model.records.sorted(by: { $0.key < $1.key }) {
                let now = try #require(record.now)
                let status = try #require(try reader.status(id))
                #expect(status.state == now.state)
                #expect(try reader.entries(of: id).map(\.kind.stateAfter) == record.history.map(\.standing.state))
                #expect(try reader.versions(id).count == record.versions.count)
                #expect(try reader.tombstone(id)?.reason == now.reason)
                let stored = try reader.record(id)
                if let version = now.version {
                    #expect(stored?.record["title"]?.string == record.versions[version].title)
                    #expect(
                        stored?.files.map(\.hash) == record.versions[version].file.map { [ContentHash(of: [9, $0])] }
                            ?? [])
                    #expect(stored?.number == version + 1)
                    let parent = try stored?.parents.first.flatMap { try reader.version($0)?.number }
                    #expect(parent == record.versions[version].parent.map { $0 + 1 })
                } else {
                    #expect(stored == nil)
                }
            }
        }
    }
}
