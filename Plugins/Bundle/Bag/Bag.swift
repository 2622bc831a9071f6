import KistPlugin

/// A bag as BagIt 0.93 to 1.0 (RFC 8493) has it. Everything in it is checked before anything is taken: the declaration, every
/// tag file and manifest, every checksum, that nothing is missing and nothing is there that no manifest knows.
struct Bag {
    /// Tag files are small; larger ones are not read.
    private static let largestTagFile = 64 << 20

    private let listing: ArchiveListing
    private let input: any JobInput
    private let limits: JobLimits
    private let base: String
    private var problems = BagProblems()
    private(set) var version = BagVersion.newest
    private var encoding = "UTF-8"
    private var manifests: [BagManifest] = []
    private(set) var tags: [(label: String, value: String)] = []
    /// Names in the archive, below the base: everything of the bag that is a file.
    private var files: [String: ArchiveListing.Entry] = [:]
    private var toFetch: Set<String> = []

    /// Whether the archive is a bag, whole or not.
    static func isBag(_ listing: ArchiveListing) -> Bool {
        let base = listing.base
        if listing.has(base + "bagit.txt") { return true }
        let hasManifest = listing.files.keys.contains {
            $0.hasPrefix(base) && manifestName($0.dropFirst(base.count)) != nil
        }
        return hasManifest && listing.files.keys.contains { $0.hasPrefix(base + "data/") }
    }

    /// A pack of Kist's own is a bag whose every record the host checks itself, and shows what is wrong with it.
    static func isPack(_ listing: ArchiveListing) -> Bool {
        let base = listing.base
        guard !base.isEmpty, listing.has(base + "bagit.txt") else { return false }
        return listing.has(base + "START-HERE.html")
            || listing.files.keys.contains { $0.hasPrefix(base + "data/records/") && $0.hasSuffix(".json") }
    }

    init(_ listing: ArchiveListing, input: any JobInput, limits: JobLimits) {
        self.listing = listing
        self.input = input
        self.limits = limits
        base = listing.base
        for (name, entry) in listing.files where name.hasPrefix(base) {
            files[String(name.dropFirst(base.count))] = entry
        }
    }

    /// Checks everything.
    /// - Returns: warnings, and what was checked.
    /// - Throws: `damaged` with the errors told to `output`; `unsupported`.
    mutating func verify(telling output: any JobOutput) throws(PluginError) -> (
        warnings: [Diagnostic], algorithms: [String]
    ) {
        let names = files.keys.filter { !$0.contains("/") && ($0.hasSuffix(".txt")) }.sorted()
        let contents = try listing.contents(
            of: names.map { base + $0 }, from: input, limits: limits, limit: Self.largestTagFile)
        let folder = base
        func bytes(_ name: String) -> [UInt8]? { contents[folder + name] }

        try readDeclaration(bytes("bagit.txt"))
        let texts = decode(names, bytes)
        try readManifests(texts)
        if let text = texts["fetch.txt"] { readFetch(text) }
        if let name = version.infoFiles.first(where: { texts[$0] != nil }), let text = texts[name] {
            tags = TagText.tags(text)
        }
        checkNames()
        checkCompleteness()
        if problems.errorCount == 0 { try checkSums(output) }
        checkOxum()
        guard let first = problems.errors.first else {
            let used = Set(manifests.map(\.algorithm))
            return (problems.warnings, MessageDigest.Algorithm.allCases.filter(used.contains).map(\.rawValue))
        }
        for error in problems.errors { try output.diagnostic(error) }
        let more = problems.errorCount > 1 ? " (and \(problems.errorCount - 1) more)" : ""
        throw PluginError(
            .damaged, "The bag is not valid, so nothing was taken from it: \(first.message)\(more)", place: first.place)
    }

    // MARK: - Tag files

