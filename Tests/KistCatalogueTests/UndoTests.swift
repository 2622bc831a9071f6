import KistCatalogue
import KistModel
import Testing

@Suite struct UndoTests {
    @Test func addedRecordsAreHiddenAndComeBackWithTheirIDs() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1), record(2), identities: [IdentityKey(scheme: "doi", value: "10.1/x")])
        let (result, summary) = try catalogue.undo(1)
        #expect(Set(result.undone) == [id(1), id(2)])
        #expect(result.reverted.isEmpty && result.kept.isEmpty)
        #expect(summary.counts == [.undone: 2])
        try catalogue.read { reader throws in
            #expect(try reader.state(id(1)) == .undone)
            #expect(try reader.countByState()[.current] == 0)
            #expect(try reader.ids(withPrefix: String(id(1).text.prefix(6))) == [])
            #expect(
                try reader.records(with: IdentityKey(scheme: "doi", value: "10.1/x")).map(\.state) == [
                    .undone, .undone,
                ])
            #expect(try reader.batch(1)?.undoneBy == 2)
            #expect(try reader.batch(2)?.undoes == 1)
        }
        expectError(.alreadyUndone) { _ = try catalogue.undo(1) }
        expectError(.notFound) { _ = try catalogue.undo(99) }
        let again = try catalogue.put(record(1), record(2, "Changed"))
        #expect(again.counts == [.revived: 2])
        #expect(try catalogue.read { try $0.record(id(2))?.number } == 2)
        #expect(try catalogue.check().problems == [])
    }

    @Test func changedRecordsGoBackAndLaterChangesStay() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1, "One"), record(2, "One"))
        try catalogue.put(record(1, "Two", type: "digest"), record(2, "Two"), record(3, "New"))
        try catalogue.put(record(2, "Three"))
        let (result, _) = try catalogue.undo(2)
        #expect(result.reverted == [id(1)])
        #expect(result.undone == [id(3)])
        #expect(result.kept == [UndoResult.Kept(id: id(2), reason: .changedSince)])
        try catalogue.read { reader throws in
            #expect(try reader.record(id(1))?.record == record(1, "One"))
            #expect(try reader.record(id(1))?.number == 1)
            #expect(try reader.status(id(1))?.type == "strategy")
            #expect(try reader.record(id(2))?.record == record(2, "Three"))
        }
        // The same change again finds its version, which keeps its name and number.
        let again = try catalogue.put(record(1, "Two", type: "digest"))
        #expect(again.counts == [.updated: 1])
        #expect(try catalogue.read { try $0.versions(id(1)).count } == 2)
        #expect(try catalogue.check().problems == [])
    }

    @Test func aLaterChangeThatWasUndoneDoesNotCount() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1, "One"))
        try catalogue.put(record(1, "Two"))
        _ = try catalogue.undo(2)
        let (result, _) = try catalogue.undo(1)
        #expect(result.undone == [id(1)])
        #expect(try catalogue.check().problems == [])
    }

    @Test func anUndoCanBeUndone() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1, "One"))
        try catalogue.put(record(1, "Two"), record(2))
        _ = try catalogue.undo(2)
        let (result, summary) = try catalogue.undo(3)
        #expect(Set(result.reverted) == [id(1), id(2)])
        #expect(summary.counts == [.reverted: 1, .revived: 1])
        try catalogue.read { reader throws in
            #expect(try reader.record(id(1))?.record == record(1, "Two"))
            #expect(try reader.state(id(2)) == .current)
            #expect(try reader.batch(2)?.undoneBy == nil)
        }
        let (third, _) = try catalogue.undo(2)
        #expect(third.reverted == [id(1)] && third.undone == [id(2)])
        #expect(try catalogue.check().problems == [])
    }

    @Test func withdrawalsAndReinstatementsAreUndone() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1))
        let withdrawing = try catalogue.beginBatch(kind: .withdraw, note: "")
        try withdrawing.withdraw(id(1), reason: "old", replacement: id(2))
        _ = try withdrawing.finish()
        let reinstating = try catalogue.beginBatch(kind: .reinstate, note: "")
        try reinstating.reinstate(id(1))
        _ = try reinstating.finish()
        _ = try catalogue.undo(3)
        #expect(try catalogue.read { try $0.tombstone(id(1)) }?.reason == "old")
        _ = try catalogue.undo(2)
        #expect(try catalogue.read { try $0.state(id(1)) } == .current)
        #expect(
            try catalogue.read { try $0.entries(of: id(1)).map(\.kind) }
                == [.added, .withdrawn, .reinstated, .withdrawn, .reinstated])
        #expect(try catalogue.check().problems == [])
    }

    @Test func aDryRunOfUndoChangesNothing() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1))
        let (result, summary) = try catalogue.undo(1, dryRun: true)
        #expect(result.undone == [id(1)] && summary.batch == nil)
        #expect(try catalogue.read { try $0.state(id(1)) } == .current)
        #expect(try catalogue.read { try $0.batch(1)?.undoneBy } == nil)
    }
}
