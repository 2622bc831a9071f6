import KistPlugin

/// DSpace's Simple Archive Format: a folder for each item, with its description and the list of its files.
struct SimpleArchive {
    static let description = "dublin_core.xml"
    static let largest = 1 << 20
    private static let mostItems = 5_000

    /// Folders of items, with their slash, by name.
    let folders: [String]

    /// nil when there is no item.
    init?(_ listing: ArchiveListing) {
        var folders: [String] = []
        for name in listing.files.keys where name.hasSuffix("/" + Self.description) {
            folders.append(String(name.dropLast(Self.description.count)))
        }
        if folders.isEmpty { return nil }
        self.folders = folders.sorted()
    }

    /// What must be read to know what the items say.
    func descriptions(in listing: ArchiveListing) -> [String] {
        folders.prefix(Self.mostItems).flatMap { folder in
            listing.files.keys.filter { name in
                guard name.hasPrefix(folder) else { return false }
                let rest = name.dropFirst(folder.count)
                return rest == Self.description || rest == "contents" || rest == "handle"
                    || rest.hasPrefix("metadata_") && rest.hasSuffix(".xml")
            }
        }
    }

    func outline(_ listing: ArchiveListing, _ contents: [String: [UInt8]]) throws(PluginError) -> BundleOutline {
        var outline = BundleOutline(kind: "deposit")
        if folders.count > Self.mostItems {
            outline.diagnostics.append(
                Diagnostic(
                    .error, "limit-items",
                    "Only the first \(Self.mostItems) items of the archive were described; import it in parts."))
        }
        for (index, folder) in folders.prefix(Self.mostItems).enumerated() {
            try add(folder, number: index + 1, listing, contents, &outline)
        }
        outline.parts.append(PartCoverage(name: "items", status: .read, count: min(folders.count, Self.mostItems)))
        return outline
    }

    private func add(
        _ folder: String, number: Int, _ listing: ArchiveListing, _ contents: [String: [UInt8]],
        _ outline: inout BundleOutline
    ) throws(PluginError) {
        var metadata = DocumentMetadata()
        for name in contents.keys.filter({ $0.hasPrefix(folder) && $0.hasSuffix(".xml") }).sorted() {
            guard !name.dropFirst(folder.count).contains("/") else { continue }
            let tree = try XMLTree(contents[name] ?? [])
            if let failure = tree.failure {
                outline.diagnostics.append(
                    Diagnostic(
                        .warning, "deposit-description-damaged",
                        "The description of an item is damaged: \(failure.message).",
                        place: "\(name), line \(failure.line)"))
            }
            if let root = tree.root { Self.read(root, &metadata) }
        }
        if let handle = contents[folder + "handle"], metadata.identifier == nil {
            metadata.identifier = String(decoding: handle.prefix(1_000), as: UTF8.self).collapsed
        }
        let files = Self.files(contents[folder + "contents"], in: folder, listing)
        for name in ["contents", "handle", "collections"] { outline.ownFiles.insert(folder + name) }
        for name in contents.keys where name.hasPrefix(folder) { outline.ownFiles.insert(name) }
        guard let first = files.first else {
            // An item without files is its description.
            outline.ownFiles.remove(folder + Self.description)
            outline.notes[folder + Self.description] = BundleOutline.Note(metadata: metadata, number: number)
            return
        }
        outline.notes[first.name] = BundleOutline.Note(metadata: metadata, number: number)
        for (index, file) in files.dropFirst().enumerated() {
            var own = DocumentMetadata()
            own.title =
                file.description
                ?? metadata.title.map { title in
                    "\(title) (\(file.name.split(separator: "/").last ?? ""))"
                }
            own.rights = metadata.rights
            own.creators = metadata.creators
            outline.notes[file.name] = BundleOutline.Note(metadata: own, parent: first.name, number: index + 1)
        }
        // Licences and thumbnails are in the folder and not in the list, or in another bundle.
        let listed = Set(files.map(\.name))
        for name in listing.files.keys
        where name.hasPrefix(folder) && !listed.contains(name) && outline.notes[name] == nil {
            if !outline.ownFiles.contains(name) { outline.notes[name] = BundleOutline.Note(isSupport: true) }
        }
    }

    /// The item's own files in the order of `contents`, the primary one first.
    private static func files(
        _ contents: [UInt8]?, in folder: String, _ listing: ArchiveListing
    ) -> [(name: String, description: String?)] {
        var files: [(name: String, description: String?)] = []
        let text = contents.map { String(decoding: $0, as: UTF8.self) } ?? ""
        for line in text.split(whereSeparator: \.isNewline).prefix(10_000) {
            var fields = line.split(separator: "\t").map { String($0).collapsed }
            guard !fields.isEmpty else { continue }
            var name = fields.removeFirst()
            if name.hasPrefix("-r"), let found = name.firstRange(of: "-f ") { name = String(name[found.upperBound...]) }
            guard let path = name.file(below: folder), path.hasPrefix(folder), listing.has(path) else { continue }
            func value(_ label: String) -> String? {
                fields.first { $0.hasPrefix(label + ":") }.map { String($0.dropFirst(label.count + 1)).collapsed }
            }
            if let bundle = value("bundle"), bundle.uppercased() != "ORIGINAL" { continue }
            if files.contains(where: { $0.name == path }) { continue }
            if value("primary") == "true" {
                files.insert((path, value("description")), at: 0)
            } else {
                files.append((path, value("description")))
            }
        }
        return files
    }

    /// `<dcvalue element="contributor" qualifier="author">…</dcvalue>`
    private static func read(_ root: XMLTree.Element, _ metadata: inout DocumentMetadata) {
        let schema = root[attribute: "schema"] ?? "dc"
        for value in root.all("dcvalue").prefix(1_000) {
            let text = value.wholeText
            guard !text.isEmpty, let element = value[attribute: "element"] else { continue }
            let qualifier = value[attribute: "qualifier"].flatMap { $0 == "none" || $0.isEmpty ? nil : $0 }
            switch (schema, element, qualifier) {
            case ("dc", "title", nil), ("dcterms", "title", _): metadata.title = metadata.title ?? text
            case ("dc", "creator", _), ("dc", "contributor", "author"): metadata.creators.append(text)
            case ("dc", "contributor", _): metadata.contributors.append(text)
            case ("dc", "description", "abstract"), ("dcterms", "abstract", _): metadata.description = text
            case ("dc", "description", nil): metadata.description = metadata.description ?? text
            case ("dc", "subject", _): metadata.keywords.append(text)
            case ("dc", "date", "issued"), ("dc", "date", nil): metadata.created = metadata.created ?? text
            case ("dc", "publisher", _): metadata.publisher = metadata.publisher ?? text
            case ("dc", "language", _): metadata.language = metadata.language ?? text
            case ("dc", "rights", "uri"): metadata.rights = LicenceAddress.name(text)
            case ("dc", "rights", nil): metadata.rights = metadata.rights ?? LicenceAddress.name(text)
            case ("dc", "identifier", "doi"), ("dc", "identifier", "uri"):
                metadata.identifier = metadata.identifier ?? text
            default:
                let name = [schema, element, qualifier].compactMap { $0 }.joined(separator: ".")
                let earlier = metadata.custom[name]?.string
                if metadata.custom.count < 200 {
                    metadata.custom[name] = .string(earlier.map { String(($0 + "; " + text).prefix(10_000)) } ?? text)
                }
            }
        }
    }
}
