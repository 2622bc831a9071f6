import KistCatalogue
import KistModel
import Testing

@Suite struct PutTests {
    @Test func addsUpdatesAndLeavesUnchanged() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "first")
        let first = try writer.put(record(1, "One"), provenance: Provenance(name: "a.docx", plugin: "office"))
        guard case .added(let name) = first else { throw Failure("not added: \(first)") }
        #expect(try writer.put(record(1, "One"), provenance: Provenance()) == .unchanged(name))
        let second = try writer.put(record(1, "Two"), provenance: Provenance())
        guard case .updated(name, let newName) = second else { throw Failure("not updated: \(second)") }
        let summary = try writer.finish()
        #expect(summary.counts == [.added: 1, .updated: 1])
        #expect(summary.unchanged == 1)
        #expect(summary.head == 2)

        try catalogue.read { reader throws in
            let stored = try #require(try reader.record(id(1)))
            #expect(stored.record == record(1, "Two"))
            #expect(stored.number == 2)
            #expect(stored.parents == [name])
            #expect(stored.name == newName)
            #expect(stored.provenance.date == "2026-09-21T14:13:20Z")
            #expect(try reader.version(name)?.record == record(1, "One"))
            #expect(try reader.version(name)?.provenance.plugin == "office")
            #expect(try reader.versions(id(1)).map(\.number) == [1, 2])
            #expect(try reader.status(id(1))?.changed == 2)
        }
        #expect(try catalogue.check().problems == [])
    }

    @Test func fieldsKeepTheirOrderAndUnknownValuesTheirText() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let fields = try JSONParser.parse(#"{"z":1.50,"a":{"q":[null,1e2,"\u0000x"],"b":"é"},"m":"line\nbreak"}"#)
        let given = KistRecord(id: id(1), type: "strategy", fields: try #require(fields.object))
        try catalogue.put(given)
        let stored = try #require(try catalogue.read { try $0.record(id(1)) })
        #expect(JSONValue.object(stored.record.fields).compact == fields.compact)
        #expect(try catalogue.check().isOK)
    }

    @Test func aChangeBasedOnAnOlderVersionIsRefused() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1, "One"))
        let base = try #require(try catalogue.read { try $0.record(id(1)) }).name
        try catalogue.put(record(1, "Two"))
        let writer = try catalogue.beginBatch(kind: .edit, note: "")
        expectError(.conflict) {
            _ = try writer.put(record(1, "Three"), provenance: Provenance(), basedOn: base)
        }
        // The refusal left the batch whole.
        _ = try writer.put(record(2), provenance: Provenance())
        #expect(try writer.finish().counts == [.added: 1])
    }

    @Test func recordsThatCouldNotBeReadBackAreRefused() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "")
        var deep = JSONValue.null
        for _ in 0..<150 { deep = .array([deep]) }
        for fields: JSONObject in [["a": deep], ["a": .number("0x1")], ["a": .number("")], ["a": [.number("01")]]] {
            expectError(.invalidRecord) {
                _ = try writer.put(KistRecord(id: id(1), type: "strategy", fields: fields), provenance: Provenance())
            }
        }
        expectError(.invalidRecord) {
            _ = try writer.put(KistRecord(id: id(1), type: "", fields: [:]), provenance: Provenance())
        }
        #expect(try writer.finish().batch == nil)
    }

    @Test func versionsFromElsewhereKeepTheirNames() throws {
        let first = try TemporaryCollection("First")
        let source = try first.open()
        try source.put(record(1, "One"))
        try source.put(record(1, "Two"))
        let versions = try source.read { reader in
            try reader.versions(id(1)).compactMap { try reader.version($0.name) }
        }
        let second = try TemporaryCollection("Second")
        let target = try second.open()
        let writer = try target.beginBatch(kind: .import, note: "pack")
        for version in versions {
            _ = try writer.adopt(
                version.record, parents: version.parents, provenance: version.provenance, name: version.name)
        }
        // An older version that is offered again changes nothing.
        let again = try writer.adopt(versions[0].record, parents: [], provenance: Provenance())
        #expect(again == .unchanged(versions[1].name))
        expectError(.wrongVersion) {
            _ = try writer.adopt(record(1, "Forged"), parents: [], provenance: Provenance(), name: versions[0].name)
        }
        _ = try writer.finish()
        let copied = try target.read { reader in try reader.versions(id(1)).compactMap { try reader.version($0.name) } }
        #expect(copied.map(\.name) == versions.map(\.name))
        #expect(copied.map(\.record) == versions.map(\.record))
        #expect(try target.check().problems == [])
    }

    /// Bytes that are not those that were announced cost one file, not the batch.
    @Test(arguments: [false, true]) func aFileThatChangedIsRefused(isDryRun: Bool) throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "", dryRun: isDryRun)
        func store(_ bytes: [UInt8], as hash: ContentHash) throws -> StoredFile {
            var left: [ArraySlice<UInt8>] = [bytes[...]]
            return try writer.storeFile(expecting: hash, name: "a") { left.popLast() }
        }
        let hash = ContentHash(of: [1, 2, 3])
        expectError(.fileChanged) { _ = try store([1, 2, 4], as: hash) }
        #expect(try writer.knownFile(ContentHash(of: [1, 2, 4]), name: "a") == nil)
        let file = try store([1, 2, 3], as: hash)
        // Known by its hash, the same bytes are not hashed again.
        #expect(try writer.storeFile(bytes: [1, 2, 3], hash: hash, name: "b").hash == file.hash)
        _ = try writer.put(record(1), provenance: Provenance(), files: [file])
        _ = try writer.finish()
        if !isDryRun { #expect(try catalogue.read { try $0.bytes(of: hash) } == [1, 2, 3]) }
        #expect(try catalogue.check().problems == [])
    }

    @Test func aDryRunReportsTheSameAndLeavesNothing() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1, "One"))
        func run(dry: Bool) throws -> BatchSummary {
            let writer = try catalogue.beginBatch(kind: .import, note: "", dryRun: dry)
            let file = try writer.storeFile(bytes: [1, 2, 3], name: "a.bin")
            _ = try writer.put(record(1, "Two"), provenance: Provenance())
            try writer.commitGroup()
            _ = try writer.put(record(2, "New"), provenance: Provenance(), files: [file])
            #expect(try writer.read { try $0.record(id(2)) } != nil)
            return try writer.finish()
        }
        let before = try catalogue.read { try ($0.head(), $0.record(id(1))) }
        let dry = try run(dry: true)
        let after = try catalogue.read { try ($0.head(), $0.record(id(1))) }
        #expect(before == after)
        #expect(dry.batch == nil)
        #expect(try catalogue.check().problems == [])
        let real = try run(dry: false)
        #expect(dry.counts == real.counts && dry.head == real.head && dry.unchanged == real.unchanged)
    }

    @Test func allOrNothingLeavesNothingWhenAbandoned() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "", allOrNothing: true)
        for number in 0..<20 {
            let file = try writer.storeFile(bytes: [UInt8(number)], name: "f")
            _ = try writer.put(record(number), provenance: Provenance(), files: [file])
            try writer.commitGroup()
        }
        writer.abandon()
        #expect(try catalogue.read { try $0.head() } == 0)
        #expect(try catalogue.check().problems == [])
        expectError(.batchOver) { _ = try writer.commitGroup() }
    }

    @Test func committedGroupsStandWhenABatchIsAbandoned() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "")
        _ = try writer.put(record(1), provenance: Provenance())
        #expect(try writer.commitGroup() == 1)
        _ = try writer.put(record(2), provenance: Provenance())
        writer.abandon()
        try catalogue.read { reader throws in
            #expect(try reader.record(id(1)) != nil)
            #expect(try reader.record(id(2)) == nil)
            #expect(try reader.batch(1)?.finished == nil)
        }
        #expect(try catalogue.put(record(2)).batch == 2)
        #expect(try catalogue.check().problems == [])
    }

    @Test func nothingNewMeansNoBatch() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1))
        let again = try catalogue.put(record(1))
        #expect(again.batch == nil && again.unchanged == 1)
        #expect(try catalogue.read { try $0.batches().map(\.number) } == [1])
    }

    @Test func newIDsAreFixedByTheSeedAndNeverUsedTwice() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        var ids: [RecordID] = []
        for _ in 0..<3 {
            let writer = try catalogue.beginBatch(kind: .add, note: "")
            let id = try writer.newRecordID()
            ids.append(id)
            _ = try writer.put(KistRecord(id: id, type: "need"), provenance: Provenance())
            _ = try writer.finish()
        }
        #expect(Set(ids).count == 3)
        let other = try TemporaryCollection()
        let writer = try other.open().beginBatch(kind: .add, note: "")
        #expect(try writer.newRecordID() == ids[0])
    }
}
