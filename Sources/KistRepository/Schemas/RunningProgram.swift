public import Foundation

/// Where the running program lies, and the data that belongs to it. Nothing of this is known before it runs: an installed
/// Kist may be moved.
public enum RunningProgram {
    /// The program's own file, with links followed.
    public static let location: URL = {
        let path =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: path).resolvingSymlinksInPath()
    }()

    /// The folder `name` of data: `../share/kist/NAME` beside an installed program, else in the source tree, found by walking up
    /// from the program to the folder that holds it beside a `Package.swift`.
    public static func data(named name: String, program: URL = location) -> URL? {
        let installed = program.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "share/kist/\(name)", directoryHint: .isDirectory)
        if FileManager.default.fileExists(atPath: installed.path) { return installed }
        var folder = program.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: name, directoryHint: .isDirectory)
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path),
                FileManager.default.fileExists(atPath: candidate.path)
            {
                return candidate
            }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }
}
