import KistModel
public import KistRepository

/// Gives the repository what a pack holds, after every check.
public struct PackReader: PackReading {
    public init() {}

    public func recognises(_ items: PackItems) -> Bool { PackVerifier.recognises(Self.items(items)) }

    /// Throws a `RepositoryError` with the code `pack` when anything is wrong.
    public func read(_ items: PackItems) throws -> PackContent { try read(Self.items(items), name: items.name) }

    /// The same of files that come from elsewhere; `name` is what the pack is called in messages.
    public func read(_ items: [PackItem], name: String) throws -> PackContent {
        let (check, problems, records) = PackVerifier().read(items)
        if let first = problems.first {
            let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
            throw RepositoryError(
                .pack, "The pack “\(name)” is not whole: \(first.message)\(more). Nothing was taken from it.",
                hint: "Run “kist verify” to see everything that is wrong with it, and ask for it again.",
                place: first.path)
        }
        return PackContent(title: check.value("External-Description") ?? check.root, records: records.map(Self.record))
    }

    static func items(_ items: PackItems) -> [PackItem] {
        items.items.map { item in
            PackItem(path: item.path, sha256: item.sha256, byteCount: item.byteCount, isIntact: item.isIntact) {
                try item.bytes(limit: $0)
            }
        }
    }

    private static func record(_ packed: PackedRecord) -> PackRecord {
        let state: PackRecord.State =
            switch packed.state {
            case .current: .current
            case .withdrawn(let reason, let date, let replacement):
                .withdrawn(reason: reason, date: date, replacement: replacement)
            case .erased(let reason, let date): .erased(reason: reason, date: date)
            }
        return PackRecord(
            id: packed.id, type: packed.type, fields: packed.fields, version: packed.version, parents: packed.parents,
            number: packed.number,
            provenance: packed.provenance, state: state,
            files: packed.files.map { file in
                PackRecord.File(
                    sha256: file["sha256"]?.string ?? "", name: file["name"]?.string ?? "",
                    mediaType: file["mediaType"]?.string,
                    role: file["role"]?.string)
            })
    }
}

extension PackVerifier {
    /// Checks a container that the repository holds.
    public func verify(_ items: PackItems) -> PackVerification { verify(PackReader.items(items)) }
}
