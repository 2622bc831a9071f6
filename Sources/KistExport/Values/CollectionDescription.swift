/// The collection that something is exported from.
public struct CollectionDescription: Hashable, Sendable {
    public var id: String
    public var name: String
    /// Name of the hub that keeps it.
    public var hub: String?
    /// Term of `local-authority`.
    public var authority: String?
    /// Term of `licence`: what is given to records that state none.
    public var licence: String?

    public init(id: String, name: String, hub: String? = nil, authority: String? = nil, licence: String? = nil) {
        self.id = id
        self.name = name
        self.hub = hub
        self.authority = authority
        self.licence = licence
    }
}
