import Glibc
import Testing

@testable import KistImport

struct DiscoveryTests {
    private func manifest(_ name: String, executable: String = "reader", version: String = "1.0.0", number: Int = 1)
        -> String
    {
        """
        {"name": "\(name)", "version": "\(version)", "protocol": \(number), "executable": "\(executable)",
         "makes": ["blocks"], "formats": [{"format": "\(name)", "rules": [{"firstLine": "x"}]}]}
        """
    }

    private func install(_ folder: TestFolder, _ place: String, _ name: String, script: String = "#!/bin/sh\n") {
        folder.file("\(place)/\(name)/plugin.json", manifest(name))
        folder.file("\(place)/\(name)/reader", bytes: Array(script.utf8), mode: 0o755)
    }

    private func places(_ folder: TestFolder, _ list: [(String, Plugin.Origin)]) -> PluginPlaces {
        var places = PluginPlaces()
        places.folders = list.map { PluginPlaces.Folder(folder.path + "/" + $0.0, $0.1) }
        return places
    }

    @Test func theFirstPlaceWinsAndAllAreListed() {
        let folder = TestFolder()
        install(folder, "user", "marc")
        install(folder, "bundled", "marc")
        install(folder, "bundled", "alto")
        let list = PluginList.find(in: places(folder, [("user", .user), ("bundled", .bundled), ("none", .path)]))
        #expect(list.all.map(\.name) == ["marc", "alto", "marc"])
        #expect(list.all[2].state == .shadowed(by: folder.path + "/user/marc/plugin.json"))
        #expect(list.usable.map(\.name) == ["marc", "alto"])
        #expect(list["marc"]?.origin == .user)
        #expect(list.box == nil)
    }

    @Test func whatCannotBeUsedIsListedWithItsReason() {
        let folder = TestFolder()
        folder.file("p/a/plugin.json", "{")
        folder.file("p/b/plugin.json", manifest("b"))
        folder.file("p/c/plugin.json", manifest("c", number: 2))
        folder.file("p/c/reader", bytes: [], mode: 0o755)
        folder.file("p/d/plugin.json", manifest("d", executable: "../reader"))
        folder.file("p/e/plugin.json", manifest("e"))
        folder.file("p/e/reader", bytes: [], mode: 0o644)
        let list = PluginList.find(in: places(folder, [("p", .bundled)]))
        #expect(list.usable.isEmpty)
        let codes = list.all.map { plugin -> ImportError.Code? in
            if case .unusable(let error) = plugin.state { error.code } else { nil }
        }
        #expect(codes == [.manifest, .executableMissing, .manifest, .manifest, .executableMissing])
    }

    @Test func aCollectionsPluginRunsOnlyWhenItIsEnabledAndUnchanged() throws {
        let folder = TestFolder()
        install(folder, "hub/plugins", "marc")
        let places = places(folder, [("hub/plugins", .collection)])
        let configuration = folder.path + "/config/kist/plugins.json"
        var choices = try PluginChoices(path: configuration)
        let plugin = try #require(PluginList.find(in: places, choices: choices).all.first)
        #expect(plugin.state == .needsEnabling && !plugin.isUsable)

        try choices.enable(plugin)
        try choices.write(to: configuration)
        #expect(PluginList.find(in: places, choices: try PluginChoices(path: configuration)).usable.count == 1)

        install(folder, "hub/plugins", "marc", script: "#!/bin/sh\nrm -rf /\n")
        guard case .unusable(let error) = PluginList.find(in: places, choices: choices).all[0].state else {
            Issue.record("a changed program is still used")
            return
        }
        #expect(error.code == .executableChanged)

        choices.disable("marc")
        try choices.write(to: configuration)
        #expect(try PluginChoices(path: configuration) == choices)
        #expect(PluginList.find(in: places, choices: choices).all[0].state == .disabled)
    }

    @Test func aDamagedListOfChoicesIsAnError() {
        let folder = TestFolder()
        let path = folder.file("plugins.json", "{\"disabled\": [")
        #expect { try PluginChoices(path: path) } throws: { ($0 as? ImportError)?.code == .configuration }
    }

    @Test func theStandardPlacesFollowTheEnvironment() {
        let folder = TestFolder()
        folder.file("lib/bin/x")
        folder.file("lib/libexec/kist/plugins/a/plugin.json", manifest("a"))
        folder.file("tree/Plugins/A/plugin.json", manifest("a"))
        folder.file("tree/Sources/KistImport/x")
        folder.file("tree/.build/debug/kist-box", bytes: [], mode: 0o755)
        let installed = PluginPlaces.standard(
            programFolder: folder.path + "/lib/bin", environment: ["HOME": "/home/a", "KIST_PLUGIN_PATH": "/x:/y"],
            collection: "/c")
        #expect(
            installed.folders.map(\.path) == [
                "/x", "/y", "/home/a/.local/share/kist/plugins", folder.path + "/lib/libexec/kist/plugins",
                "/c/plugins",
            ])
        let development = PluginPlaces.standard(programFolder: folder.path + "/tree/.build/debug", environment: [:])
        #expect(development.folders == [PluginPlaces.Folder(folder.path + "/tree/Plugins", .development)])
        #expect(development.box == folder.path + "/tree/.build/debug/kist-box")
        #expect(PluginPlaces.standard(programFolder: nil, environment: ["XDG_DATA_HOME": "relative"]).folders.isEmpty)
    }

    /// The plugins of the source tree: what they say must be usable as it stands.
    @Test func theSourceTreesOwnPluginsAreFound() throws {
        let list = PluginList.find(in: .standard(environment: [:]))
        let plugin = try #require(
            list["self-test"], "build first: the tests need Plugins/SelfTest beside the test program")
        #expect(plugin.isUsable, "build first: kist-import-selftest must stand beside the test program")
        #expect(list.box != nil, "build first: kist-box must stand beside the test program")
    }
}
