import KistModel

/// `ro-crate-metadata.json`: the pack described for other programs, RO-Crate 1.2.
struct CrateMetadata {
    let source: PackSource
    let selection: PackSelection
    /// Payload files by their path inside `data/`, but the description itself.
    let files: [PackEntry]
    let filePaths: [String: String]
    /// ISO day: of the newest record.
    let date: String

    func bytes() -> [UInt8] {
        var graph: [String: JSONObject] = [:]
        func add(_ id: String, _ object: JSONObject) {
            var object = object
            object["@id"] = .string(id)
            graph[id] = object
        }
        add(
            "ro-crate-metadata.json",
            [
                "@type": "CreativeWork", "conformsTo": ["@id": "https://w3id.org/ro/crate/1.2"], "about": ["@id": "./"],
            ])
        let facts = source.facts
        var records: [String] = []
        for export in selection.records {
            let id = "#\(export.id.text)"
            records.append(id)
            add(id, entity(export, facts))
            if let licence = facts.value("licence", export.record)?.items.first?.string {
                add(licenceID(licence), self.licence(licence))
            }
        }
        add(
            "#each-its-own",
            [
                "@type": "CreativeWork", "name": "Each record's own licence",
                "description":
                    "Every record and file states its licence. Bibliographic entries of works that are not included are facts and state none.",
            ])
        let makers = owners()
        var parts: [String] = []
        for file in files {
            let path = String(file.path.dropFirst("data/".count))
            parts.append(path)
            add(path, fileEntity(path, file, makers[path]))
        }
        add("#hub", ["@type": "Organization", "name": .string(source.collection.hub ?? source.collection.name)])
        let words = source.software.split(separator: " ")
        add(
            "#kist",
            [
                "@type": "SoftwareApplication", "name": .string(words.first.map(String.init) ?? "Kist"),
                "version": .string(
                    words.dropFirst().joined(separator: " ").isEmpty ? "0" : words.dropFirst().joined(separator: " ")),
                "url": "urn:kist:software",
            ])
        add(
            "#export",
            [
                "@type": "CreateAction", "name": "Export of this pack", "agent": ["@id": "#hub"],
                "instrument": ["@id": "#kist"], "object": references(records),
                "result": ["@id": "./"], "endTime": .string(date),
            ])
        var root: JSONObject = [
            "@type": "Dataset", "name": .string(source.title),
            "description": .string(
                source.summary.isEmpty ? "A pack of records from \(source.collection.name)." : source.summary),
            "datePublished": .string(date), "license": ["@id": "#each-its-own"], "hasPart": references(parts.sorted()),
            "publisher": ["@id": "#hub"],
            "mentions": references((records + ["#export"]).sorted()),
        ]
        if let reason = source.includeHeld, !selection.overridden.isEmpty {
            root["usageInfo"] = .string(
                "\(selection.overridden.count) records would usually be held back; reason given: \(reason)")
        }
        add("./", root)
        let list = graph.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap {
            graph[$0].map(JSONValue.object)
        }
        let document: JSONValue = ["@context": "https://w3id.org/ro/crate/1.2/context", "@graph": .array(list)]
        return Array((TableExport.sorted(document).pretty + "\n").utf8)
    }

    // MARK: - Entities

    private func references(_ ids: [String]) -> JSONValue { .array(ids.map { ["@id": .string($0)] }) }

