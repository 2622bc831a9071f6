public import Foundation

/// Where a collection is, or would be.
public struct CollectionLocation: Hashable, Sendable {
    /// How the place was found.
    public enum Origin: String, Hashable, Sendable {
        case explicit, environment, currentFolder, parentFolder, userData
    }

    public let folder: URL
    public let origin: Origin

    public init(folder: URL, origin: Origin = .explicit) {
        self.folder = folder.standardizedFileURL
        self.origin = origin
    }

    /// `explicit` if given, else `KIST_COLLECTION`, else the current folder or the nearest parent that is a collection,
    /// else `$XDG_DATA_HOME/kist` or `~/.local/share/kist` (whether it exists or not: see ``exists``).
    public static func locate(
        explicit: String? = nil, environment: [String: String], currentFolder: URL
    ) throws -> CollectionLocation {
        if let explicit, !explicit.isEmpty {
            return CollectionLocation(folder: absolute(explicit, currentFolder))
        }
        if let path = environment["KIST_COLLECTION"], !path.isEmpty {
            return CollectionLocation(folder: absolute(path, currentFolder), origin: .environment)
        }
        var folder = currentFolder.standardizedFileURL
        var origin = Origin.currentFolder
        while true {
            let here = CollectionLocation(folder: folder, origin: origin)
            if here.exists { return here }
            let parent = folder.deletingLastPathComponent().standardizedFileURL
            if parent.path == folder.path || folder.path == "/" { break }
            folder = parent
            origin = .parentFolder
        }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return CollectionLocation(folder: URL(fileURLWithPath: data).appending(path: "kist"), origin: .userData)
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw CatalogueError(
                .missing, "there is no collection here and no home folder: name one with --collection DIR")
        }
        return CollectionLocation(
            folder: URL(fileURLWithPath: home).appending(path: ".local/share/kist"), origin: .userData)
    }

    /// The current folder need not exist, which is why it is not left to the URL to find out that it is one.
    private static func absolute(_ path: String, _ currentFolder: URL) -> URL {
        URL(fileURLWithPath: path.hasPrefix("/") ? path : currentFolder.path + "/" + path, isDirectory: true)
    }

    /// Whether there is a `kist.json`: it is written last, so a folder that has it is a whole collection.
    public var exists: Bool { FileManager.default.fileExists(atPath: infoFile.path) }

    public var infoFile: URL { folder.appending(path: "kist.json") }
    public var databaseFile: URL { folder.appending(path: "catalogue.sqlite") }
    public var filesFolder: URL { folder.appending(path: "files") }
    /// Belongs to the search engine; the store never looks inside.
    public var indexFolder: URL { folder.appending(path: "index") }
    public var schemasFolder: URL { folder.appending(path: "schemas") }
    public var pluginsFolder: URL { folder.appending(path: "plugins") }
    var lockFile: URL { folder.appending(path: "writer.lock") }
}
