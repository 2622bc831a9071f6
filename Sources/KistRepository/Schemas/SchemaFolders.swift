public import Foundation

/// Where schema files are looked for, most general first: a later folder adds to and overrides an earlier one.
public struct SchemaFolders: Sendable {
    public let folders: [URL]

    /// The folders that exist among: the source tree of a development build or `../share/kist/Schemas` beside the program,
    /// then those of `KIST_SCHEMAS` (parted by `:`), then the collection's own `schemas/`.
    public init(
        collection: URL?, environment: [String: String] = ProcessInfo.processInfo.environment,
        program: URL = RunningProgram.location
    ) {
        var found: [URL] = []
        if let own = RunningProgram.data(named: "Schemas", program: program) { found.append(own) }
        for path in (environment["KIST_SCHEMAS"] ?? "").split(separator: ":") {
            found.append(URL(filePath: String(path), directoryHint: .isDirectory))
        }
        if let collection { found.append(collection.appending(path: "schemas", directoryHint: .isDirectory)) }
        folders = found.filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
    }

    /// Files of one kind in a folder's subfolder, in the order of their names.
    public static func files(in folder: URL, subfolder: String, suffix: String) throws -> [URL] {
        let place = folder.appending(path: subfolder, directoryHint: .isDirectory)
        guard FileManager.default.fileExists(atPath: place.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(suffix) && !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.lastPathComponent.utf8.lexicographicallyPrecedes($1.lastPathComponent.utf8) }
    }
}