    private func entity(_ export: ExportRecord, _ facts: RecordFacts) -> JSONObject {
        let record = export.record
        var object: JSONObject = [
            "@type": .string(schemaType(record.type)), "name": .string(facts.title(record).text),
            "identifier": .string(export.id.text),
            "additionalType": .string(facts.typeLabel(record.type)), "inLanguage": .string(facts.language(record)),
            "version": .string(export.version),
        ]
        if let summary = facts.summary(record) { object["description"] = .string(summary.text) }
        if let date = facts.date(record) { object["datePublished"] = .string(date) }
        if let doi = facts.doi(record) { object["sameAs"] = ["@id": .string("https://doi.org/\(doi)")] }
        if let licence = facts.value("licence", record)?.items.first?.string {
            object["license"] = ["@id": .string(licenceID(licence))]
        }
        let authors = facts.authors(record)
        if !authors.isEmpty { object["creditText"] = .string(authors.joined(separator: "; ")) }
        let pages = [PackNames.page(export.id), PackNames.document(export.id)]
        object["subjectOf"] = references(pages)
        let files = export.files.compactMap { filePaths[$0.sha256] }
        if !files.isEmpty { object["encoding"] = references(files) }
        var links: [String: [String]] = [:]
        for edge in selection.outgoing[export.id] ?? [] {
            guard let other = edge.to.id, selection.isHere(other) else { continue }
            let name =
                switch RecordFacts.local(edge.relation) {
                case "digests", "reports", "cites", "further-reading": "citation"
                case "implements", "adapts", "arose-from", "translation-of", "replicates": "isBasedOn"
                case "part-of", "produced-at": "isPartOf"
                default: "about"
                }
            links[name, default: []].append("#\(other.text)")
        }
        for (name, ids) in links { object[name] = references(Array(Set(ids)).sorted()) }
        return object
    }

    private func fileEntity(_ path: String, _ file: PackEntry, _ maker: ExportRecord?) -> JSONObject {
        var object: JSONObject = [
            "@type": "File", "name": .string(path), "encodingFormat": .string(Self.format(path)),
            "contentSize": .string(String(file.byteCount)),
            "sha256": .string(file.sha256),
        ]
        guard let maker else { return object }
        let facts = source.facts
        object["name"] = .string(facts.title(maker.record).text)
        object["about"] = ["@id": .string("#\(maker.id.text)")]
        if let licence = facts.value("licence", maker.record)?.items.first?.string {
            object["license"] = ["@id": .string(licenceID(licence))]
        }
        if path.hasPrefix("resources/"), let own = maker.files.first(where: { $0.sha256 == file.sha256 }) {
            object["alternateName"] = .string(own.name)
            if let type = own.mediaType { object["encodingFormat"] = .string(type) }
        }
        return object
    }

    /// The record to which a file belongs; of several the first by id.
    private func owners() -> [String: ExportRecord] {
        var owners: [String: ExportRecord] = [:]
        for export in selection.records {
            for path in [PackNames.page(export.id), PackNames.document(export.id)] { owners[path] = export }
            for file in export.files {
                guard let path = filePaths[file.sha256], owners[path] == nil else { continue }
                owners[path] = export
            }
        }
        return owners
    }

    private func licenceID(_ term: String) -> String {
        source.vocabularies.concept(term)?.properties["kist:address"]?.first
            ?? "#licence-\(PackNames.slug(term, limit: 60, fallback: "other"))"
    }

    private func licence(_ term: String) -> JSONObject {
        let label = source.vocabularies.label(term)
        return ["@type": "CreativeWork", "name": .string(label), "description": .string("Licence: \(label)")]
    }

    /// The type that the schema maps to, when it is one of schema.org that the context knows.
    private func schemaType(_ type: String) -> String {
        let mapped = (source.schemas[type]?.mappings["schema"] ?? "").replacing("schema:", with: "")
        let known = [
            "Event", "Organization", "Person", "ScholarlyArticle", "LearningResource", "DefinedTerm", "Review",
            "Report", "Comment", "Collection",
        ]
        return known.contains(mapped) ? mapped : "CreativeWork"
    }

    static func format(_ path: String) -> String {
        switch path.split(separator: ".").last.map(String.init) ?? "" {
        case "html": "text/html"
        case "json": "application/json"
        case "js": "text/javascript"
        case "css": "text/css"
        case "pdf": "application/pdf"
        case "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case "odt": "application/vnd.oasis.opendocument.text"
        case "zip": "application/zip"
        case "txt", "md": "text/plain"
        case "csv": "text/csv"
        case "bib": "application/x-bibtex"
        case "ris": "application/x-research-info-systems"
        default: "application/octet-stream"
        }
    }
}
