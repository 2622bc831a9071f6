import Glibc

/// Where plugins, their programs and the box are looked for.
public struct PluginPlaces: Hashable, Sendable {
    /// Folders that hold one folder per plugin, each with a `plugin.json`.
    public var folders: [Folder] = []
    /// The folder of the running program: programs of plugins may stand there in a development build.
    public var programFolder: String?
    /// Further folders in which `kist-box` may stand.
    public var boxFolders: [String] = []

    public struct Folder: Hashable, Sendable {
        public var path: String
        public var origin: Plugin.Origin

        public init(_ path: String, _ origin: Plugin.Origin) {
            self.path = path
            self.origin = origin
        }
    }

    public init() {}

    /// The places of the running program.
    /// - Parameter collection: the collection's folder, for its own `plugins/`.
    public static func standard(environment: [String: String], collection: String? = nil) -> PluginPlaces {
        standard(programFolder: runningProgramFolder(), environment: environment, collection: collection)
    }

    /// The places of a program that stands in `programFolder`.
    public static func standard(
        programFolder: String?, environment: [String: String], collection: String? = nil
    ) -> PluginPlaces {
        var places = PluginPlaces()
        places.programFolder = programFolder
        for path in (environment["KIST_PLUGIN_PATH"] ?? "").split(separator: ":") {
            places.folders.append(Folder(String(path), .path))
        }
        if let data = dataFolder(environment) { places.folders.append(Folder(data + "/kist/plugins", .user)) }
        if let programFolder {
            let parent = PluginPlaces.parent(of: programFolder)
            let libexec = parent + "/libexec/kist"
            places.boxFolders = [programFolder, libexec]
            if isFolder(libexec + "/plugins") {
                places.folders.append(Folder(libexec + "/plugins", .bundled))
            } else if let tree = sourceTree(above: programFolder) {
                places.folders.append(Folder(tree + "/Plugins", .development))
            }
        }
        if let collection { places.folders.append(Folder(collection + "/plugins", .collection)) }
        return places
    }

    /// The program that boxes workers in, if it is there.
    public var box: String? {
        let folders = boxFolders.isEmpty ? programFolder.map { [$0] } ?? [] : boxFolders
        return folders.lazy.map { $0 + "/kist-box" }.first(where: PluginPlaces.isExecutable)
    }

    // MARK: - Looking around

    private static func dataFolder(_ environment: [String: String]) -> String? {
        // As the XDG rules say: a relative path is not one.
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.local/share" }
    }

    private static func sourceTree(above folder: String) -> String? {
        var folder = folder
        while folder.count > 1 {
            if isFolder(folder + "/Plugins"), isFolder(folder + "/Sources/KistImport") { return folder }
            folder = parent(of: folder)
        }
        return nil
    }

    static func runningProgramFolder() -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self), bytes.count) }
                ?? 0
        }
        guard count > 0, count < buffer.count else { return nil }
        return parent(of: String(decoding: buffer[..<count], as: UTF8.self))
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