    private mutating func readDeclaration(_ bytes: [UInt8]?) throws(PluginError) {
        guard let bytes else {
            return problems.add("bag-declaration", "The declaration bagit.txt is missing.", "bagit.txt")
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            return problems.add(
                "bag-declaration", "The declaration must be UTF-8 without a byte order mark.", "bagit.txt")
        }
        let lines = TagText.lines(text)
        guard lines.count == 2, lines[0].hasPrefix("BagIt-Version: "),
            lines[1].hasPrefix("Tag-File-Character-Encoding: ")
        else {
            return problems.add(
                "bag-declaration",
                "The declaration must have two lines: BagIt-Version and Tag-File-Character-Encoding.",
                "bagit.txt")
        }
        let stated = lines[0].dropFirst("BagIt-Version: ".count)
        guard let version = BagVersion(String(stated)) else {
            return problems.add("bag-version", "“\(stated.prefix(40))” is no version of BagIt.", "bagit.txt, line 1")
        }
        guard version >= BagVersion.oldest, version <= BagVersion.newest else {
            throw PluginError(
                .unsupported, "The bag is written in BagIt \(stated); versions 0.93 to 1.0 are read.",
                place: "bagit.txt")
        }
        self.version = version
        encoding = String(lines[1].dropFirst("Tag-File-Character-Encoding: ".count)).collapsed
        guard TagText.knows(encoding) else {
            throw PluginError(
                .unsupported, "The bag's tag files are encoded in “\(encoding.prefix(40))”, which is not read here.",
                place: "bagit.txt, line 2")
        }
    }

    private mutating func decode(_ names: [String], _ bytes: (String) -> [UInt8]?) -> [String: String] {
        var texts: [String: String] = [:]
        for name in names where name != "bagit.txt" {
            let isNeeded = Self.manifestName(name[...]) != nil || name == "fetch.txt"
            guard let content = bytes(name) else {
                if isNeeded { problems.add("bag-tag-file", "“\(name)” cannot be read.", name) }
                continue
            }
            if let text = TagText.decode(content, encoding: encoding) {
                texts[name] = text
            } else if isNeeded {
                problems.add("bag-encoding", "“\(name)” is not \(encoding), as bagit.txt says.", name)
            }
        }
        return texts
    }

    private static func manifestName(_ name: Substring) -> (algorithm: String, isForTags: Bool)? {
        guard name.hasSuffix(".txt") else { return nil }
        for (prefix, isForTags) in [("manifest-", false), ("tagmanifest-", true)] where name.hasPrefix(prefix) {
            let algorithm = name.dropFirst(prefix.count).dropLast(4)
            return algorithm.isEmpty || algorithm.contains("/") ? nil : (String(algorithm), isForTags)
        }
        return nil
    }

    private mutating func readManifests(_ texts: [String: String]) throws(PluginError) {
        var unknown: [String] = []
        var hasPayload = false
        for name in texts.keys.sorted() {
            guard let (word, isForTags) = Self.manifestName(name[...]), let text = texts[name] else { continue }
            guard let algorithm = MessageDigest.Algorithm(rawValue: word.lowercased().filter { $0 != "-" }) else {
                unknown.append(word)
                continue
            }
            if !isForTags { hasPayload = true }
            manifests.append(
                BagManifest(
                    name: name, algorithm: algorithm, isForTags: isForTags, text: text, version: version,
                    problems: &problems))
        }
        if !unknown.isEmpty {
            guard hasPayload else {
                throw PluginError(
                    .unsupported,
                    "The bag has only checksums by \(unknown.joined(separator: ", ")), which are not known here.")
            }
            problems.warn(
                "bag-algorithm",
                "Checksums by \(unknown.joined(separator: ", ")) are not known here and were not checked.",
                nil)
        } else if !hasPayload {
            problems.add("bag-manifest", "The bag has no manifest of its payload.", nil)
        }
    }

