import KistCatalogue
import KistImport
import KistModel

extension ImportRun {
    /// Takes a pack: all is checked first, then shown, and applied only when that was asked for. A damaged pack changes nothing.
    func takePack(_ file: ExtractedFile, with reader: any PackReading) throws {
        var item = ImportItem(
            path: file.source.path, entry: file.entryPath.isEmpty ? nil : file.entryPath.joined(separator: " › "),
            status: .failed)
        item.plugin = file.plugin?.name
        item.pluginVersion = file.plugin?.version
        let content: PackContent
        do {
            content = try reader.read(PackItems(file))
        } catch let error as RepositoryError {
            item.reason = error.message
            return add(item)
        }
        let differences = try content.records.map { try difference($0) }
        var summary = ImportReport.PackDifference(
            path: file.path, title: content.title, new: 0, changed: 0, unchanged: 0, withdrawn: 0, conflicts: 0,
            isApplied: request.appliesPacks && !request.isDryRun)
        for (record, difference) in zip(content.records, differences) {
            switch difference {
            case .new: summary.new += 1
            case .changed: summary.changed += 1
            case .unchanged: summary.unchanged += 1
            case .conflict: summary.conflicts += 1
            }
            if record.state != .current { summary.withdrawn += 1 }
        }
        addPack(summary)
        guard request.appliesPacks || request.isDryRun else {
            item.status = .skipped
            item.reason = "shown only; add --yes to take it in"
            item.title = content.title
            return add(item)
        }
        let contents = Dictionary(file.items.map { ($0.content.sha256, $0.content) }) { first, _ in first }
        for (record, difference) in zip(content.records, differences) {
            try apply(record, difference, contents: contents, path: file.path)
            if writer.groupIsDue { try commit() }
        }
    }

    private enum Difference { case new, changed, unchanged, conflict }

    private func difference(_ record: PackRecord) throws -> Difference {
        try writer.read { reader in
            guard let status = try reader.status(record.id), status.state != .undone else { return .new }
            if status.state == .erased {
                if case .erased = record.state { return .unchanged } else { return .conflict }
            }
            let isSameState =
                switch record.state {
                case .current: status.state == .current
                case .withdrawn: status.state == .withdrawn
                case .erased: false
                }
            guard let version = record.version.flatMap({ VersionName(hex: $0) }) else {
                return isSameState ? .unchanged : .changed
            }
            if status.version == version { return isSameState ? .unchanged : .changed }
            // Newer here, from the pack's own version: nothing to do. Made from something else: two hubs' edits.
            if try reader.versions(record.id).contains(where: { $0.name == version }) { return .unchanged }
            let parents = record.parents.compactMap { VersionName(hex: $0) }
            if let current = status.version, parents.contains(current) {
                // A pack leaves private fields at home, which makes a version of its own of what is here with them.
                return try differsOnlyInPrivate(record, from: current, reader) ? .unchanged : .changed
            }
            return .conflict
        }
    }

    private func differsOnlyInPrivate(_ record: PackRecord, from version: VersionName, _ reader: CatalogueReader) throws
        -> Bool
    {
        guard record.parents == [version.hex], let fields = record.fields, let stored = try reader.version(version),
            let schema = repository.schemas[record.type]
        else { return false }
        var open = stored.record.fields
        for field in schema.fields where field.isPrivate { open[field.name] = nil }
        return open == fields
    }

    private func apply(_ record: PackRecord, _ difference: Difference, contents: [String: FileContent], path: String)
        throws
    {
        var item = ImportItem(path: path, entry: record.id.text, status: .unchanged)
        item.id = record.id
        item.type = record.type
        if let fields = record.fields {
            item.title = repository.card(KistRecord(id: record.id, type: record.type, fields: fields)).title
        }
        // A link is part of what it joins: it is applied, not counted.
        let isCounted = repository.schemas[record.type]?.isInternal != true
        defer { if isCounted { add(item) } }
        switch difference {
        case .unchanged: return
        case .conflict where try writer.read({ try $0.state(record.id) }) == .erased:
            item.status = .skipped
            item.reason = "it was erased here"
            return
        case .conflict:
            item.status = .updated
            item.reason =
                "both this collection and the pack changed it; the pack's version is shown, the other is in its history"
        case .new: item.status = .added
        case .changed: item.status = .updated
        }
        do {
            if let fields = record.fields {
                let made = KistRecord(id: record.id, type: record.type, fields: fields)
                let files = try record.files.map { try stored($0, contents: contents) }
                if try writer.read({ try $0.state(record.id) }) == .withdrawn, record.state == .current {
                    try writer.reinstate(record.id)
                }
                _ = try writer.adopt(
                    made, parents: record.parents.compactMap { VersionName(hex: $0) },
                    provenance: Provenance(json: record.provenance) ?? Provenance(),
                    files: files, identities: IdentityKeys.of(made, schemas: repository.schemas),
                    name: record.version.flatMap { VersionName(hex: $0) }, number: record.number)
            }
            switch record.state {
            case .current: break
            case .withdrawn(let reason, let date, let replacement):
                if try writer.read({ try $0.state(record.id) }) != .withdrawn {
                    try writer.withdraw(
                        record.id, reason: reason, replacement: replacement, date: date, type: record.type)
                }
            case .erased(let reason, let date):
                try writer.erase(record.id, reason: reason, date: date, type: record.type)
            }
        } catch let error as CatalogueError where ![.diskFull, .readWrite, .batchOver].contains(error.code) {
            item.status = .failed
            item.reason = error.message
        }
    }

    private func stored(_ file: PackRecord.File, contents: [String: FileContent]) throws -> StoredFile {
        if let hash = ContentHash(hex: file.sha256),
            let known = try writer.knownFile(hash, name: file.name, mediaType: file.mediaType, role: file.role)
        {
            return known
        }
        guard let content = contents[file.sha256] else {
            throw CatalogueError(.unknownFile, "the pack lacks a file of the record", place: file.name)
        }
        return try store(content, name: file.name, mediaType: file.mediaType, role: file.role)
    }
}
