import KistCatalogue
import KistImport
import KistModel

/// Which records came of the containers of an import and of what lies in them, so that parts find their whole.
struct BundleRecords {
    private struct Found {
        var id: RecordID
        var title: String
    }

    /// The containers that became records themselves, by their number.
    private var wholes: [Int: Found] = [:]
    /// Members by their name in the container, and entries by their key; by the container's number.
    private var parts: [Int: [String: Found]] = [:]

    /// Remembers the record of a container or of a member of one.
    mutating func note(_ id: RecordID?, title: String?, of file: ExtractedFile) {
        guard let id else { return }
        let found = Found(id: id, title: title ?? file.fileName)
        if file.items.contains(where: { $0.item.role == .member }) { wholes[file.number] = found }
        if let container = file.container, let name = file.announced?.path {
            parts[container, default: [:]][name] = found
        }
    }

    /// Remembers the record of an entry of a container.
    mutating func note(_ id: RecordID?, title: String?, of file: ExtractedFile, key: String?) {
        guard let id, let key, file.items.contains(where: { $0.item.role == .member }) else { return }
        parts[file.number, default: [:]][key] = Found(id: id, title: title ?? key)
    }

    /// What a member is a part of: what its container says, else the container, where that became a record.
    func whole(of file: ExtractedFile) -> (id: RecordID, title: String)? {
        guard let container = file.container else { return nil }
        let parent = file.announced?.parent.flatMap { parts[container]?[$0] }
        return (parent ?? wholes[container]).map { ($0.id, $0.title) }
    }
}
