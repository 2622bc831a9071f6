import KistPlugin

/// The way through one archive: what was handed on, what was not, and why.
struct Unpacking {
    /// Diagnostics of one kind that are given out one by one; the rest are summed up.
    private static let maximumPerCode = 50
    private static let chunk = 256 * 1024

    private let limits: JobLimits
    private let output: any JobOutput
    /// What the bundle says about itself and its files.
    private let outline: BundleOutline?
    /// The names under which described files were handed on, for those that are parts of them.
    private var given: [String: String] = [:]
    private var paths: Set<String> = []
    private var topFolder: Substring?
    private var hasOneTop = true
    private var folders: Set<String> = []
    private var told: [String: Int] = [:]
    private var tally = Tally()
    private var bytesRead: Int64 = 0
    /// Entries that have been met, of whatever kind.
    private(set) var entries = 0
    /// A budget is used up.
    private(set) var isFull = false

    private struct Tally {
        var read = 0, damaged = 0, system = 0, links = 0, encrypted = 0, unsupported = 0, limited = 0
        var own = 0, support = 0
        var unread: Int { damaged + encrypted + unsupported + limited + links }
    }

    init(limits: JobLimits, output: any JobOutput, outline: BundleOutline?) {
        self.limits = limits
        self.output = output
        self.outline = outline
    }

    /// What the bundle says about itself, before its files.
    mutating func giveOutline() throws(PluginError) {
        guard let outline else { return }
        for diagnostic in outline.diagnostics { try tell(diagnostic) }
        for var block in outline.blocks {
            block.fit()
            try output.block(block)
        }
        for var entry in outline.entries {
            entry.fit()
            try output.entry(entry)
        }
    }

    mutating func tell(_ diagnostic: Diagnostic) throws(PluginError) {
        let count = told[diagnostic.code, default: 0]
        told[diagnostic.code] = count + 1
        var diagnostic = diagnostic
        diagnostic.fit()
        if count < Self.maximumPerCode { try output.diagnostic(diagnostic) }
    }

    // MARK: - Entries

    mutating func take(_ entry: ZipEntry, from zip: ZipReader) throws(PluginError) {
        entries += 1
        let name = MemberPath(entry)
        if SystemFiles.contains(name.path) {
            tally.system += 1
            return
        }
        switch entry.kind {
        case .directory:
            note(folder: name.path)
            return
        case .link, .special:
            tally.links += 1
            let what = entry.kind == .link ? "a link to another file" : "a device or pipe"
            return try tell(
                Diagnostic(
                    .warning, "zip-entry-link", "“\(name.path.prefix(200))” is \(what), not a file; it was left out.",
                    place: entry.place))
        case .file: break
        }
        if outline?.ownFiles.contains(entry.name) == true {
            tally.own += 1
            return
        }
        let note = outline?.notes[entry.name]
        if note?.isSupport == true {
            tally.support += 1
            return
        }
        try refuseDocuments(name.path, entry)
        if let change = name.change {
            try tell(
                Diagnostic(
                    .warning, change.rawValue, "The file “\(name.path.prefix(200))” \(change.message).",
                    place: entry.place))
        }
        if name.encoding != "utf-8" {
            try tell(
                Diagnostic(
                    .warning, "zip-name-encoding",
                    "The name “\(name.path.prefix(200))” is not UTF-8 and was read in the old code page \(name.encoding); "
                        + "check its accents.",
                    place: entry.place))
        }
        try unpack(entry, path: try unique(name, entry), encoding: name.encoding, note, from: zip)
    }

    /// A document that is itself a zip (a spreadsheet, an e-book) is no bundle, and its parts mean nothing by themselves.
    private func refuseDocuments(_ path: String, _ entry: ZipEntry) throws(PluginError) {
        if outline != nil { return }
        let isDocument =
            path == "[Content_Types].xml" || path == "mimetype" && entry.index == 1 || path == "META-INF/container.xml"
        guard isDocument else { return }
        throw PluginError(
            .notThisFormat, "The file is a document of a kind that keeps its parts in a zip, not a bundle of files.",
            place: entry.place)
    }

    private mutating func unique(_ name: MemberPath, _ entry: ZipEntry) throws(PluginError) -> String {
        var path = name.path
        var number = 1
        while !paths.insert(path).inserted {
            number += 1
            path = number < 1_000 ? name.numbered(number) : name.numbered(entry.index + 1_000_000)
        }
        if path != name.path {
            try tell(
                Diagnostic(
                    .warning, "zip-name-duplicate",
                    "The archive has several files named “\(name.path.prefix(200))”; this one is called “\(path.prefix(200))”.",
                    place: entry.place))
        }
        return path
    }

    private mutating func note(folder path: String) {
        var end = path.endIndex
        while end > path.startIndex, folders.count < 20_000, folders.insert(String(path[..<end])).inserted {
            end = path[..<end].lastIndex(of: "/") ?? path.startIndex
        }
    }

    private mutating func note(file path: String) {
        guard let slash = path.lastIndex(of: "/") else {
            hasOneTop = false
            return
        }
        note(folder: String(path[..<slash]))
        let top = path[..<(path.firstIndex(of: "/") ?? slash)]
        if topFolder == nil { topFolder = top }
        if topFolder != top { hasOneTop = false }
    }

