public import KistProtocol

/// A plugin that may read a file, as which format, and how sure the file's content makes that.
public struct FormatChoice: Sendable {
    public var plugin: Plugin
    public var claim: FormatClaim
    /// 0…100. The name alone gives 0.
    public var confidence: Int

    /// Below this a claim is a guess that other kinds of file fulfil as well.
    static let faint = 50
}
