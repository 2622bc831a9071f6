/// One file of a container that may be a pack, already out of its zip.
public struct PackItem: Sendable {
    /// Inside the container, `/` between parts.
    public var path: String
    public var sha256: String
    public var byteCount: Int64
    /// False when its checksum was wrong, it was cut short, or its announced path had to be changed.
    public var isIntact: Bool
    /// The bytes, nil when there are more than the limit.
    public var read: @Sendable (Int) throws -> [UInt8]?

    public init(
        path: String, sha256: String, byteCount: Int64, isIntact: Bool = true,
        read: @escaping @Sendable (Int) throws -> [UInt8]?
    ) {
        self.path = path
        self.sha256 = sha256
        self.byteCount = byteCount
        self.isIntact = isIntact
        self.read = read
    }
}
