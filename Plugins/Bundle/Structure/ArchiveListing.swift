import KistPlugin

/// What an archive's directory announces: names and kinds, nothing unpacked.
struct ArchiveListing {
    struct Entry {
        /// As `ZipEntry.index` counts, by which the entry is found again.
        var index: Int
        /// Decoded, "/" between its parts, as the archive has it; nil when the name may not be used.
        var name: String?
        var size: Int64?
        var isFile: Bool
    }

    private(set) var entries: [Entry] = []
    /// The one folder that everything lies in, with its slash; empty where there is none.
    private(set) var base = ""
    /// Files by name; of several with one name the last.
    private(set) var files: [String: Entry] = [:]

    init(_ input: any JobInput, limits: JobLimits) throws(PluginError) {
        let zip = try ZipReader(input, limits: limits)
        // Without a directory every entry would have to be unpacked to find the next.
        if zip.isSalvaging { return }
        while let entry = try zip.next() {
            let name = entry.nameProblem == nil ? entry.name : nil
            entries.append(Entry(index: entry.index, name: name, size: entry.size, isFile: entry.kind == .file))
            if let name, entry.kind == .file { files[name] = entries[entries.count - 1] }
        }
        base = commonFolder
    }

    init() {}

    private var commonFolder: String {
        var common: Substring?
        for name in files.keys where !SystemFiles.contains(name) {
            guard let slash = name.firstIndex(of: "/") else { return "" }
            let top = name[...slash]
            if common == nil { common = top }
            if common != top { return "" }
        }
        return common.map(String.init) ?? ""
    }

    func has(_ name: String) -> Bool { files[name] != nil }

    /// The bytes of some files, read in one pass. A file that is longer than `limit`, damaged or protected is not among them.
    func contents(
        of names: [String], from input: any JobInput, limits: JobLimits, limit: Int
    ) throws(PluginError) -> [String: [UInt8]] {
        var wanted: [Int: String] = [:]
        for name in names { if let entry = files[name] { wanted[entry.index] = name } }
        guard !wanted.isEmpty else { return [:] }
        var result: [String: [UInt8]] = [:]
        let zip = try ZipReader(input, limits: limits)
        while result.count < wanted.count, let entry = try zip.next() {
            guard let name = wanted[entry.index], !entry.isEncrypted, entry.isSupported else { continue }
            let (bytes, outcome) = try zip.bytes(limit: limit)
            if outcome == .intact { result[name] = bytes }
        }
        return result
    }
}
