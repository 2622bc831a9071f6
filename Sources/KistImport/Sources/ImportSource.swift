/// One file to import, or standard input.
public struct ImportSource: Hashable, Sendable {
    /// Where the bytes come from.
    public enum Kind: String, Sendable { case file, standardInput = "standard-input" }

    public var kind: Kind
    /// As it is shown: the path that the user gave, with the way from there for files that were found in a folder.
    public var path: String
    /// The way from the folder that the user named; the bare file name for a file that was named itself.
    public var pathInFolder: String
    /// Set when the source cannot be read, so that it is reported in its place among the others.
    public var problem: ImportError?

    let location: FilePath
    let followsLinks: Bool

    /// A file that the user named.
    public init(file: String) {
        self.init(kind: .file, location: FilePath(file), shown: file, followsLinks: true)
    }

    /// A file that goes by another name than its own: one of a store, say.
    public init(file: String, named name: String) {
        self.init(kind: .file, location: FilePath(file), shown: name, inFolder: name, followsLinks: false)
    }

    /// All of standard input; `name` is shown in its place and helps nobody else.
    public static func standardInput(name: String = "-") -> ImportSource {
        ImportSource(kind: .standardInput, location: FilePath(name), shown: name, followsLinks: true)
    }

    init(
        kind: Kind, location: FilePath, shown: String, inFolder: String? = nil, followsLinks: Bool,
        problem: ImportError? = nil
    ) {
        self.kind = kind
        self.location = location
        self.path = shown
        self.pathInFolder = inFolder ?? String(decoding: location.name, as: UTF8.self)
        self.followsLinks = followsLinks
        self.problem = problem
    }
}
