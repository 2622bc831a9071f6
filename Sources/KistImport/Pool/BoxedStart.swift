import Glibc

/// How a plugin's program is started: always by the box.
struct BoxedStart {
    var box: String
    var executable: String
    /// Whether the box is to refuse where the kernel lacks landlock or seccomp.
    var requireSandbox: Bool

    /// The command line.
    var arguments: [String] {
        var arguments = [box]
        if requireSandbox { arguments.append("--require") }
        if let folder = Self.runtimeFolder { arguments += ["--read", folder] }
        return arguments + ["--", executable]
    }

    /// All that the box is told of our surroundings; it makes the plugin's own.
    static let environment: [String] = {
        var environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"]
        if let libraries = getenv("LD_LIBRARY_PATH") {
            environment.append("LD_LIBRARY_PATH=" + String(cString: libraries))
        }
        return environment
    }()

    /// The folder of the Swift libraries when this program was linked to them dynamically, as development builds are: the
    /// plugins beside it then need them too.
    private static let runtimeFolder: String? = {
        guard let maps = ProcessFigures.text(of: "/proc/self/maps", limit: 4 << 20) else { return nil }
        for line in maps.split(separator: "\n") where line.hasSuffix("/libswiftCore.so") {
            guard let slash = line.firstIndex(of: "/") else { continue }
            return PluginPlaces.parent(of: String(line[slash...]))
        }
        return nil
    }()
}
