import Foundation
import KistModel
import KistRepository
import Synchronization
import Testing

/// The sample collection, imported once by the built program; tests that change it work on a copy.
struct SampleCollection: Sendable {
    static let folder = KistProcess.repository.appending(path: "Samples", directoryHint: .isDirectory)

    let collection: URL
    let report: JSONValue

    /// Made at first use.
    static let shared: Result<SampleCollection, any Error> = Result {
        let kist = try KistProcess()
        SharedHomes.removeAtExit(kist.home)
        let made = try kist.run(
            "init", kist.collection.path, "--hub", "Skye hub", "--authority", "Highland", "--licence", "CC-BY-4.0")
        try #require(made.status == 0, "\(made.notes)")
        let report = try kist.run("import", folder.appending(path: "collection").path, "--json")
        try #require(report.status == 0, "\(report.output)\(report.notes)")
        return SampleCollection(collection: kist.collection, report: try report.json())
    }

    /// A home of its own with a copy of the collection.
    static func copy() throws -> KistProcess { try KistProcess(collection: try shared.get().collection) }

    /// What a correct import gives.
    static func expected() throws -> JSONValue {
        try JSONParser.parse([UInt8](try Data(contentsOf: folder.appending(path: "expected.json"))))
    }
}

/// Folders that several tests use, removed when the tests have ended.
enum SharedHomes {
    private static let folders = Mutex<[URL]>([])

    static func removeAtExit(_ folder: URL) {
        let isFirst = folders.withLock { list in
            list.append(folder)
            return list.count == 1
        }
        guard isFirst else { return }
        atexit {
            for folder in SharedHomes.folders.withLock({ $0 }) { try? FileManager.default.removeItem(at: folder) }
        }
    }
}
