/// Where a plugin puts what it finds, in reading order. Throws `limit` when the job may give out no more, and
/// `internal` when calls come out of order.
public protocol JobOutput: AnyObject {
    /// What the file says about itself. At most once a job, at any time.
    func metadata(_ metadata: DocumentMetadata) throws(PluginError)
    func block(_ block: consuming DocumentBlock) throws(PluginError)
    func entry(_ entry: BibliographicEntry) throws(PluginError)
    /// An entry that is written already: the JSON of one `BibliographicEntry`, within the protocol's limits. Plugins that
    /// give out entries by the hundred thousand save the values between.
    func entry(json: [UInt8]) throws(PluginError)

    /// A nested item: `beginItem`, any number of `itemData`, `endItem`. Items do not overlap, and no block, entry or
    /// metadata may come before the item has ended.
    func beginItem(_ item: NestedItem) throws(PluginError)
    func itemData(_ bytes: [UInt8]) throws(PluginError)
    /// `intact`: all bytes came and their checksum, where there is one, is right.
    func endItem(intact: Bool) throws(PluginError)

    func diagnostic(_ diagnostic: Diagnostic) throws(PluginError)
    /// Also the sign of life that long work must give. Cheap: call it often.
    func progress(done: Int64, total: Int64?) throws(PluginError)
}
