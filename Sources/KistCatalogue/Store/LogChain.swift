/// How log entries are chained: the hash of an entry covers the hash of the one before it.
struct LogChain: Hashable {
    var number: LogNumber
    var hash: ContentHash

    /// Before the first entry. Bound to the collection, so that no log can be put in another's place.
    static func start(collection: String) -> LogChain {
        LogChain(number: 0, hash: ContentHash(of: "kist-log-1\n\(collection)\n"))
    }

    /// SHA-256 of nine lines, each ended by a line feed: `kist-log-1`, number, previous hash, kind, record id, version or
    /// `-`, batch, the number of files, the files' hashes parted by spaces. Hashes in hexadecimal.
    func next(
        kind: String, record: String, version: ContentHash?, batch: BatchNumber, files: [ContentHash]
    ) -> LogChain {
        let text = """
            kist-log-1
            \(number + 1)
            \(hash.hex)
            \(kind)
            \(record)
            \(version?.hex ?? "-")
            \(batch)
            \(files.count)
            \(files.map(\.hex).joined(separator: " "))

            """
        return LogChain(number: number + 1, hash: ContentHash(of: text))
    }
}
