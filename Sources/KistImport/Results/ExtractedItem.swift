public import KistProtocol

/// A file that was found inside a file.
public struct ExtractedItem: Sendable {
    /// What the plugin announced; the path is safe (see `SafePath`) and the media type is what the bytes say.
    public var item: NestedItem
    /// The path as it was announced, where the safe one differs: it led outside, or held what no name may hold.
    public var announcedPath: String?
    /// Its bytes.
    public var content: FileContent
    /// All bytes came, and their checksum was right.
    public var isIntact: Bool
    /// Set for what systems leave in archives: kept here so that it can be counted, never read on.
    public var junk: SystemJunk?
    /// Whether it is read by its own plugin and delivered as a file of its own, later.
    public var isRouted = false
}
