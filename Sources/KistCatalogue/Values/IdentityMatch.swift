public import KistModel

/// A record that goes by a key.
public struct IdentityMatch: Hashable, Sendable {
    public var id: RecordID
    public var state: RecordState
}
