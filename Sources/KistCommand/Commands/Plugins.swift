import ArgumentParser
import Foundation
import KistRepository

struct Plugins: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The programs that read files for Kist.",
        discussion:
            "EXAMPLES\n  kist plugins list\n  kist plugins info office-document\n  kist plugins test ./my-plugin\n  kist plugins new field-notes --language python",
        subcommands: [List.self, Info.self, Test.self, New.self, Enable.self, Disable.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List plugins and what they read; none is run for it.",
            discussion: "EXAMPLES\n  kist plugins list")
        @OptionGroup var options: CollectionOptions

        func run() throws {
            let output = options.output
            let plugins = try Plugins.find(options).list.all
            if output.json { return output.answer(["schema": 1, "plugins": .array(plugins.map(Plugins.json))]) }
            for plugin in plugins {
                let formats = plugin.manifest.formats.map(\.format).joined(separator: ", ")
                output.line("\(plugin.name) \(plugin.version)  [\(Plugins.words(plugin))]  reads \(formats)")
                if let reason = Plugins.reason(plugin) { output.line("  " + output.shown(reason)) }
            }
            if plugins.isEmpty {
                output.note("No plugins were found: nothing but names can be read. Install Kist again.")
            }
        }
    }

    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one plugin.", discussion: "EXAMPLES\n  kist plugins info office-document")
        @OptionGroup var options: CollectionOptions
        @Argument(help: "The plugin's name.") var name: String

        func run() throws {
            let output = options.output
            let plugin = try Plugins.plugin(name, options)
            if output.json { return output.answer(Plugins.json(plugin)) }
            output.line(
                "\(plugin.name) \(plugin.version), protocol \(plugin.manifest.protocolVersion), \(Plugins.words(plugin))"
            )
            if let summary = plugin.manifest.summary { output.line(output.shown(summary)) }
            for format in plugin.manifest.formats {
                output.line(
                    "  \(format.format)  \(format.label ?? "")  \(format.extensions.map { ".\($0)" }.joined(separator: " "))"
                )
            }
            if let reason = Plugins.reason(plugin) { output.line(output.shown(reason)) }
            output.line("Found in: \(plugin.origin.words)")
            output.line("Manifest: \(plugin.manifestPath)")
            output.line("Program: \(plugin.executable ?? "missing")")
        }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a plugin be used again, or allow one that lies in a collection.",
            discussion:
                "What is allowed is this very program: when its file changes, it must be allowed again.\n\nEXAMPLES\n  kist plugins enable opml"
        )
        @OptionGroup var options: CollectionOptions
        @Argument(help: "The plugin's name.") var name: String

        func run() throws { try Plugins.change(name, options) { choices, plugin in try choices.enable(plugin) } }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Do not use a plugin any more.", discussion: "EXAMPLES\n  kist plugins disable bundle")
        @OptionGroup var options: CollectionOptions
        @Argument(help: "The plugin's name.") var name: String

        func run() throws { try Plugins.change(name, options) { choices, plugin in choices.disable(plugin.name) } }
    }

    // MARK: - Shared

    static func find(_ options: CollectionOptions) throws -> KistRepository.Plugins {
        let location = try options.location()
        return try KistRepository.Plugins(collection: location.exists ? location.folder : nil)
    }

    static func plugin(_ name: String, _ options: CollectionOptions) throws -> Plugin {
        let all = try find(options).list.all
        guard let plugin = all.first(where: { $0.name == name }) else {
            let nearest = all.map(\.name).min { EditDistance.between(name, $0) < EditDistance.between(name, $1) }
            throw CommandFailure(
                .nothing, "unknown-plugin", "There is no plugin “\(name)”.",
                hint: nearest.map { "Did you mean \($0)?" } ?? "kist plugins list shows all.")
        }
        return plugin
    }

    private static func change(
        _ name: String, _ options: CollectionOptions, _ body: (inout PluginChoices, Plugin) throws -> Void
    ) throws {
        let plugin = try plugin(name, options)
        guard let path = try find(options).configuration else {
            throw CommandFailure(
                .problems, "no-configuration", "There is no home folder to keep the choice in.",
                hint: "Set HOME or XDG_CONFIG_HOME.")
        }
        var choices = try PluginChoices(path: path)
        try body(&choices, plugin)
        try choices.write(to: path)
        let output = options.output
        let changed = try Plugins.plugin(name, options)
        if output.json {
            output.answer(json(changed))
        } else {
            output.line("\(changed.name) \(changed.version) is \(words(changed)) now")
        }
    }

    private static func words(_ plugin: Plugin) -> String {
        switch plugin.state {
        case .enabled: plugin.executable == nil ? "program missing" : "in use"
        case .disabled: "switched off"
        case .needsEnabling: "not allowed yet"
        case .shadowed: "hidden by another"
        case .unusable: plugin.executable == nil && !plugin.version.isEmpty ? "program missing" : "cannot be used"
        }
    }

    /// Why a plugin is not in use and what can be done.
    private static func reason(_ plugin: Plugin) -> String? {
        switch plugin.state {
        case .enabled: nil
        case .disabled: "kist plugins enable \(plugin.name) switches it on again."
        case .needsEnabling:
            "It came with this collection. If you trust whoever wrote it: kist plugins enable \(plugin.name)"
        case .shadowed(let path): "Another plugin of this name comes first: \(path)"
        case .unusable(let error): error.message
        }
    }

    private static func json(_ plugin: Plugin) -> JSONValue {
        [
            "name": .string(plugin.name), "version": .string(plugin.version),
            "protocol": .int(plugin.manifest.protocolVersion),
            "state": .string(words(plugin)), "reason": reason(plugin).map { .string($0) } ?? .null,
            "summary": plugin.manifest.summary.map { .string($0) } ?? .null, "origin": .string(plugin.origin.rawValue),
            "manifest": .string(plugin.manifestPath),
            "executable": plugin.executable.map { .string($0) } ?? .null,
            "formats": .array(
                plugin.manifest.formats.map {
                    [
                        "format": .string($0.format), "extensions": .strings($0.extensions),
                        "mediaTypes": .strings($0.mediaTypes),
                    ]
                }),
        ]
    }
}

extension Plugin.Origin {
    /// For people.
    fileprivate var words: String {
        switch self {
        case .path: "a folder of KIST_PLUGIN_PATH"
        case .user: "your own plugins"
        case .bundled: "what came with Kist"
        case .development: "Kist's source tree"
        case .collection: "this collection"
        }
    }
}
