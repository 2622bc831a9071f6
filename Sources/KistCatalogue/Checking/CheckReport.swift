/// The answer of ``Catalogue/check(_:)``.
public struct CheckReport: Hashable, Sendable {
    public var records = 0
    public var versions = 0
    public var entries: LogNumber = 0
    public var files = 0
    public var fileBytes = 0
    public var problems: [CatalogueProblem] = []

    /// Nothing that was acknowledged is lost or wrong (or it has been repaired).
    public var isOK: Bool { !problems.contains { $0.severity == .damage && !$0.isRepaired } }
}
