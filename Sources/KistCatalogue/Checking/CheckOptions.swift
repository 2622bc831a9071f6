/// How thorough ``Catalogue/check(_:)`` is.
public struct CheckOptions: Hashable, Sendable {
    /// Reads every stored file and compares its hash; else only presence and size.
    public var readsFiles: Bool
    /// Rebuilds what can be rebuilt from the versions and the log. Needs the right to write.
    public var repairs: Bool

    public init(readsFiles: Bool = true, repairs: Bool = false) {
        self.readsFiles = readsFiles
        self.repairs = repairs
    }
}
