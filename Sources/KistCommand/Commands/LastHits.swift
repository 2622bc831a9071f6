import Foundation
import KistRepository

/// The hits of the last search, so that `kist show 2` shows the second. Kept in the user's own cache, never in the collection,
/// and of no weight: when it cannot be written, only the shorthand is lost.
enum LastHits {
    private static func file(collection: String) -> URL? {
        let environment = ProcessInfo.processInfo.environment
        let base =
            environment["XDG_CACHE_HOME"].map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? environment["HOME"].map { URL(filePath: $0, directoryHint: .isDirectory).appending(path: ".cache") }
        return base?.appending(path: "kist/last-hits-\(collection).json")
    }

    static func save(_ ids: [String], collection: String) {
        guard let file = file(collection: collection) else { return }
        let bytes = Data(JSONValue.strings(ids).canonical)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: file, options: .atomic)
        } catch {
            // A read-only home: the ids are shown with --json, and full ids always work.
            return
        }
    }

    /// The id of the hit with a number from 1; nil when there is none.
    static func id(_ number: Int, collection: String) -> String? {
        guard let file = file(collection: collection), let data = try? Data(contentsOf: file),
            let ids = try? JSONParser.parse([UInt8](data)).array, number >= 1, number <= ids.count
        else { return nil }
        return ids[number - 1].string
    }
}
