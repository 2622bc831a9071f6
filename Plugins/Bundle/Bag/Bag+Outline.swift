import KistPlugin

extension Bag {
    /// What the bag says about itself. It is a record of its own only when somebody has described it.
    func outline(_ listing: ArchiveListing, title: String?) -> BundleOutline {
        var outline = BundleOutline(kind: "bag")
        func values(_ labels: String...) -> [String] {
            tags.filter { tag in labels.contains(tag.label.lowercased()) && !tag.value.isEmpty }.map(\.value)
        }
        outline.metadata.title = values("title", "external-identifier").first ?? title
        outline.metadata.creators = values("source-organization")
        outline.metadata.contributors = values("contact-name")
        outline.metadata.description = values("external-description").first
        outline.metadata.created = values("bagging-date").first
        outline.metadata.identifier = values("external-identifier").first
        outline.metadata.generator = values("bag-software-agent").first
        for (label, value) in tags.prefix(200) where outline.metadata.custom[label] == nil {
            outline.metadata.custom[label] = .string(value)
        }
        if let description = outline.metadata.description {
            outline.add(title: outline.metadata.title ?? "Bag", place: "bag-info.txt")
            outline.add(paragraph: description, place: "bag-info.txt")
        }
        for name in listing.files.keys where name.hasPrefix(listing.base) {
            if !name.dropFirst(listing.base.count).hasPrefix("data/") { outline.ownFiles.insert(name) }
        }
        return outline
    }
}
