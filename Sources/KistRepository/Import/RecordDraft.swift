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
    /// Makes the link to what the record is a part of, once the record's id is settled.
    var membership: (@Sendable (KistRecord) -> KistRecord?)?
    var diagnostics: [Diagnostic] = []
    /// By what the record is recognised; set before it is put.
    var identities: [IdentityKey] = []
}
