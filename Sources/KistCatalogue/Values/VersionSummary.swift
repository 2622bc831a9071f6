/// A line of a record's history of versions.
public struct VersionSummary: Hashable, Sendable {
    public var name: VersionName
    public var number: Int
    public var parents: [VersionName]
    public var batch: BatchNumber
    /// When it was made, ISO 8601 in UTC; nil once it is erased.
    public var date: String?
    /// False once it is erased.
    public var hasContent: Bool

    public init(
        name: VersionName, number: Int, parents: [VersionName], batch: BatchNumber, date: String? = nil,
        hasContent: Bool
    ) {
        self.name = name
        self.number = number
        self.parents = parents
        self.batch = batch
        self.date = date
        self.hasContent = hasContent
    }
}
