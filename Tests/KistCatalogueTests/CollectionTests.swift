import Foundation
import KistCatalogue
import KistModel
import Testing

@Suite struct CollectionTests {
    @Test func infoKeepsWhatItDoesNotKnow() throws {
        let text = #"{"future":{"a":[1.0]},"format":1,"id":"0123456789abcdef","name":"Skye","hub":"Skye hub"}"#
        let info = try CollectionInfo(reading: Array(text.utf8), place: "kist.json")
        #expect(info.hub == "Skye hub" && info.licence == nil)
        #expect(info.json["future"] == ["a": [.number("1.0")]])
        let again = try CollectionInfo(reading: Array(info.json.compact.utf8), place: "kist.json")
        #expect(again == info)
    }

    @Test(arguments: ["", "{", "[]", "{}", #"{"format":1}"#, #"{"format":1,"id":"x","name":"n"}"#, #"{"format":0}"#])
    func damagedInfoIsReported(text: String) throws {
        expectError(.damaged) { _ = try CollectionInfo(reading: Array(text.utf8), place: "kist.json") }
    }

    @Test func aNewerFormatIsRefusedUntouched() throws {
        let collection = try TemporaryCollection()
        try collection.open().put(record(1))
        let info = collection.location.infoFile
        let original = try Data(contentsOf: info)
        try Data(String(decoding: original, as: UTF8.self).replacing(#""format": 1"#, with: #""format": 2"#).utf8)
            .write(to: info)
        let before = try collection.fingerprint()
        expectError(.tooNew) { _ = try collection.open() }
        #expect(try collection.fingerprint() == before)
        try original.write(to: info)

        var database = try Data(contentsOf: collection.location.databaseFile)
        database.replaceSubrange(60..<64, with: [0, 0, 0, 2])
        try database.write(to: collection.location.databaseFile)
        let second = try collection.fingerprint()
        expectError(.tooNew) { _ = try collection.open() }
        #expect(try collection.fingerprint() == second)
    }

    @Test func aMissingCollectionSaysSo() throws {
        let nowhere = FileManager.default.temporaryDirectory.appending(path: "kist-none-\(UUID().uuidString)")
        expectError(.missing) { _ = try Catalogue.open(at: nowhere) }
        #expect(!FileManager.default.fileExists(atPath: nowhere.path))
    }

    @Test func aCollectionIsNotMadeTwice() throws {
        let collection = try TemporaryCollection()
        expectError(.exists) { try Catalogue.create(at: collection.folder, info: CollectionInfo(name: "x")) }
    }

    @Test func anUnfinishedCreationIsTakenUp() throws {
        let collection = try TemporaryCollection()
        try FileManager.default.removeItem(at: collection.location.infoFile)
        try Catalogue.create(at: collection.folder, info: CollectionInfo(name: "x"))
        try collection.open().put(record(1))
        try FileManager.default.removeItem(at: collection.location.infoFile)
        // Now there is something to lose.
        expectError(.damaged) { try Catalogue.create(at: collection.folder, info: CollectionInfo(name: "x")) }
    }

    @Test func damagedDatabasesAreReportedWithTheirPlace() throws {
        let collection = try TemporaryCollection()
        try collection.open().put(record(1))
        let file = collection.location.databaseFile
        let original = try Data(contentsOf: file)
        for damaged in [Data(), Data("not a database".utf8), Data(repeating: 0, count: 8192)] {
            try damaged.write(to: file)
            expectError(.damaged) { _ = try collection.open() }
        }
        // A right beginning and nonsense behind it.
        var nonsense = original
        nonsense.replaceSubrange(100..<nonsense.count, with: Data(repeating: 0x5A, count: nonsense.count - 100))
        try nonsense.write(to: file)
        expectError(.damaged) {
            let catalogue = try collection.open()
            _ = try catalogue.read { try $0.record(id(1)) }
        }
        try FileManager.default.removeItem(at: file)
        expectError(.damaged) { _ = try collection.open() }
        let other = try TemporaryCollection("Other")
        try FileManager.default.copyItem(at: other.location.databaseFile, to: file)
        try Data(#"{"format":1,"id":"0123456789abcdef","name":"x"}"#.utf8).write(to: collection.location.infoFile)
        expectError(.damaged) { _ = try collection.open() }
    }

    @Test func readingOnlyMeansNoWriting() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open(readOnly: true)
        expectError(.readOnly) { _ = try catalogue.beginBatch(kind: .add, note: "") }
        expectError(.readOnly) { try catalogue.set(setting: "a", to: "b") }
        #expect(try catalogue.read { try $0.head() } == 0)
    }

    @Test func collectionsAreFoundInTheStatedOrder() throws {
        let collection = try TemporaryCollection()
        let deep = collection.folder.appending(path: "a/b")
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
        let elsewhere = FileManager.default.temporaryDirectory
        func locate(_ explicit: String?, _ environment: [String: String], _ folder: URL) throws -> CollectionLocation {
            try CollectionLocation.locate(explicit: explicit, environment: environment, currentFolder: folder)
        }
        let environment = ["KIST_COLLECTION": "/env", "XDG_DATA_HOME": "/data", "HOME": "/home/x"]
        #expect(try locate("/explicit", environment, deep).folder.path == "/explicit")
        #expect(try locate("sub", [:], URL(fileURLWithPath: "/here")).folder.path == "/here/sub")
        #expect(try locate(nil, environment, deep).folder.path == "/env")
        #expect(try locate(nil, ["HOME": "/home/x"], deep).folder.path == collection.folder.standardizedFileURL.path)
        #expect(try locate(nil, ["HOME": "/home/x"], deep).origin == .parentFolder)
        #expect(try locate(nil, ["HOME": "/home/x"], collection.folder).origin == .currentFolder)
        #expect(try locate(nil, ["XDG_DATA_HOME": "/data"], elsewhere).folder.path == "/data/kist")
        #expect(try locate(nil, ["HOME": "/home/x"], elsewhere).folder.path == "/home/x/.local/share/kist")
        expectError(.missing) { _ = try locate(nil, [:], elsewhere) }
    }

    @Test func clockAndChanceCanBeFixed() throws {
        #expect(try KistClock.environment(["KIST_NOW": "2026-03-01"]).text == "2026-03-01T00:00:00Z")
        #expect(try KistClock.environment(["KIST_NOW": "2026-03-01T09:30:00Z"]).text == "2026-03-01T09:30:00Z")
        expectError(.invalidSetting) { _ = try KistClock.environment(["KIST_NOW": "soon"]) }
        let chance = KistChance.environment(["KIST_SEED": "7"])
        #expect(chance.bytes(40, for: "a") == KistChance.seeded("7").bytes(40, for: "a"))
        #expect(chance.bytes(10, for: "a") != chance.bytes(10, for: "b"))
        #expect(KistChance.system.bytes(10, for: "a") != KistChance.system.bytes(10, for: "a"))
        let source = ContentHash(of: "x")
        #expect(
            RecordID.derived(collection: "c", source: source, place: "1")
                == RecordID.derived(collection: "c", source: source, place: "1"))
        #expect(
            RecordID.derived(collection: "c", source: source, place: "1")
                != RecordID.derived(collection: "d", source: source, place: "1"))
    }
}
