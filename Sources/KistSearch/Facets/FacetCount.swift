/// One value of a keyword field and how many matches have it.
public struct FacetCount: Hashable, Sendable {
    public var value: String
    public var count: Int

    public init(value: String, count: Int) {
        self.value = value
        self.count = count
    }
}
