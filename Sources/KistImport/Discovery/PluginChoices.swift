import Glibc
import KistModel
import KistProtocol

/// What the user has decided about plugins. Kept in the user's configuration, never in a collection, so that no collection
/// can bring its own permission. Shape of the file:
///
/// ```json
/// {"schema": 1, "disabled": ["bibliography"], "enabled": [{"name": "marc", "executable": "/…", "sha256": "…"}]}
/// ```
public struct PluginChoices: Hashable, Sendable {
    /// A program that may run although it came with a collection, as long as its bytes stay these.
    public struct Permission: Hashable, Sendable {
        public var name: String
        public var executable: String
        public var sha256: String
    }

    public private(set) var disabled: Set<String> = []
    public private(set) var permissions: [Permission] = []

    public init() {}

    /// `$XDG_CONFIG_HOME/kist/plugins.json`, else below `~/.config`; nil for a user without a home.
    public static func standardPath(environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/kist/plugins.json" }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config/kist/plugins.json" }
    }

    /// Reads the file; a missing one means that nothing was decided.
    /// - Throws: `configuration` for a file that cannot be read or understood.
    public init(path: String) throws(ImportError) {
        let bytes: [UInt8]
        do {
            let reader = try FileReader(FilePath(path))
            bytes = try reader.read(at: 0, count: 1 << 20)
        } catch {
            if error.code == .notFound { return }
            throw ImportError(
                .configuration, "the list of enabled plugins cannot be read: \(error.message)", path: path)
        }
        do {
            let value = try JSONParser.parse(bytes)
            disabled = Set((value["disabled"]?.array ?? []).compactMap(\.string))
            for item in value["enabled"]?.array ?? [] {
                guard let name = item["name"]?.string, let executable = item["executable"]?.string,
                    let hash = item["sha256"]?.string
                else { continue }
                permissions.append(Permission(name: name, executable: executable, sha256: hash))
            }
        } catch {
            throw ImportError(
                .configuration,
                "the list of enabled plugins is damaged: \(error). Correct it, or remove it to begin anew",
                path: path)
        }
    }

    /// Writes the file by replacing it whole; makes the folders above it.
    /// - Throws: `configuration`.
    public func write(to path: String) throws(ImportError) {
        let value: JSONValue = [
            "schema": 1,
            "disabled": .strings(disabled.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }),
            "enabled": .array(
                permissions.sorted { ($0.name, $0.executable) < ($1.name, $1.executable) }.map {
                    ["name": .string($0.name), "executable": .string($0.executable), "sha256": .string($0.sha256)]
                }),
        ]
        do {
            try SpoolFolder.makeFolders(PluginPlaces.parent(of: path))
            try SpoolFolder.replace(path, with: Array((value.pretty + "\n").utf8))
        } catch {
            throw ImportError(.configuration, "cannot write the list of enabled plugins: \(error.message)", path: path)
        }
    }

    public mutating func disable(_ name: String) {
        disabled.insert(name)
        permissions.removeAll { $0.name == name }
    }

    /// Switches a plugin on. For one from a collection the program's hash is recorded: when its bytes change, it must be
    /// enabled again.
    /// - Throws: `executableMissing`, `notReadable`.
    public mutating func enable(_ plugin: Plugin) throws(ImportError) {
        disabled.remove(plugin.name)
        guard plugin.origin == .collection else { return }
        guard let executable = plugin.executable else {
            throw ImportError(
                .executableMissing, "its program “\(plugin.manifest.executable)” is not there",
                path: plugin.manifestPath,
                plugin: plugin.label)
        }
        let hash = try ContentHash.of(FileReader(FilePath(executable)))
        permissions.removeAll { $0.name == plugin.name }
        permissions.append(Permission(name: plugin.name, executable: executable, sha256: hash))
    }

    /// What was decided about a plugin of this origin and name with this program.
    func state(of manifest: String, origin: Plugin.Origin, executable: String) -> Plugin.State {
        if disabled.contains(manifest) { return .disabled }
        guard origin == .collection else { return .enabled }
        guard let permission = permissions.first(where: { $0.name == manifest && $0.executable == executable }) else {
            return .needsEnabling
        }
        do {
            if try ContentHash.of(FileReader(FilePath(executable))) == permission.sha256 { return .enabled }
            return .unusable(
                ImportError(
                    .executableChanged,
                    "its program has changed since you enabled it; if that is right, enable it again with "
                        + "“kist plugins enable \(manifest)”", path: executable))
        } catch {
            return .unusable(error)
        }
    }
}
