import KistPlugin

/// A library that Zotero has exported as RDF with its files: works with their attachments.
struct ZoteroLibrary {
    static let largest = 64 << 20

    private var elements: [String: XMLTree.Element] = [:]
    private let root: XMLTree.Element
    private let folder: String
    private let place: String
    private let damage: (message: String, line: Int)?

    /// The RDF file of such an export among the files; nil where there is none.
    static func name(in listing: ArchiveListing) -> String? {
        let names = listing.files.keys.filter { name in
            name.lowercased().hasSuffix(".rdf") && !name.dropFirst(listing.base.count).contains("/")
        }
        return names.count == 1 ? names.first : nil
    }

    /// nil when the file is RDF of another kind.
    init?(_ bytes: [UInt8], name: String) throws(PluginError) {
        let tree = try XMLTree(bytes)
        guard let root = tree.root, root.name == "RDF", root.space == .rdf,
            root.children.contains(where: { element in
                element.children.contains { $0.space == .zotero } || element.space == .zotero
            })
        else { return nil }
        self.root = root
        folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
        place = name
        damage = tree.failure
        for element in root.children {
            if let id = element[attribute: "about"] ?? element[attribute: "ID"].map({ "#" + $0 }) {
                elements[id] = element
            }
        }
    }

    func outline() -> BundleOutline {
        var outline = BundleOutline(kind: "Zotero library")
        outline.ownFiles = [place]
        if let damage {
            outline.diagnostics.append(
                Diagnostic(
                    .error, "zotero-damaged",
                    "The library is damaged in line \(damage.line); the works before that were read.", place: place))
        }
        for element in root.children {
            let type = element.first("itemType").map(\.wholeText) ?? ""
            guard ZoteroWork.isWork(element, type: type) else { continue }
            let work = ZoteroWork(element, type: type, in: elements)
            let key = element[attribute: "about"] ?? element[attribute: "ID"] ?? "line \(element.line)"
            outline.entries.append(
                BibliographicEntry(
                    csl: work.csl, unknown: work.unknown, key: key, entryType: type.isEmpty ? element.name : type,
                    place: "line \(element.line)"))
            for (index, attachment) in attachments(of: element).enumerated() {
                var metadata = DocumentMetadata()
                metadata.title = work.csl["title"]?.string ?? attachment.title
                metadata.creators = work.authorNames
                outline.notes[attachment.path] = BundleOutline.Note(metadata: metadata, parent: key, number: index + 1)
            }
        }
        outline.parts.append(PartCoverage(name: "works", status: .read, count: outline.entries.count))
        return outline
    }

    private func attachments(of element: XMLTree.Element) -> [(path: String, title: String?)] {
        element.all("link").compactMap { link in
            guard link.space == .link, let id = link[attribute: "resource"], let found = elements[id],
                let name = found.first("resource")?[attribute: "resource"] ?? found.first("path")?.wholeText,
                let path = name.file(below: folder)
            else { return nil }
            return (path, found.first("title")?.wholeText)
        }
    }
}
