public import KistProtocol

/// A plugin that was found, with all that can be said of it without running it.
public struct Plugin: Hashable, Sendable {
    /// Where a plugin was found, in the order in which places are looked at: of two with one name the first counts.
    public enum Origin: String, Sendable, CaseIterable {
        /// A folder that `KIST_PLUGIN_PATH` names.
        case path
        /// The user's own folder.
        case user
        /// Beside the installed program.
        case bundled
        /// In the source tree, in a development build.
        case development
        /// In a collection: never run unless the user has enabled it.
        case collection
    }

    /// Whether it is used, and if not, why.
    public enum State: Hashable, Sendable {
        case enabled
        /// The user has switched it off.
        case disabled
        /// It came with a collection and nobody has enabled it.
        case needsEnabling
        /// Another plugin of the same name comes first; its manifest's path.
        case shadowed(by: String)
        /// It cannot be used: manifest, protocol, executable.
        case unusable(ImportError)
    }

    public var manifest: PluginManifest
    /// The path of `plugin.json`.
    public var manifestPath: String
    public var origin: Origin
    /// The program, when there is one.
    public var executable: String?
    public var state: State

    public var name: String { manifest.name }
    public var version: String { manifest.version }
    public var isUsable: Bool { state == .enabled && executable != nil }
    /// "name version", as diagnostics carry it.
    public var label: String { "\(manifest.name) \(manifest.version)" }
    /// Whether what it reads holds further files that are then read on their own.
    public var makesMembers: Bool {
        let makes = manifest.makes
        return makes.contains("members") || makes.contains("items") && !makes.contains("blocks")
    }
}
