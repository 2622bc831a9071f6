/// Why an import, or one file of it, could not go on: what happened in plain words and what the user can do.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable text ids; programs may rely on them.
    public enum Code: String, Sendable, CaseIterable {
        case notFound = "not-found"
        case notReadable = "not-readable"
        case notAFile = "not-a-file"
        case tooLarge = "too-large"
        case changed = "changed-while-read"
        case spool = "spool"
        case manifest = "plugin-manifest"
        case configuration = "plugin-configuration"
        case noSuchPlugin = "no-such-plugin"
        case noSuchFormat = "no-such-format"
        case executableMissing = "plugin-executable-missing"
        case executableChanged = "plugin-executable-changed"
        case boxMissing = "box-missing"
        case notSandboxed = "plugin-not-sandboxed"
        case couldNotStart = "plugin-did-not-start"
        case workerDied = "plugin-died"
        case workerSilent = "plugin-silent"
        case outOfTime = "plugin-out-of-time"
        case tooMuchOutput = "plugin-too-much-output"
        case brokenProtocol = "plugin-broke-protocol"
        case cancelled = "cancelled"
    }

    public var code: Code
    public var message: String
    /// The file, folder or configuration entry that it is about.
    public var path: String?
    /// Name and version of the plugin at fault, so that nobody has to guess.
    public var plugin: String?

    public init(_ code: Code, _ message: String, path: String? = nil, plugin: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.plugin = plugin
    }

    public var description: String { path.map { "\($0): \(message)" } ?? message }

    /// True when the plugin is at fault rather than the file or the user.
    public var isPluginFault: Bool {
        switch code {
        case .executableMissing, .executableChanged, .boxMissing, .notSandboxed, .couldNotStart, .workerDied,
            .workerSilent,
            .outOfTime, .tooMuchOutput, .brokenProtocol:
            true
        default: false
        }
    }
}
