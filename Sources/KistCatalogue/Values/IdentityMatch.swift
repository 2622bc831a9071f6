public import KistModel

/// A record that goes by a key.
public struct IdentityMatch: Hashable, Sendable {
    public var id: RecordID
    public var state: RecordState

    public init(id: RecordID, state: RecordState) {
        self.id = id
        self.state = state
    }
}
