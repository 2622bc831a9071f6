import Foundation
import KistCatalogue
import KistModel

/// A collection in a folder of its own that goes with the value. Clock and chance are fixed.
final class TemporaryCollection {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    let folder: URL
    let info: CollectionInfo

    init(_ name: String = "Test") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "kist-test-\(UUID().uuidString)")
        info = CollectionInfo(name: name, hub: "Skye", licence: "CC-BY-4.0", chance: .seeded("collection"))
        try Catalogue.create(at: folder, info: info)
    }

    deinit {
        // What cannot be removed is left to the system's cleaning of temporary files.
        try? FileManager.default.removeItem(at: folder)
    }

    var location: CollectionLocation { CollectionLocation(folder: folder) }

    func open(readOnly: Bool = false, lockWait: Double = 5) throws -> Catalogue {
        try Catalogue.open(
            at: folder, readOnly: readOnly, clock: .fixed(Self.now), chance: .seeded("test"), lockWait: lockWait)
    }

    /// Paths under the folder with a hash of their bytes.
    func fingerprint() throws -> [String: ContentHash] {
        var result: [String: ContentHash] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let url = folder.appending(path: path)
            if let data = try? Data(contentsOf: url) { result[path] = ContentHash(of: [UInt8](data)) }
        }
        return result
    }
}

extension Catalogue {
    /// Puts records in one batch and finishes it.
    @discardableResult
    func put(_ records: KistRecord..., kind: BatchKind = .import, identities: [IdentityKey] = []) throws -> BatchSummary
    {
        let writer = try beginBatch(kind: kind, note: "test")
        for record in records {
            _ = try writer.put(record, provenance: Provenance(name: "test"), identities: identities)
        }
        return try writer.finish()
    }
}

/// The id that stands for a number in tests.
func id(_ number: Int) -> RecordID { RecordID(bytes: ContentHash(of: "id \(number)").bytes) }

func record(_ number: Int, _ title: String = "Title", type: String = "strategy", _ more: JSONObject = [:]) -> KistRecord
{
    var fields: JSONObject = ["title": .string(title)]
    for member in more.members { fields[member.name] = member.value }
    return KistRecord(id: id(number), type: type, fields: fields)
}
