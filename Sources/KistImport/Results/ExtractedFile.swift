public import KistProtocol

/// What came out of one file: a source, or a member of a container among the sources. Everything a plugin said has been
/// checked; none of it is instructions.
public struct ExtractedFile: Sendable {
    /// Its place in the order of delivery, from 0.
    public var number: Int
    /// The source that it is or lies in.
    public var source: ImportSource
    /// The way from the source to it through containers: empty for the source itself. Safe names, data only.
    public var entryPath: [String] = []
    /// The number of the file that it lies in.
    public var container: Int?
    /// As its container announced it, with what that says about it; nil for a source.
    public var announced: NestedItem?
    /// Its bytes and their hash; nil when they could not be read or were too many.
    public var content: FileContent?
    /// By the host's own look, or the claim by which its plugin was chosen.
    public var mediaType: String?
    /// The format as which it was read.
    public var format: String?
    public var plugin: PluginName?

    public var metadata = DocumentMetadata()
    /// In reading order; blocks that came in pieces are joined.
    public var blocks: [DocumentBlock] = []
    /// About how many bytes of memory the blocks take.
    var blocksCost = 0
    public var entries = EntryList()
    public var items: [ExtractedItem] = []
    public var diagnostics: [Diagnostic] = []
    public var coverage = Coverage()
    public var outcome: ExtractionOutcome = .noPlugin
    /// What ``ImportOptions/prepare`` made of it.
    public var prepared: (any Sendable)?

    /// "folder/bundle.zip › plans/week 1.docx", for people.
    public var path: String { ([source.path] + entryPath).joined(separator: " › ") }

    /// The last component of its name.
    public var fileName: String {
        let whole = entryPath.last ?? source.pathInFolder
        return whole.split(separator: "/").last.map(String.init) ?? whole
    }
}
