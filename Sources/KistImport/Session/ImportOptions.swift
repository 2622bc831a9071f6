/// How a session reads.
public struct ImportOptions: Sendable {
    /// Files that are read at the same time, and workers of one plugin at most.
    public var jobs = 4
    /// Read every source as this format, whatever its content says (members of containers are still told by content).
    public var format: String?
    public var budgets = ImportBudgets()
    /// Refuse plugins that the kernel cannot box in completely.
    public var requireSandbox = false
    /// Where temporary files go; they are removed again. Made when it is missing.
    public var spoolFolder: String
    /// The program and its version, as plugins are told.
    public var host = "kist"
    /// Asked for each container before it is delivered: whether its members are to be read and delivered as files of
    /// their own. Without that, the members' bytes are there (`ExtractedFile.items`) while the container is being delivered.
    public var routesMembers: @Sendable (ExtractedFile) -> Bool = { _ in true }
    /// Told after every delivery.
    public var progress: (@Sendable (ImportProgress) -> Void)?

    public init(spoolFolder: String) { self.spoolFolder = spoolFolder }
}

/// How far a session is.
public struct ImportProgress: Hashable, Sendable {
    /// Files that were delivered, and those known so far that were not yet.
    public var delivered: Int
    public var waiting: Int
    /// Bytes of the sources among the delivered.
    public var bytes: Int64
    /// What was delivered last.
    public var path: String
}

/// What the reading of files may cost. Sizes are bytes.
public struct ImportBudgets: Hashable, Sendable {
    /// Larger files are left out, with the reason.
    public var fileBytes: Int64 = 200 << 20
    /// Containers in containers: a source has depth 0, what is in it 1. Deeper members are named but not read.
    public var depth = 4
    /// Members of one source's whole tree, and their bytes together.
    public var members = 20_000
    public var memberBytes: Int64 = 2 << 30
    /// Blocks of one document that are kept in memory; what is beyond is left out and reported.
    public var textBytes = 96 << 20
    /// A job's wall-clock seconds: so many, and so many more for each MB, up to the greatest.
    public var seconds = 10
    public var secondsPerMegabyte = 1
    public var maximumSeconds = 120
    /// Seconds without a frame after which a worker counts as hung.
    public var silentSeconds = 10

    public init() {}

    func seconds(forSize size: Int64) -> Int {
        min(maximumSeconds, seconds + secondsPerMegabyte * Int(min(size, 1 << 40) / 1_000_000))
    }
}
