import KistPlugin

/// A course as IMS Content Packaging, SCORM and Common Cartridge write it: `imsmanifest.xml` with organisations, which are the
/// table of contents, and resources, which are the files behind it.
struct ContentPackage {
    static let name = "imsmanifest.xml"
    static let largest = 32 << 20
    private static let mostItems = 20_000
    /// Files that a page needs and that say nothing by themselves.
    private static let supporting: Set<String> = [
        "xsd", "dtd", "js", "css", "map", "woff", "woff2", "ttf", "otf", "eot", "ico", "cur", "swf", "json",
    ]

    private struct Resource {
        var path: String?
        var web: String?
        var files: [String]
        var metadata: DocumentMetadata
    }

    private let manifest: XMLTree.Element
    private let folder: String
    private let place: String
    private var resources: [String: Resource] = [:]
    private let damage: (message: String, line: Int)?

    /// - Throws: `damaged` for a manifest that cannot be read at all.
    init(_ bytes: [UInt8], name: String) throws(PluginError) {
        folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
        place = name
        let tree = try XMLTree(bytes)
        damage = tree.failure
        guard let root = tree.root, root.name == "manifest" else {
            throw PluginError(
                .damaged, "The course's manifest is not XML of the kind: \(tree.failure?.message ?? "no manifest").",
                place: name)
        }
        manifest = root
        readResources(root)
    }

    private mutating func readResources(_ root: XMLTree.Element) {
        for list in root.all("resources") {
            let base = folder + (root[attribute: "base"] ?? "") + (list[attribute: "base"] ?? "")
            for item in list.all("resource").prefix(Self.mostItems) {
                guard let id = item[attribute: "identifier"] else { continue }
                let base = base + (item[attribute: "base"] ?? "")
                let files = item.all("file").compactMap { $0[attribute: "href"]?.file(below: base) }
                let href = item[attribute: "href"]
                resources[id] = Resource(
                    path: href?.file(below: base) ?? (href == nil ? files.first : nil),
                    web: href.flatMap { $0.isWebAddress ? $0 : nil }, files: files,
                    metadata: item.first("metadata").map { LearningObject.read($0) } ?? DocumentMetadata())
            }
        }
    }

    /// - Parameter separate: descriptions that the manifest names instead of holding them, by name.
    func outline(_ listing: ArchiveListing, separate: [String: [UInt8]]) throws(PluginError) -> BundleOutline {
        var outline = BundleOutline(kind: "course")
        outline.ownFiles = Set([place] + separate.keys)
        if let damage {
            outline.diagnostics.append(
                Diagnostic(
                    .warning, "course-manifest-damaged",
                    "The course's manifest is damaged in line \(damage.line); what stands before was read.",
                    place: place))
        }
        if let described = manifest.first("metadata") { outline.metadata = LearningObject.read(described) }
        for name in separate.keys.sorted() {
            guard let root = try XMLTree(separate[name] ?? []).root else { continue }
            outline.metadata = LearningObject.read(root).filled(from: outline.metadata)
        }
        let organisations = manifest.first("organizations")
        let all = organisations?.all("organization") ?? []
        let first = organisations?[attribute: "default"].flatMap { wanted in
            all.first { $0[attribute: "identifier"] == wanted }
        }
        if outline.metadata.title == nil { outline.metadata.title = (first ?? all.first).flatMap(title) }
        outline.metadata.generator = outline.metadata.generator ?? schema
        outline.add(title: outline.metadata.title ?? "Course", place: place)
        if let description = outline.metadata.description { outline.add(paragraph: description, place: place) }
        var number = 0
        for organisation in all {
            if all.count > 1, let title = title(organisation) {
                outline.blocks.append(
                    DocumentBlock(kind: .heading, level: 2, text: title, place: "line \(organisation.line)"))
            }
            add(organisation.all("item"), level: 1, parent: nil, &outline, &number)
        }
        addUnlisted(listing, &outline, number)
        outline.parts.append(PartCoverage(name: "items of the table of contents", status: .read, count: number))
        return outline
    }

    /// Where the manifest says that descriptions lie (`adlcp:location`).
    func separateDescriptions() -> [String] {
        let places = [manifest.first("metadata")].compactMap { $0 }.flatMap { $0.all("location") }
        return places.prefix(10).compactMap { $0.text.collapsed.file(below: folder) }
    }

    private var schema: String? {
        let metadata = manifest.first("metadata")
        let words = ["schema", "schemaversion"].compactMap { metadata?.first($0)?.text.collapsed }.filter {
            !$0.isEmpty
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private func title(_ element: XMLTree.Element) -> String? {
        element.first("title").map(\.wholeText).flatMap { $0.isEmpty ? nil : $0 }
    }

    // MARK: - The tree

    private func add(
        _ items: [XMLTree.Element], level: Int, parent: String?, _ outline: inout BundleOutline, _ number: inout Int
    ) {
        for item in items where number < Self.mostItems {
            number += 1
            let place = "line \(item.line)"
            let resource = item[attribute: "identifierref"].flatMap { resources[$0] }
            if item[attribute: "identifierref"] != nil, resource == nil {
                outline.diagnostics.append(
                    Diagnostic(
                        .warning, "course-item-missing",
                        "“\((title(item) ?? "An item").prefix(200))” refers to something that is not in the course.",
                        place: place))
            }
            outline.add(item: title(item) ?? "", level: level, link: resource?.web, place: place)
            let path = resource?.path
            if let path, outline.notes[path] == nil {
                var note = BundleOutline.Note(metadata: resource?.metadata ?? DocumentMetadata(), number: number)
                note.metadata = (item.first("metadata").map { LearningObject.read($0) } ?? DocumentMetadata())
                    .filled(from: note.metadata)
                note.metadata.title = title(item) ?? note.metadata.title
                note.metadata.rights = note.metadata.rights ?? outline.metadata.rights
                note.parent = parent == path ? nil : parent
                outline.notes[path] = note
            }
            if level < 50 {
                add(item.all("item"), level: level + 1, parent: path ?? parent, &outline, &number)
            }
        }
    }

    /// Resources that no item shows, and files that only serve others.
    private func addUnlisted(_ listing: ArchiveListing, _ outline: inout BundleOutline, _ count: Int) {
        for id in resources.keys.sorted() {
            guard let resource = resources[id], let path = resource.path, outline.notes[path] == nil else { continue }
            outline.notes[path] = BundleOutline.Note(metadata: resource.metadata)
        }
        for name in listing.files.keys where outline.notes[name] == nil {
            let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
            if Self.supporting.contains(ending) { outline.notes[name] = BundleOutline.Note(isSupport: true) }
        }
    }
}
