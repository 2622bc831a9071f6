import Foundation
import KistCatalogue
import KistModel
import Testing

@Suite struct StateTests {
    @Test func withdrawalLeavesATombstoneAndCanBeTakenBack() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1), record(2))
        let writer = try catalogue.beginBatch(kind: .withdraw, note: "")
        try writer.withdraw(id(1), reason: "Superseded", replacement: id(2))
        expectError(.withdrawn) { try writer.withdraw(id(1), reason: "again") }
        expectError(.notFound) { try writer.withdraw(id(9), reason: "unknown") }
        expectError(.withdrawn) { _ = try writer.put(record(1, "New"), provenance: Provenance()) }
        _ = try writer.finish()
        try catalogue.read { reader throws in
            #expect(try reader.state(id(1)) == .withdrawn)
            #expect(
                try reader.tombstone(id(1))
                    == Tombstone(reason: "Superseded", date: "2026-09-21T14:13:20Z", replacement: id(2)))
            #expect(try reader.record(id(1))?.record == record(1))
            #expect(try reader.records(limit: 9).map(\.id) == [id(2)])
        }
        let back = try catalogue.beginBatch(kind: .reinstate, note: "")
        try back.reinstate(id(1))
        expectError(.notWithdrawn) { try back.reinstate(id(2)) }
        _ = try back.finish()
        try catalogue.read { reader throws in
            #expect(try reader.state(id(1)) == .current)
            #expect(try reader.tombstone(id(1)) == nil)
        }
        #expect(try catalogue.check().problems == [])
    }

    @Test func tombstonesOfRecordsThatWereNeverHere() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "pack")
        try writer.withdraw(id(1), reason: "Retracted", date: "2026-01-02T00:00:00Z", type: "study")
        try writer.erase(id(2), reason: "Privacy", date: "2026-01-03T00:00:00Z", type: "resource")
        expectError(.notFound) { try writer.reinstate(id(1)) }
        expectError(.erased) { _ = try writer.put(record(2), provenance: Provenance()) }
        _ = try writer.finish()
        try catalogue.read { reader throws in
            #expect(try reader.tombstone(id(1))?.date == "2026-01-02T00:00:00Z")
            #expect(try reader.status(id(2))?.state == .erased)
            #expect(try reader.record(id(1)) == nil)
        }
        #expect(try catalogue.check().problems == [])
        // Undoing hides the withdrawal's tombstone, and the record may come in full.
        let (result, _) = try catalogue.undo(1)
        #expect(result.undone == [id(1)])
        #expect(result.kept.map(\.id) == [id(2)])
        #expect(try catalogue.put(record(1)).counts == [.revived: 1])
        #expect(try catalogue.check().problems == [])
    }

    @Test func erasureDestroysEveryByteAndTheLogStillVerifies() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let secret = "Morag-NicLeòid-secret"
        let writer = try catalogue.beginBatch(kind: .import, note: "import")
        let own = try writer.storeFile(bytes: Array("own \(secret)".utf8), name: "\(secret).docx")
        let shared = try writer.storeFile(bytes: Array("shared".utf8), name: "shared.pdf")
        let padding = JSONValue.string(String(repeating: "x", count: 9000))
        _ = try writer.put(
            record(1, "About \(secret)", ["pad": padding, "pupil": ["as": .string(secret)]]),
            provenance: Provenance(name: "\(secret).docx"), files: [own, shared],
            identities: [IdentityKey(scheme: "title", value: secret)])
        _ = try writer.put(record(1, "Again \(secret)"), provenance: Provenance(name: secret), files: [own])
        _ = try writer.put(record(2), provenance: Provenance(), files: [shared])
        try writer.withdraw(id(1), reason: "it names \(secret)")
        _ = try writer.finish()

        let erasing = try catalogue.beginBatch(kind: .erase, note: "a request")
        try erasing.erase(id(1), reason: "A pupil was named")
        expectError(.erased) { try erasing.erase(id(1), reason: "twice") }
        let summary = try erasing.finish()
        #expect(summary.counts == [.erased: 1])
        #expect(!summary.erasureIsPending)

        for path in try FileManager.default.subpathsOfDirectory(atPath: collection.folder.path) {
            #expect(!path.contains(own.hash.hex))
            guard let data = try? Data(contentsOf: collection.folder.appending(path: path)) else { continue }
            #expect(data.range(of: Data(secret.utf8)) == nil, "\(path)")
        }
        try catalogue.read { reader throws in
            #expect(try reader.status(id(1))?.state == .erased)
            #expect(try reader.record(id(1)) == nil)
            #expect(try reader.versions(id(1)).map(\.hasContent) == [false, false])
            #expect(try reader.tombstone(id(1))?.reason == "A pupil was named")
            #expect(try reader.byteCount(of: own.hash) == nil)
            #expect(try reader.bytes(of: shared.hash) == Array("shared".utf8))
            #expect(try reader.records(with: IdentityKey(scheme: "title", value: secret)) == [])
            #expect(try reader.unresolved() == [])
        }
        #expect(try catalogue.check().problems == [])
        let again = try catalogue.beginBatch(kind: .import, note: "")
        expectError(.erased) { _ = try again.put(record(1), provenance: Provenance()) }
        // The file itself may come back with another record.
        let file = try again.storeFile(bytes: Array("own \(secret)".utf8), name: "b")
        _ = try again.put(record(3), provenance: Provenance(), files: [file])
        _ = try again.finish()
        #expect(try catalogue.check().problems == [])
    }

    @Test func aFileErasedAndStoredAgainInOneBatchStays() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "")
        let file = try writer.storeFile(bytes: [1, 2, 3], name: "a")
        _ = try writer.put(record(1), provenance: Provenance(), files: [file])
        try writer.commitGroup()
        try writer.erase(id(1), reason: "mistake")
        expectError(.unknownFile) { _ = try writer.put(record(2), provenance: Provenance(), files: [file]) }
        let again = try writer.storeFile(bytes: [1, 2, 3], name: "a")
        _ = try writer.put(record(2), provenance: Provenance(), files: [again])
        _ = try writer.finish()
        #expect(try catalogue.read { try $0.bytes(of: file.hash) } == [1, 2, 3])
        #expect(try catalogue.check().problems == [])
    }
}
