internal import Foundation

/// `syncfs(2)`: makes all of a file system durable in one call, which for a group of files costs a fraction of a call for
/// each. Glibc has it, but its header shows it only under a macro that Swift's import does not set, so it is looked up.
enum FileSystemSync {
    private typealias Function = @convention(c) (Int32) -> Int32

    // The symbol has this C signature on every Linux; where it is absent the caller synchronises file by file.
    private static let function: Function? = {
        guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "syncfs") else { return nil }
        return unsafeBitCast(symbol, to: Function.self)
    }()

    /// Synchronises `paths`, all of them on the file system of `folder`.
    static func synchronise(_ paths: [String], in folder: String) throws {
        guard paths.count > fewFiles, let function else {
            for path in paths { try DiskFile.synchronise(path) }
            return
        }
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CatalogueError.system(errno, doing: "save the files", folder) }
        defer { close(descriptor) }
        guard function(descriptor) == 0 else { throw CatalogueError.system(errno, doing: "save the files", folder) }
    }

    /// Up to this many a call for each is cheaper.
    private static let fewFiles = 8
}
