/// The segments of an index as a writer sees them: those of the last commit, or those of the next.
struct WriterParts {
    struct Part {
        var entry: IndexManifest.Segment
        var live: LiveSegment
        /// Whether deletions differ from the file that `entry` names.
        var isChanged = false
        /// Whether the segment's file has been synced.
        var isSynced = true
    }

    var parts: [Part] = []

    /// Deletes the documents with these keys. Segments that have no document left go.
    mutating func delete(_ keys: some Collection<String>) throws {
        let wanted = keys.filter { !$0.isEmpty && $0.utf8.count <= SegmentLayout.maximumKeyLength }
        guard !wanted.isEmpty else { return }
        for index in parts.indices {
            let live = parts[index].live
            var found: [UInt32] = []
            for key in wanted {
                if let document = try live.reader.document(forKey: key), !live.deletions.contains(document) {
                    found.append(document)
                }
            }
            guard !found.isEmpty else { continue }
            let deletions = try live.deletions.adding(found, in: live.reader)
            parts[index].live = LiveSegment(reader: live.reader, deletions: deletions)
            parts[index].isChanged = true
        }
        parts.removeAll { $0.live.liveCount == 0 }
    }

    /// Puts a joined segment in the place of its sources, and takes from it what was deleted since.
    mutating func adopt(_ merged: MergedSegment) throws {
        let numbers = Set(merged.sources.map(\.entry.number))
        guard let first = parts.firstIndex(where: { numbers.contains($0.entry.number) }) else { return }
        var gone: [UInt32] = []
        for (source, newNumbers) in zip(merged.sources, merged.newNumbers) {
            let now = parts.first { $0.entry.number == source.entry.number }?.live.deletions
            for (index, new) in newNumbers.enumerated() where new != .max {
                // A source that is not there any more has lost all its documents.
                if now?.contains(UInt32(index)) ?? true { gone.append(new) }
            }
        }
        parts.removeAll { numbers.contains($0.entry.number) }
        guard var part = merged.part else { return }
        if !gone.isEmpty {
            let deletions = try part.live.deletions.adding(gone, in: part.live.reader)
            part.live = LiveSegment(reader: part.live.reader, deletions: deletions)
            part.isChanged = true
        }
        if part.live.liveCount > 0 { parts.insert(part, at: min(first, parts.count)) }
    }

    /// Segments and deletions, by name.
    var fileNames: Set<String> {
        Set(parts.flatMap { [$0.entry.name] + ($0.entry.deletionsName.map { [$0] } ?? []) })
    }
}

/// A segment that several were joined into.
struct MergedSegment {
    /// What it was made of, with the deletions that it leaves out.
    var sources: [WriterParts.Part]
    /// For each source, the new number of each document; `.max` for those left out.
    var newNumbers: [[UInt32]]
    /// Nil when no document was left.
    var part: WriterParts.Part?
}

extension WriterParts {
    /// Opens a segment that was just written; nil, and no file, when it has no documents.
    static func open(_ folder: String, _ number: Int, _ schema: SearchSchema) throws -> Part? {
        var entry = IndexManifest.Segment(number: number, documentCount: 0, deletedCount: 0, deletions: 0)
        let reader = try SegmentReader.open(folder: folder, entry: entry, schema: schema)
        guard reader.documentCount > 0 else {
            FileSystem.remove(folder + "/" + entry.name)
            return nil
        }
        entry.documentCount = reader.documentCount
        let live = LiveSegment(reader: reader, deletions: Deletions(segment: reader))
        return Part(entry: entry, live: live, isSynced: false)
    }
}
