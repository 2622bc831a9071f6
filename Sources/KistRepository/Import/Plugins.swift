public import Foundation
public import KistImport

/// The plugins of this machine and this user.
public struct Plugins: Sendable {
    public let list: PluginList
    /// The user's configuration file, where choices are kept.
    public let configuration: String?

    /// Listing never runs a plugin. `collection` is a collection's folder, for plugins of its own.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment, collection: URL? = nil) throws {
        configuration = PluginChoices.standardPath(environment: environment)
        let choices = try configuration.map { try PluginChoices(path: $0) } ?? PluginChoices()
        list = PluginList.find(in: .standard(environment: environment, collection: collection?.path), choices: choices)
    }
}
