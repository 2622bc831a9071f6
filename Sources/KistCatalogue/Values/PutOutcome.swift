/// What putting a record did.
public enum PutOutcome: Hashable, Sendable {
    case added(VersionName)
    case updated(from: VersionName, to: VersionName)
    /// The same content is current already; nothing was logged.
    case unchanged(VersionName)
    /// The record had been undone and is back, with its id.
    case revived(VersionName)

    /// The version that is current now.
    public var version: VersionName {
        switch self {
        case .added(let name), .updated(_, let name), .unchanged(let name), .revived(let name): name
        }
    }
}
