/// What the reading of files may cost. Sizes are bytes.
public struct ImportBudgets: Hashable, Sendable {
    /// Larger files are left out, with the reason.
    public var fileBytes: Int64 = 200 << 20
    /// Containers in containers: a source has depth 0, what is in it 1. Deeper members are named but not read.
    public var depth = 3
    /// Members of one source's whole tree, and their bytes together.
    public var members = 20_000
    public var memberBytes: Int64 = 2 << 30
    /// Blocks of one document that are kept in memory; what is beyond is left out and reported.
    public var textBytes = 96 << 20
    /// What finished files that wait for an earlier one may hold in memory before no further file is begun ahead of its turn.
    public var waitingBytes = 64 << 20
    /// A job's wall-clock seconds: so many, and so many more for each MB, up to the greatest.
    public var seconds = 10
    public var secondsPerMegabyte = 1
    public var maximumSeconds = 120
    /// Seconds without a frame after which a worker counts as hung.
    public var silentSeconds = 10

    /// What a worker may hold in memory whatever the file, in bytes.
    static let residentBytes: Int64 = 512 << 20

    /// The usual limits.
    public init() {}

    func seconds(forSize size: Int64) -> Int {
        min(maximumSeconds, seconds + secondsPerMegabyte * Int(min(size, 1 << 40) / 1_000_000))
    }
}
