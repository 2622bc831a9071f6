import Glibc
import KistProtocol

/// All plugins that were found. Finding reads manifests; it never runs anything.
public struct PluginList: Sendable {
    /// By place, then by the bytes of the name; unusable and shadowed ones too.
    public var all: [Plugin]
    /// The program that starts every worker in its box, if it was found.
    public var box: String?

    /// `all` in the order in which they were found; `box` is the path of kist-box, nil where it is missing.
    public init(all: [Plugin], box: String?) {
        self.all = all
        self.box = box
    }

    public var usable: [Plugin] { all.filter(\.isUsable) }

    /// The plugin of this name that counts.
    public subscript(name: String) -> Plugin? {
        all.first { plugin in
            if case .shadowed = plugin.state { return false }
            return plugin.name == name
        }
    }

    /// Looks into all places.
    public static func find(in places: PluginPlaces, choices: PluginChoices = PluginChoices()) -> PluginList {
        var all: [Plugin] = []
        var first: [String: String] = [:]
        for folder in places.folders {
            for path in manifests(in: folder.path) {
                var plugin = read(path, folder.origin, places: places, choices: choices)
                if let earlier = first[plugin.name] {
                    plugin.state = .shadowed(by: earlier)
                } else if case .unusable(let error) = plugin.state, error.code == .manifest {
                    // What cannot be read has no name to hold against others.
                } else {
                    first[plugin.name] = path
                }
                all.append(plugin)
            }
        }
        return PluginList(all: all, box: places.box)
    }

    /// The plugin that lies in `folder`, whatever else is installed. Nothing is run.
    public static func plugin(in folder: String, places: PluginPlaces) -> Plugin {
        read(folder + "/plugin.json", .path, places: places, choices: PluginChoices())
    }

    private static func manifests(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let item = readdir(stream), names.count < 1_000 {
            let name = SourceWalk.name(of: item)
            if name.first != UInt8(ascii: ".") { names.append(name) }
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        return names.map { FilePath(folder).appending($0).appending("plugin.json").shown }.filter {
            access($0, F_OK) == 0
        }
    }

    private static func read(
        _ path: String, _ origin: Plugin.Origin, places: PluginPlaces, choices: PluginChoices
    ) -> Plugin {
        let folder = PluginPlaces.parent(of: path)
        let manifest: PluginManifest
        do {
            let reader = try FileReader(FilePath(path))
            guard reader.size <= 1 << 20 else { throw ImportError(.manifest, "the manifest is larger than 1 MiB") }
            manifest = try PluginManifest(bytes: try reader.read(at: 0, count: 1 << 20))
        } catch {
            let why = (error as? ImportError)?.message ?? "\(error)"
            let name = String(decoding: FilePath(folder).name, as: UTF8.self)
            return Plugin(
                manifest: PluginManifest(name: name, version: "", executable: ""), manifestPath: path, origin: origin,
                executable: nil,
                state: .unusable(ImportError(.manifest, "its plugin.json cannot be used: \(why)", path: path)))
        }
        var plugin = Plugin(
            manifest: manifest, manifestPath: path, origin: origin, executable: nil, state: .enabled)
        guard manifest.protocolVersion == ProtocolLimits.version else {
            plugin.state = .unusable(
                ImportError(
                    .manifest,
                    "it speaks protocol \(manifest.protocolVersion); this Kist speaks \(ProtocolLimits.version)",
                    path: path, plugin: plugin.label))
            return plugin
        }
        // A collection's plugin runs nothing but what lies in its own folder, which is what the user has looked at.
        let folders = [folder] + (origin == .collection ? [] : [places.programFolder].compactMap { $0 })
        plugin.executable = folders.lazy.map { $0 + "/" + manifest.executable }.first(where: PluginPlaces.isExecutable)
        guard let executable = plugin.executable else {
            plugin.state = .unusable(
                ImportError(
                    .executableMissing, "its program “\(manifest.executable)” is not there or may not be run",
                    path: path,
                    plugin: plugin.label))
            return plugin
        }
        plugin.state = choices.state(of: manifest.name, origin: origin, executable: executable)
        return plugin
    }
}
