import KistPlugin

/// The description of a learning object (IEEE LOM, in the forms of IMS 1.1 and of the standard) or of Dublin Core terms: the
/// names alone tell, since each version has its own namespace.
enum LearningObject {
    static func read(_ element: XMLTree.Element) -> DocumentMetadata {
        let lom = element.first("lom") ?? element
        var metadata = DocumentMetadata()
        if let general = lom.first("general") {
            metadata.title = text(general.first("title"))
            metadata.description = text(general.first("description"))
            metadata.keywords = general.all("keyword").compactMap(text)
            metadata.language = text(general.first("language"))
            metadata.identifier = text(general.first("identifier")?.first("entry") ?? general.first("identifier"))
        }
        for contribution in lom.first("lifecycle")?.all("contribute") ?? lom.first("lifeCycle")?.all("contribute") ?? []
        {
            let role = text(contribution.first("role")?.first("value"))?.lowercased() ?? ""
            let names = (contribution.all("entity") + contribution.all("centity")).compactMap(text).compactMap(cardName)
            if role == "author" || role == "creator" {
                metadata.creators += names
            } else if role == "publisher" {
                metadata.publisher = metadata.publisher ?? names.first
            } else {
                metadata.contributors += names
            }
            let date = contribution.first("date")
            metadata.created = metadata.created ?? text(date?.first("dateTime") ?? date?.first("datetime"))
        }
        if let rights = lom.first("rights") {
            metadata.rights = text(rights.first("description")).map(LicenceAddress.name)
        }
        // Moodle and others put Dublin Core straight into the element.
        metadata.title = metadata.title ?? text(lom.first("title"))
        metadata.description = metadata.description ?? text(lom.first("description"))
        return metadata
    }

    /// The text of an element whose text stands in `string` or `langstring`; English before other languages.
    private static func text(_ element: XMLTree.Element?) -> String? {
        guard let element else { return nil }
        let strings = element.all("langstring") + element.all("string")
        let english = strings.first { ($0[attribute: "lang"] ?? $0[attribute: "language"])?.hasPrefix("en") == true }
        let text = (english ?? strings.first ?? element).wholeText
        return text.isEmpty ? nil : text
    }

    /// The name in a vCard; what is none is a name.
    private static func cardName(_ text: String) -> String? {
        guard text.uppercased().hasPrefix("BEGIN:VCARD") else { return text }
        guard let found = text.firstRange(of: "FN:") else { return nil }
        let rest = text[found.upperBound...]
        let labels = [" N:", " ORG:", " EMAIL", " END:", " VERSION:", " URL", " TITLE:", " TEL"]
        let end = labels.compactMap { rest.firstRange(of: $0)?.lowerBound }.min() ?? rest.endIndex
        let name = String(rest[..<end]).collapsed
        return name.isEmpty ? nil : name
    }
}
