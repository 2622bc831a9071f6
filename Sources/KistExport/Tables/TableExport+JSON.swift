import KistModel

extension TableExport {
    /// Records whole: `{"schema": 1, "records": [{"id", "type", "version", "parents", "number", "state", "provenance",
    /// "files", "fields"}]}`, members sorted, fields that Kist does not know among the rest. Links are records too.
    public func json(_ records: [ExportRecord]) -> [UInt8] {
        let items = records.map { TableExport.sorted(RecordDocument($0, schemas: facts.schemas).json) }
        let document: JSONValue = ["schema": 1, "records": .array(items)]
        return Array((TableExport.sorted(document).pretty + "\n").utf8)
    }
}
