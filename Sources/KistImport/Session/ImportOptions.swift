import Glibc

/// How a session reads.
public struct ImportOptions: Sendable {
    /// Files that are read at the same time, and workers of one plugin at most.
    public var jobs = ImportOptions.standardJobs
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
    /// Asked with a file's SHA-256 (hexadecimal) before it is read, on the thread that would read it: what is known
    /// already comes back as such, unread. Containers and lists must not be known: what lies in them would be missed.
    public var isKnown: (@Sendable (String) -> Bool)?
    /// Called with each file when it has been read, on the thread that read it: work of the caller's that need not wait
    /// for the file's turn. What it returns comes with the file.
    public var prepare: (@Sendable (ExtractedFile) -> (any Sendable)?)?
    /// Told after every delivery.
    public var progress: (@Sendable (ImportProgress) -> Void)?

    /// The usual options; temporary files go to `spoolFolder`.
    public init(spoolFolder: String) { self.spoolFolder = spoolFolder }

    /// As many as there are processors, at most four: what a plugin reads is then stored by one writer, which is busy.
    public static let standardJobs = max(1, min(4, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
}
