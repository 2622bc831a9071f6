import Glibc
import Synchronization

/// The files that a list of arguments means: files as they stand, folders with all that is in them, `-` for standard input.
///
/// Inside a folder the order is that of the bytes of the paths. Junk, links and special files are left out and counted.
/// Links that the user names are followed, links inside folders are not, so a walk ends and never leaves the folder.
public final class SourceWalk: SourceList {
    private let state: Mutex<State>

    /// Looks at nothing yet.
    public init(_ arguments: [String]) {
        state = Mutex(State(arguments: arguments.reversed()))
    }

    /// What has been left out so far, with how many of each.
    public var leftOut: [SystemJunk: Int] { state.withLock { $0.leftOut } }

    /// The next source, in order; nil at the end.
    public func next() -> ImportSource? {
        state.withLock { state in
            while true {
                if let entry = state.pending.popLast() {
                    if let source = state.visit(entry) { return source }
                } else if let argument = state.arguments.popLast() {
                    if let source = state.begin(argument) { return source }
                } else {
                    return nil
                }
            }
        }
    }

    /// How many sources are still to come. The walk is over then.
    public func count() -> Int {
        var count = 0
        while next() != nil { count += 1 }
        return count
    }

    private struct Entry {
        var location: FilePath
        var shown: FilePath
        var inFolder: FilePath
        var isFolder: Bool
        var depth: Int
    }

    private struct State {
        /// Folders deeper than this are reported, not entered: the system's own limit on paths is about as long.
        static let maximumDepth = 512

        /// Both lists stand last first, so that taking the next is cheap.
        var arguments: [String]
        var pending: [Entry] = []
        var leftOut: [SystemJunk: Int] = [:]

        mutating func begin(_ argument: String) -> ImportSource? {
            if argument == "-" { return .standardInput() }
            let location = FilePath(argument)
            var status = stat()
            guard location.withCString({ stat($0, &status) }) == 0 else {
                let failure = errno
                let code: ImportError.Code = failure == ENOENT || failure == ENOTDIR ? .notFound : .notReadable
                return failed(location, shown: location, inFolder: nil, code, SystemFailure.reason(failure))
            }
            if status.st_mode & S_IFMT == S_IFDIR {
                return list(
                    Entry(location: location, shown: location, inFolder: FilePath([]), isFolder: true, depth: 0))
            }
            return ImportSource(kind: .file, location: location, shown: argument, followsLinks: true)
        }

        mutating func visit(_ entry: Entry) -> ImportSource? {
            if entry.isFolder { return list(entry) }
            return ImportSource(
                kind: .file, location: entry.location, shown: entry.shown.shown, inFolder: entry.inFolder.shown,
                followsLinks: false)
        }

        func failed(
            _ location: FilePath, shown: FilePath, inFolder: FilePath?, _ code: ImportError.Code, _ why: String
        ) -> ImportSource {
            ImportSource(
                kind: .file, location: location, shown: shown.shown, inFolder: inFolder?.shown, followsLinks: false,
                problem: ImportError(code, why, path: shown.shown))
        }

        /// Puts what a folder holds on the list. Returns the folder as a failed source when it cannot be listed.
        private mutating func list(_ folder: Entry) -> ImportSource? {
            guard folder.depth < Self.maximumDepth else {
                return failed(
                    folder.location, shown: folder.shown, inFolder: folder.inFolder, .notReadable,
                    "the folders are nested more than \(Self.maximumDepth) deep")
            }
            guard let stream = folder.location.withCString({ opendir($0) }) else {
                return failed(
                    folder.location, shown: folder.shown, inFolder: folder.inFolder, .notReadable,
                    "the folder cannot be listed: \(SystemFailure.reason(errno))")
            }
            defer { closedir(stream) }
            var found: [(key: [UInt8], entry: Entry)] = []
            while let item = readdir(stream) {
                let name = SourceWalk.name(of: item)
                if name == [0x2E] || name == [0x2E, 0x2E] { continue }
                if let junk = SystemJunk.judging(name: name) {
                    leftOut[junk, default: 0] += 1
                    continue
                }
                let location = folder.location.appending(name)
                var status = stat()
                guard location.withCString({ lstat($0, &status) }) == 0 else { continue }
                let isFolder: Bool
                switch status.st_mode & S_IFMT {
                case S_IFDIR: isFolder = true
                case S_IFREG: isFolder = false
                case S_IFLNK:
                    leftOut[.link, default: 0] += 1
                    continue
                default:
                    leftOut[.special, default: 0] += 1
                    continue
                }
                // With the slash that follows it in every path below it, a folder sorts where those paths sort.
                found.append(
                    (
                        key: isFolder ? name + [UInt8(ascii: "/")] : name,
                        entry: Entry(
                            location: location, shown: folder.shown.appending(name),
                            inFolder: folder.inFolder.appending(name), isFolder: isFolder, depth: folder.depth + 1)
                    ))
            }
            found.sort { $1.key.lexicographicallyPrecedes($0.key) }
            pending.append(contentsOf: found.map(\.entry))
            return nil
        }
    }

    /// Only the record's own bytes are looked at: the declared array is longer than what the system filled in.
    static func name(of item: UnsafeMutablePointer<dirent>) -> [UInt8] {
        guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
        let length = max(0, Int(item.pointee.d_reclen) - start)
        let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(item) + start, count: length)
        return Array(bytes.prefix { $0 != 0 })
    }
}
