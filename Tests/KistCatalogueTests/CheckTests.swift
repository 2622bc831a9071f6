import Foundation
import KistCatalogue
import KistModel
import Testing

@Suite struct CheckTests {
    /// A collection with two records, one of which has a file.
    private func prepared() throws -> (TemporaryCollection, StoredFile) {
        let collection = try TemporaryCollection()
        let writer = try collection.open().beginBatch(kind: .import, note: "")
        let file = try writer.storeFile(bytes: Array("the file's bytes".utf8), name: "a.docx", role: "original")
        _ = try writer.put(record(1, "Feedback"), provenance: Provenance(), files: [file])
        _ = try writer.put(
            record(2), provenance: Provenance(), identities: [IdentityKey(scheme: "doi", value: "10.1/a")])
        _ = try writer.finish()
        return (collection, file)
    }

    private func path(_ file: StoredFile, in collection: TemporaryCollection) -> URL {
        collection.location.filesFolder.appending(path: "\(file.hash.hex.prefix(2))/\(file.hash.hex)")
    }

    /// Replaces bytes in the database file behind the back of everyone.
    private func tamper(_ collection: TemporaryCollection, last: Bool, _ old: String, _ new: String) throws {
        let file = collection.location.databaseFile
        // The last writer has folded the write-ahead log into the file, and nobody has it open.
        for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: file.path + suffix) {
            try FileManager.default.removeItem(atPath: file.path + suffix)
        }
        var data = try Data(contentsOf: file)
        let place = try #require(data.range(of: Data(old.utf8), options: last ? .backwards : []))
        data.replaceSubrange(place, with: Data(new.utf8))
        try data.write(to: file)
    }

    @Test func aSoundCollectionHasNoProblems() throws {
        let (collection, _) = try prepared()
        let report = try collection.open(readOnly: true).check()
        #expect(report.isOK && report.problems == [])
        #expect(report.records == 2 && report.versions == 2 && report.entries == 2 && report.files == 1)
        #expect(report.fileBytes == 16)
    }

    @Test func changedAndMissingFilesAreFound() throws {
        let (collection, file) = try prepared()
        let path = path(file, in: collection)
        try Data("THE FILE'S BYTES".utf8).write(to: path)
        let report = try collection.open().check()
        #expect(!report.isOK)
        #expect(report.problems.map(\.code) == [.fileChanged])
        #expect(report.problems.map(\.place) == [file.hash.hex])
        #expect(try collection.open().check(CheckOptions(readsFiles: false)).isOK)
        expectError(.damaged) { _ = try collection.open().read { try $0.bytes(of: file.hash) } }
        try FileManager.default.removeItem(at: path)
        #expect(try collection.open().check(CheckOptions(readsFiles: false)).problems.map(\.code) == [.fileMissing])
        // Importing the source again puts the bytes back.
        let writer = try collection.open().beginBatch(kind: .import, note: "")
        _ = try writer.storeFile(bytes: Array("the file's bytes".utf8), name: "a.docx")
        _ = try writer.finish()
        #expect(try collection.open().check().problems == [])
    }

    @Test func orphansAndStrangersAreNotDamage() throws {
        let (collection, _) = try prepared()
        let hash = ContentHash(of: "orphan").hex
        let folder = collection.location.filesFolder.appending(path: String(hash.prefix(2)))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("orphan".utf8).write(to: folder.appending(path: hash))
        try Data("x".utf8).write(to: collection.location.filesFolder.appending(path: "notes.txt"))
        let report = try collection.open().check()
        #expect(report.isOK)
        #expect(report.problems.map(\.code) == [.orphanFile, .strangeFile])
    }

    @Test func tamperedContentShows() throws {
        let (collection, _) = try prepared()
        try tamper(collection, last: true, "Feedback", "Feedbakk")
        let report = try collection.open().check()
        #expect(!report.isOK)
        #expect(report.problems.map(\.code) == [.versionContent])
        #expect(report.problems.map(\.place) == [id(1).text])
    }

    @Test func derivedTablesAreRepaired() throws {
        let (collection, _) = try prepared()
        try tamper(collection, last: true, "doi10.1/a", "doi10.1/b")
        let catalogue = try collection.open()
        // The key stands in the table and in its index: one of them no longer agrees with the other.
        #expect(try catalogue.check().problems.contains { [.derived, .database].contains($0.code) })
        let report = try catalogue.check(CheckOptions(repairs: true))
        #expect(report.isOK && report.problems.allSatisfy(\.isRepaired), "\(report.problems)")
        #expect(try catalogue.check().problems == [])
        #expect(try catalogue.read { try $0.records(with: IdentityKey(scheme: "doi", value: "10.1/a")).count } == 1)
    }

    @Test func aTamperedLogShows() throws {
        let (collection, _) = try prepared()
        // In the log's rows the kind stands before the version's name.
        let name = try #require(try collection.open().read { try $0.record(id(2)) }).name
        let old = Data("added".utf8)
        let file = collection.location.databaseFile
        for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: file.path + suffix) {
            try FileManager.default.removeItem(atPath: file.path + suffix)
        }
        var data = try Data(contentsOf: file)
        var place: Range<Data.Index>?
        var start = data.startIndex
        while let found = data.range(of: old, in: start..<data.endIndex) {
            let rest = data[found.upperBound...].prefix(40)
            if rest.range(of: Data(name.hash.bytes)) != nil { place = found }
            start = found.upperBound
        }
        data.replaceSubrange(try #require(place), with: Data("adde_".utf8))
        try data.write(to: file)
        let report = try collection.open().check()
        #expect(!report.isOK)
        #expect(report.problems.contains { $0.code == .logChain && $0.place == "2" }, "\(report.problems)")
    }

    @Test func theLogIsChainedAsDocumented() throws {
        let (collection, file) = try prepared()
        let entries = try collection.open().read { try $0.entries(after: 0, limit: 10) }
        var hash = ContentHash(of: "kist-log-1\n\(collection.info.id)\n")
        for entry in entries {
            let files = entry.files.map(\.hex).joined(separator: " ")
            hash = ContentHash(
                of: "kist-log-1\n\(entry.number)\n\(hash.hex)\n\(entry.kind.rawValue)\n\(entry.record.text)\n"
                    + "\(entry.version?.hex ?? "-")\n\(entry.batch)\n\(entry.files.count)\n\(files)\n")
            #expect(entry.hash == hash)
        }
        #expect(entries.map(\.files) == [[file.hash], []])
        #expect(entries.map(\.number) == [1, 2])
    }
}