    private mutating func unpack(
        _ entry: ZipEntry, path: String, encoding: String, _ description: BundleOutline.Note?, from zip: ZipReader
    ) throws(PluginError) {
        if entry.isEncrypted || !entry.isSupported {
            let outcome: ZipOutcome = entry.isEncrypted ? .encrypted : .unsupported
            if entry.isEncrypted { tally.encrypted += 1 } else { tally.unsupported += 1 }
            if let diagnostic = outcome.diagnostic(for: entry) { try tell(diagnostic) }
            return
        }
        note(file: path)
        let output = self.output
        var item = NestedItem(path: path, nameEncoding: encoding, role: .member, size: entry.size, place: entry.place)
        if let description {
            given[entry.name] = path
            var metadata = description.metadata
            metadata.fit()
            item.metadata = metadata == DocumentMetadata() ? nil : metadata
            item.parent = description.parent.map { given[$0] ?? MemberPath.plain($0) }
            item.number = description.number
        }
        item.fit()
        try output.beginItem(item)
        var size: Int64 = 0
        var buffer: [UInt8] = []
        let limit = min(limits.itemBytes, limits.partBytes)
        let outcome = try zip.forEachChunk { (bytes) throws(PluginError) in
            size += Int64(bytes.count)
            if size > limit { return false }
            buffer.append(contentsOf: bytes)
            if buffer.count >= Self.chunk {
                try output.itemData(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
            return true
        }
        if !buffer.isEmpty { try output.itemData(buffer) }
        try output.endItem(intact: outcome == .intact)
        bytesRead += size
        try output.progress(done: bytesRead, total: nil)
        try count(outcome == .stopped ? .limit(.part) : outcome, entry)
    }

    private mutating func count(_ outcome: ZipOutcome, _ entry: ZipEntry) throws(PluginError) {
        switch outcome {
        case .intact: tally.read += 1
        case .encrypted: tally.encrypted += 1
        case .unsupported: tally.unsupported += 1
        case .limit(let limit):
            tally.limited += 1
            // The reader names the limits that end the whole archive itself.
            guard limit == .part else {
                isFull = true
                return
            }
        case .badChecksum, .badSize, .damaged, .stopped: tally.damaged += 1
        }
        if let diagnostic = outcome.diagnostic(for: entry) { try tell(diagnostic) }
    }

    // MARK: - The end

    func finish(_ zip: ZipReader) throws(PluginError) -> Coverage {
        for code in told.keys.sorted() {
            guard let count = told[code], count > Self.maximumPerCode else { continue }
            try output.diagnostic(
                Diagnostic(.warning, code, "\(count - Self.maximumPerCode) more of this kind are not listed."))
        }
        let isDescribed = outline.map { !$0.blocks.isEmpty || !$0.entries.isEmpty } ?? false
        if tally.read + tally.damaged + tally.limited == 0, !isDescribed { throw nothing(zip) }
        var metadata = outline?.metadata ?? DocumentMetadata()
        if hasOneTop, let topFolder { metadata.title = metadata.title ?? String(topFolder) }
        metadata.fit()
        if metadata != DocumentMetadata() { try output.metadata(metadata) }
        var parts = [PartCoverage(name: "files", status: .read, count: tally.read)]
        func add(_ name: String, _ status: PartCoverage.Status, _ count: Int, _ why: String?) {
            if count > 0 { parts.append(PartCoverage(name: name, status: status, why: why, count: count)) }
        }
        add("folders", .read, folders.count, nil)
        add("damaged files", .failed, tally.damaged, "cut short, changed or damaged")
        add("files beyond a limit", .leftOut, tally.limited, "too large")
        add("protected files", .failed, tally.encrypted, "protected by a password")
        add("files of unknown compression", .failed, tally.unsupported, "compressed in a way that is not read here")
        add("links and devices", .leftOut, tally.links, "not files")
        add("files that describe the \(outline?.kind ?? "bundle")", .read, tally.own, nil)
        add("supporting files", .leftOut, tally.support, "they only serve the others, and stay in the package")
        parts += outline?.parts ?? []
        add("system files", .leftOut, tally.system, "left behind by operating systems")
        let all = tally.read + tally.unread
        return Coverage(
            textRead: outline?.blocks.reduce(0) { $0 + $1.text.utf8.count } ?? 0, parts: parts,
            share: zip.isSalvaging || zip.isDamaged || zip.stoppedBy != nil
                ? nil : Double(tally.read) / Double(max(1, all)))
    }

    /// Why nothing at all could be handed on.
    private func nothing(_ zip: ZipReader) -> PluginError {
        if tally.encrypted > 0 {
            return PluginError(
                .encrypted, "All files of the archive are protected by a password. Unpack it and import the files.")
        }
        if tally.unsupported > 0 {
            return PluginError(
                .unsupported, "The archive is compressed in a way that is not read here. Pack it as an ordinary zip.")
        }
        if let limit = zip.stoppedBy { return PluginError(.limit, limit.message) }
        if zip.isDamaged || zip.isSalvaging {
            return PluginError(.damaged, "The archive is damaged or cut short; no file in it can be read.")
        }
        if tally.links > 0 { return PluginError(.unsupported, "The archive holds nothing but links, no files.") }
        if tally.system > 0 {
            return PluginError(.empty, "The archive holds nothing but files of the operating system.")
        }
        return PluginError(.empty, "The archive is empty.")
    }
}
