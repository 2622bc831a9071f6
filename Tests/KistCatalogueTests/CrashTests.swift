import Foundation
import KistCatalogue
import KistModel
import Testing

/// Promise 1: whatever happens to a writer, the collection opens and holds all that was acknowledged.
@Suite(.serialized) struct CrashTests {
    @Test func killedAtAnyMomentNothingAcknowledgedIsLost() throws {
        let collection = try TemporaryCollection()
        var random = SeededGenerator(11)
        var acknowledged: [Int: Int] = [:]
        var head = 0
        for seed in 1...20 {
            let probe = try Probe(
                "write", collection.folder.path, "\(seed)", "40", "\(Int.random(in: 1...60, using: &random))")
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                guard let line = probe.line() else { break }
                try note(line, seed, &acknowledged, &head)
            }
            // Chance, not synchronisation: some time into the next group.
            usleep(UInt32.random(in: 0...30_000, using: &random))
            probe.kill()
            for line in probe.lines() { try note(line, seed, &acknowledged, &head) }

            let catalogue = try collection.open()
            let report = try catalogue.check()
            #expect(report.isOK, "\(report.problems)")
            #expect(report.entries >= head)
            try catalogue.read { reader throws in
                for (seed, count) in acknowledged {
                    for index in 0..<count { try expectRecord(index, seed: seed, collection, reader) }
                }
            }
        }
        // A second run of the same finishes the rest.
        let last = try Probe("write", collection.folder.path, "1", "3", "10")
        #expect(last.lines().last == "done")
        #expect(last.wait() == 0)
        let report = try collection.open().check()
        #expect(report.isOK, "\(report.problems)")
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: collection.location.filesFolder.appending(path: ".incoming").path) == [])
    }

    private func note(_ line: String, _ seed: Int, _ acknowledged: inout [Int: Int], _ head: inout Int) throws {
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "ack", let number = Int(words[1]), let count = Int(words[2]) else {
            if line == "done" { return }
            throw Failure("the probe says: \(line)")
        }
        head = max(head, number)
        acknowledged[seed] = count
    }

    /// What the probe puts as number `index` of `seed`.
    private func expectRecord(
        _ index: Int, seed: Int, _ collection: TemporaryCollection, _ reader: CatalogueReader
    ) throws {
        let bytes = Array("file \(seed) \(index) ".utf8) + [UInt8](repeating: 7, count: index * 37 % 5000)
        let source = ContentHash(of: bytes)
        let id = RecordID.derived(collection: collection.info.id, source: source, place: "")
        let stored = try #require(try reader.record(id))
        #expect(stored.record["title"]?.string == "Record \(index)")
        #expect(stored.files.map(\.hash) == (index % 3 == 0 ? [source] : []))
        if index % 3 == 0 { #expect(try reader.bytes(of: source) == bytes) }
    }

    @Test func aFullDiskEndsTheBatchAndKeepsWhatWasAcknowledged() throws {
        let collection = try TemporaryCollection()
        let probe = try Probe("full", collection.folder.path, "1500000")
        let lines = probe.lines()
        #expect(probe.wait() == 3)
        #expect(["error disk-full", "error read-write-failed"].contains(lines.last ?? ""), "\(lines.suffix(2))")
        var acknowledged: [Int: Int] = [:]
        var head = 0
        for line in lines.dropLast() { try note(line, 1, &acknowledged, &head) }
        #expect(head > 0)
        let catalogue = try collection.open()
        let report = try catalogue.check()
        #expect(report.isOK, "\(report.problems)")
        #expect(report.entries >= head)
        // With room again, the same collection goes on.
        try catalogue.put(record(1))
        #expect(try catalogue.check().isOK)
    }

    @Test func writersTakeTurnsAndSayWhoHoldsTheTurn() throws {
        let collection = try TemporaryCollection()
        let holder = try Probe("hold", collection.folder.path)
        #expect(holder.line() == "holding")
        let impatient = try collection.open(lockWait: 0.05)
        expectError(.locked) { _ = try impatient.beginBatch(kind: .add, note: "") }
        do {
            _ = try impatient.lockForWriting(wait: 0)
        } catch let error as CatalogueError {
            #expect(error.message.contains("process "))
        }
        // Readers do not wait.
        #expect(try impatient.read { try $0.head() } == 0)
        // A writer that waits gets its turn when the first has ended.
        let waiting = try Probe("write", collection.folder.path, "5", "1", "3")
        holder.closeInput()
        #expect(waiting.lines().last == "done")
        #expect(holder.lines() == ["done"])
        #expect(holder.wait() == 0 && waiting.wait() == 0)
        // What two other processes committed is there without opening again.
        #expect(try impatient.read { try $0.head() } == 4)
        #expect(try impatient.check().isOK)
    }

    @Test func manyWritersAtOnceAllGetTheirTurn() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let probes = try (1...4).map { try Probe("write", collection.folder.path, "\($0)", "5", "20") }
        for probe in probes { #expect(probe.lines().last == "done") }
        for probe in probes { #expect(probe.wait() == 0) }
        try catalogue.read { reader throws in
            #expect(try reader.head() == 400)
            #expect(try reader.batches().map(\.number) == [4, 3, 2, 1])
            // A batch's entries stand together.
            #expect(
                try reader.entries(after: 0, limit: 400).map(\.batch)
                    == (1...4).flatMap { [Int](repeating: $0, count: 100) })
        }
        #expect(try catalogue.check().isOK)
    }

    @Test func aReaderKeepsItsSnapshotWhileOthersWrite() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1))
        try catalogue.read { reader throws in
            #expect(try reader.head() == 1)
            #expect(try Probe("write", collection.folder.path, "1", "1", "5").lines().last == "done")
            #expect(try reader.head() == 1)
        }
        #expect(try catalogue.read { try $0.head() } == 6)
    }
}
