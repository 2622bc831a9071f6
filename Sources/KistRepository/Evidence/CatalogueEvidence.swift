import KistCatalogue
import KistModel

/// Evidence as one snapshot of the catalogue has it.
struct CatalogueEvidence: EvidenceSource {
    let reader: CatalogueReader

    func record(_ id: RecordID) throws -> KistRecord? {
        guard let stored = try reader.record(id), stored.state == .current || stored.state == .withdrawn else {
            return nil
        }
        return stored.record
    }

    func isWithdrawn(_ id: RecordID) throws -> Bool { try reader.state(id) == .withdrawn }

    func links(from id: RecordID) throws -> [KistRecord] { try reader.links(from: id).compactMap { try record($0.id) } }

    func links(to id: RecordID) throws -> [KistRecord] { try reader.links(to: id).compactMap { try record($0.id) } }
}
