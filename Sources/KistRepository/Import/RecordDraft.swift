import KistCatalogue
import KistModel
import KistProtocol

/// A record that is about to be put, with what goes with it.
struct RecordDraft: Sendable {
    var record: KistRecord
    /// The source names the id itself.
    var declaresID = false
    var provenance: Provenance
    var files: [StoredFile] = []
    /// Link records that the source states.
    var links: [KistRecord] = []
    var diagnostics: [Diagnostic] = []
}
