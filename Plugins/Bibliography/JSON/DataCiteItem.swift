import KistModel

/// DataCite in JSON: its API’s answers, Bolognese’s and crosscite’s forms of them.
enum DataCiteItem {
    static func map(_ source: JSONObject, _ builder: inout ItemBuilder) -> MappedRecord? {
        // The API puts the work's members one step down.
        var members = JSONMembers(source["attributes"]?.object ?? source)
        let titles = members.take("titles")?.items ?? []
        guard
            let title = titles.first(where: { $0["titleType"] == nil || $0["titleType"]?.isNull == true })
                ?? titles.first
        else { return nil }
        let id = members.text("id") ?? JSONMembers.text(source["id"])
        let kinds = members.take("types", "resourceType")
        let general = (kinds?["resourceTypeGeneral"] ?? kinds?["resource-type-general"])?.string
        let specific = (kinds?["resourceType"] ?? kinds?["resource-type"])?.string
        let citeproc = kinds?["citeproc"]?.string
        builder.set(.type, DataCiteTypes.csl(general, specific) ?? citeproc ?? "document")
        if let specific, specific != general { builder.set(.genre, specific) }
        builder.set(.title, JSONMembers.text(title["title"] ?? title) ?? "")
        for other in titles where other != title {
            builder.keep("titles", JSONMembers.text(other["title"]) ?? other.compact)
        }
        builder.set(.author, (members.take("creators")?.items ?? []).compactMap(person))
        contributors(&members, &builder)
        if let publisher = members.text("publisher") { builder.set(.publisher, publisher) }
        dates(&members, &builder)
        let subjects = (members.take("subjects")?.items ?? []).compactMap { JSONMembers.text($0["subject"] ?? $0) }
        builder.set(.keyword, subjects.joined(separator: "; "))
        for value in members.take("descriptions")?.items ?? [] {
            let kind = value["descriptionType"]?.string ?? "Other"
            guard let text = JSONMembers.text(value["description"]) else { continue }
            if kind == "Abstract", !builder.has(.abstract) {
                builder.set(.abstract, text)
            } else {
                builder.keep("description/\(kind)", text)
            }
        }
        for value in members.take("rightsList", "rights_list", "rights-list")?.items ?? [] {
            let text =
                (value["rightsUri"] ?? value["rightsURI"] ?? value["rights-uri"])?.string
                ?? JSONMembers.text(value["rights"])
            if let text {
                if builder.has(.license) { builder.keep("rights", text) } else { builder.set(.license, text) }
            }
        }
        if let language = members.text("language") { builder.set(.language, LanguageTag.normal(language)) }
        if let version = members.text("version", "version_info") { builder.set(.version, version) }
        container(&members, &builder)
        identifiers(id, &members, &builder)
        if let address = members.text("url") { builder.set(.URL, address) }
        if let id { builder.set(.id, id) }
        members.keepRest(&builder)
        return MappedRecord(key: id, type: general ?? specific)
    }

    private static func person(_ value: JSONValue) -> PersonName? {
        guard let object = value.object else { return value.string.flatMap { PersonName.parse($0) } }
        let name = JSONMembers.text(object["name"] ?? object["creatorName"])
        let kind = (object["nameType"] ?? object["type"])?.string ?? ""
        if kind.hasPrefix("Organi"), let name { return .literal(name) }
        return RecordTree.person(
            family: JSONMembers.text(object["familyName"]), given: JSONMembers.text(object["givenName"]), whole: name)
    }

    private static func contributors(_ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        var editors: [PersonName] = []
        for value in members.take("contributors")?.items ?? [] {
            let kind = value["contributorType"]?.string ?? "Other"
            if kind == "Editor", let name = person(value) {
                editors.append(name)
            } else if let text = JSONMembers.text(value["name"]) {
                builder.keep("contributor/\(kind)", text)
            }
        }
        builder.set(.editor, editors)
    }

    private static func dates(_ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        let year = members.text("publicationYear", "publication_year", "publication-year").flatMap {
            PartialDate.year(in: $0)
        }
        var issued: PartialDate?
        for value in members.take("dates")?.items ?? [] {
            guard let text = value["date"]?.string else { continue }
            let kind = (value["dateType"] ?? value["date_type"])?.string ?? "date"
            if kind == "Issued", issued == nil { issued = PartialDate.edtf(text) ?? ReferenceDate.read(text) }
            builder.keep("date/\(kind)", text)
        }
        if let issued, year == nil || issued.year == year {
            builder.set(.issued, issued)
        } else if let year {
            builder.set(.issued, PartialDate(year: year))
        }
    }

    private static func container(_ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        guard let object = members.take("container")?.object else { return }
        if let title = JSONMembers.text(object["title"]) { builder.set(.containerTitle, title) }
        if let volume = JSONMembers.text(object["volume"]) { builder.set(.volume, volume) }
        if let issue = JSONMembers.text(object["issue"]) { builder.set(.issue, issue) }
        if let first = JSONMembers.text(object["firstPage"]) {
            builder.set(.page, JSONMembers.text(object["lastPage"]).map { "\(first)-\($0)" } ?? first)
        }
        if object["identifierType"] == "ISSN", let number = JSONMembers.text(object["identifier"]) {
            builder.set(.ISSN, number)
        }
    }

    private static func identifiers(_ id: String?, _ members: inout JSONMembers, _ builder: inout ItemBuilder) {
        if let doi = members.text("doi").flatMap({ Identifiers.doi($0) }) ?? id.flatMap({ Identifiers.doi($0) }) {
            builder.set(.DOI, doi)
        }
        for value in members.take("identifiers", "alternateIdentifiers")?.items ?? [] {
            let kind = (value["identifierType"] ?? value["alternateIdentifierType"])?.string ?? ""
            guard
                let text = JSONMembers.text(value["identifier"] ?? value["Identifier"] ?? value["alternateIdentifier"])
            else {
                continue
            }
            if kind == "DOI" {
                if let doi = Identifiers.doi(text), !builder.has(.DOI) { builder.set(.DOI, doi) }
            } else {
                builder.keep(kind.isEmpty ? "identifier" : "identifier/\(kind)", text)
            }
        }
    }
}
