/// Something by which a record can be recognised when it is met again, for example scheme `doi`, value `10.1000/182`.
/// The value is compared as it stands: who makes keys folds them.
public struct IdentityKey: Hashable, Sendable, Comparable {
    public var scheme: String
    public var value: String

    public init(scheme: String, value: String) {
        self.scheme = scheme
        self.value = value
    }

    public static let doi = "doi"
    public static let isbn = "isbn"
    public static let pmid = "pmid"
    public static let sourceHash = "source-sha256"
    public static let declaredID = "declared-id"
    public static let titleYearAuthor = "folded-title-year-author"
    public static let title = "title"

    public static func < (a: IdentityKey, b: IdentityKey) -> Bool {
        a.scheme == b.scheme ? a.value < b.value : a.scheme < b.scheme
    }
}
