import KistModel

/// schema.org in JSON-LD, CodeMeta among it.
enum SchemaOrgItem {
    static func map(_ object: JSONObject, _ builder: inout ItemBuilder) -> MappedRecord? {
        var members = JSONMembers(object)
        let types = JSONMembers.texts(members.take("@type"))
        guard let title = members.text("name", "headline", "title") else { return nil }
        let id = members.text("@id", "id")
        builder.set(.type, types.lazy.compactMap { DataCiteTypes.csl($0, nil) }.first ?? "document")
        builder.set(.title, title)
        if let other = members.text("alternateName", "alternativeHeadline") { builder.set(.titleShort, other) }
        let people = members.take("author", "creator", "agents")
        builder.set(.author, (people?.items ?? []).compactMap(person))
        builder.set(.editor, (members.take("editor")?.items ?? []).compactMap(person))
        builder.set(.contributor, (members.take("contributor")?.items ?? []).compactMap(person))
        builder.set(.translator, (members.take("translator")?.items ?? []).compactMap(person))
        if let publisher = members.text("publisher") { builder.set(.publisher, publisher) }
        if let text = members.text("datePublished", "dateCreated", "dateModified") {
            DublinCoreRecord.date([text], &builder)
        }
        if let text = members.text("description", "abstract") { builder.set(.abstract, text) }
        let words = JSONMembers.texts(members.take("keywords"))
        builder.set(.keyword, words.count == 1 ? words[0].replacing(", ", with: "; ") : words.joined(separator: "; "))
        if let language = members.text("inLanguage") { builder.set(.language, LanguageTag.normal(language)) }
        if let version = members.text("version", "softwareVersion") { builder.set(.version, version) }
        if let licence = members.take("license").flatMap({
            $0["url"]?.string ?? $0["@id"]?.string ?? JSONMembers.text($0)
        }) {
            builder.set(.license, licence)
        }
        container(&members, &builder)
        if let pages = members.text("pagination") {
            builder.set(.page, Identifiers.pages(pages))
        } else if let first = members.text("pageStart") {
            builder.set(.page, members.text("pageEnd").map { "\(first)-\($0)" } ?? first)
        }
        if let number = members.text("isbn") { builder.set(.ISBN, number) }
        if let number = members.text("issn") { builder.set(.ISSN, number) }
        if let edition = members.text("bookEdition") { builder.set(.edition, edition) }
        if let count = members.text("numberOfPages") { builder.set(.numberOfPages, count) }
        identifiers(id, &members, &builder)
        if let id { builder.set(.id, id) }
        members.keepRest(&builder)
        return MappedRecord(key: id, type: types.first)
    }

    private static func person(_ value: JSONValue) -> PersonName? {
        guard let object = value.object else { return value.string.flatMap { PersonName.parse($0) } }
        let kinds = JSONMembers.texts(object["@type"]).map { $0.lowercased() }
        let name = JSONMembers.text(object["name"])
        if kinds.contains("organization"), let name { return .literal(name) }
        return RecordTree.person(
            family: JSONMembers.text(object["familyName"]), given: JSONMembers.text(object["givenName"]), whole: name)
    }

    /// The journal, issue or book that a work is part of.
    private static func container(_ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        var step = members.take("isPartOf", "periodical", "includedInDataCatalog")?.items.first
        var depth = 0
        while let object = step?.object, depth < 4 {
            depth += 1
            if let number = JSONMembers.text(object["volumeNumber"]) { builder.setIfMissing(.volume, number) }
            if let number = JSONMembers.text(object["issueNumber"]) { builder.setIfMissing(.issue, number) }
            if let number = JSONMembers.text(object["issn"]) { builder.setIfMissing(.ISSN, number) }
            let isNumbered = object["volumeNumber"] != nil || object["issueNumber"] != nil
            if let name = object["name"]?.string, !isNumbered || object["isPartOf"] == nil {
                builder.set(.containerTitle, name.words.joined(separator: " "))
            }
            step = object["isPartOf"]?.items.first
        }
        if depth == 0, let name = step?.string { builder.keep("isPartOf", name) }
    }

    private static func identifiers(_ id: String?, _ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        if let id, let doi = Identifiers.doi(inAddress: id) { builder.set(.DOI, doi) }
        for value in members.take("identifier", "identifiers", "doi")?.items ?? [] {
            let kind = value["propertyID"]?.string?.lowercased() ?? ""
            guard let text = value.string ?? value["value"]?.string ?? value["@id"]?.string else { continue }
            switch kind {
            case "doi", "": DublinCoreRecord.identifier(kind == "doi" ? "doi:\(text)" : text, &builder)
            case "isbn": builder.setIfMissing(.ISBN, text)
            case "issn": builder.setIfMissing(.ISSN, text)
            case "pmid": builder.setIfMissing(.PMID, text)
            default: builder.keep("identifier/\(kind)", text)
            }
        }
        if let address = members.text("url", "codeRepository", "contentUrl") {
            if builder.has(.URL) { builder.keep("url", address) } else { builder.set(.URL, address) }
        } else if let id, id.hasPrefix("http") {
            builder.setIfMissing(.URL, id)
        }
    }
}