    private mutating func readFetch(_ text: String) {
        for (number, line) in TagText.lines(text).enumerated() {
            let place = "fetch.txt, line \(number + 1)"
            let parts = line.split(maxSplits: 2, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
            guard parts.count == 3 else {
                problems.add("bag-fetch", "A line does not hold an address, a length and a path.", place)
                continue
            }
            guard let path = BagPath.read(parts[2], isDecoded: version.decodesPaths), path.hasPrefix("data/") else {
                problems.add("bag-path-outside", "“\(parts[2].prefix(200))” leads out of the payload.", place)
                continue
            }
            toFetch.insert(path)
        }
    }

    // MARK: - Files

    private mutating func checkNames() {
        for entry in listing.entries where entry.name == nil {
            problems.add(
                "bag-path-outside", "The archive holds a name that leads outside or is unfit.", "entry \(entry.index)")
        }
        var folded: [String: String] = [:]
        for path in files.keys.sorted() where path.hasPrefix("data/") {
            if let other = folded.updateValue(path, forKey: path.lowercased()) {
                problems.warn("bag-path-case", "“\(other)” and “\(path)” differ in capitals only.", nil)
            }
        }
    }

    private mutating func checkCompleteness() {
        let payload = files.keys.filter { $0.hasPrefix("data/") }
        let payloadManifests = manifests.filter { !$0.isForTags }
        var listed: Set<String> = []
        for manifest in manifests {
            for path in manifest.paths {
                if !manifest.isForTags { listed.insert(path) }
                guard files[path] == nil else { continue }
                if toFetch.contains(path) {
                    problems.add(
                        "bag-incomplete",
                        "“\(path.prefix(200))” is not in the bag and would have to be fetched from the web, which Kist does not do. "
                            + "Complete the bag first.", manifest.name)
                } else {
                    problems.add("bag-missing", "“\(path.prefix(200))” is listed but is not there.", manifest.name)
                }
            }
        }
        for path in toFetch.sorted() where !listed.contains(path) && !payloadManifests.isEmpty {
            problems.add("bag-fetch", "“\(path.prefix(200))” is to be fetched but no manifest lists it.", "fetch.txt")
        }
        for path in payload.sorted() {
            let missing = payloadManifests.filter { $0.checksums[path] == nil }
            guard let first = missing.first else { continue }
            if version.wantsAllInEach || missing.count == payloadManifests.count {
                problems.add("bag-extra", "“\(path.prefix(200))” is there but is not listed.", first.name)
            }
        }
    }

    private mutating func checkSums(_ output: any JobOutput) throws(PluginError) {
        let zip = try ZipReader(input, limits: limits)
        var done: Int64 = 0
        while let entry = try zip.next() {
            guard entry.kind == .file, entry.nameProblem == nil, entry.name.hasPrefix(base) else {
                if entry.kind == .link || entry.kind == .special {
                    problems.add(
                        "bag-link", "“\(entry.name.prefix(200))” is a link or device, not a file.", entry.place)
                }
                continue
            }
            let path = String(entry.name.dropFirst(base.count))
            var digests: [(digest: MessageDigest, expected: String, manifest: String)] = []
            for manifest in manifests {
                guard let expected = manifest.checksums[path] else { continue }
                digests.append((MessageDigest(manifest.algorithm), expected, manifest.name))
            }
            guard !digests.isEmpty else { continue }
            let outcome = try zip.forEachChunk { (bytes) throws(PluginError) in
                for (digest, _, _) in digests { digest.update(bytes) }
                done += Int64(bytes.count)
                try output.progress(done: done, total: nil)
                return true
            }
            if outcome != .intact {
                problems.add("bag-damaged", "“\(path.prefix(200))” cannot be unpacked whole.", entry.place)
            }
            for (digest, expected, manifest) in digests where digest.finish() != expected {
                problems.add(
                    "bag-checksum",
                    "“\(path.prefix(200))” has another \(digest.algorithm.rawValue) checksum than the manifest says.",
                    manifest)
            }
        }
        if let limit = zip.stoppedBy { throw PluginError(.limit, limit.message) }
        if zip.isDamaged { problems.add("bag-damaged", "The archive could not be followed to its end.", nil) }
    }

    /// Bytes and files of the payload, as a quick check of completeness. Kept by hand in some bags, so that it may only warn.
    private mutating func checkOxum() {
        guard let oxum = tags.first(where: { $0.label.lowercased() == "payload-oxum" })?.value else { return }
        let payload = files.filter { $0.key.hasPrefix("data/") }
        let stated = "\(payload.reduce(0) { $0 + ($1.value.size ?? 0) }).\(payload.count)"
        if oxum != stated {
            problems.warn(
                "bag-oxum", "The payload is \(stated) (bytes.files), but the bag says \(oxum.prefix(40)).",
                "Payload-Oxum")
        }
    }
}
