import KistPlugin

/// An RO-Crate, 1.0 to 1.3: JSON-LD, flattened, with the entities by their addresses. The root becomes the crate's record, and
/// what is said of a file goes with it.
struct ResearchCrate {
    static let names = ["ro-crate-metadata.json", "ro-crate-metadata.jsonld"]
    static let largest = 32 << 20
    private static let deepest = 64
    /// Levels of data sets inside each other, and parts that are listed.
    private static let deepestPart = 8
    private static let mostParts = 5_000

    private let entities: [String: JSONObject]
    private let root: JSONObject
    private let rootID: String
    private let folder: String
    private let place: String

    /// - Parameters:
    ///   - name: the description's name in the archive; addresses count from its folder.
    /// - Throws: `damaged` for what is no crate.
    init(_ bytes: [UInt8], name: String) throws(PluginError) {
        folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
        place = name
        let value: JSONValue
        do {
            value = try JSONParser.parse(
                bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes, maximumDepth: Self.deepest)
        } catch {
            throw PluginError(.damaged, "The crate's description is not valid JSON: \(error)", place: name)
        }
        guard let graph = value["@graph"]?.array else {
            throw PluginError(.damaged, "The crate's description has no “@graph”.", place: name)
        }
        var entities: [String: JSONObject] = [:]
        for item in graph {
            guard let entity = item.object, let id = entity["@id"]?.string, entities[id] == nil else { continue }
            entities[id] = entity
        }
        let descriptor = Self.names.lazy.compactMap { entities[$0] ?? entities["./" + $0] }.first
        let about = descriptor?["about"].flatMap(Self.reference)
        guard let id = [about, "./", ".", ""].lazy.compactMap({ $0 }).first(where: { entities[$0] != nil }),
            let root = entities[id]
        else { throw PluginError(.damaged, "The crate's description does not describe the crate itself.", place: name) }
        self.entities = entities
        self.root = root
        rootID = id
    }

    func outline() -> BundleOutline {
        var outline = BundleOutline(kind: "crate")
        outline.metadata = metadata(root)
        outline.ownFiles = Set(Self.names.map { folder + $0 } + ["ro-crate-preview.html"].map { folder + $0 })
        outline.add(title: outline.metadata.title ?? "Crate", place: place)
        for text in texts(root["description"]) { outline.add(paragraph: text, place: place) }
        let people = outline.metadata.creators.joined(separator: ", ")
        if !people.isEmpty { outline.add(paragraph: "By \(people)", place: place) }
        var seen: Set<String> = [rootID]
        var number = 0
        list(parts(of: root), level: 1, &outline, &seen, &number)
        // What nothing names as a part is described all the same.
        for id in entities.keys.sorted() where !seen.contains(id) {
            guard let entity = entities[id], types(entity).contains("File") || types(entity).contains("MediaObject")
            else {
                continue
            }
            describe(id, entity, number: nil, &outline)
        }
        outline.parts.append(PartCoverage(name: "entities", status: .read, count: entities.count))
        return outline
    }

    // MARK: - Parts

    private func list(
        _ ids: [String], level: Int, _ outline: inout BundleOutline, _ seen: inout Set<String>, _ number: inout Int
    ) {
        for id in ids where seen.insert(id).inserted && number < Self.mostParts {
            number += 1
            guard let entity = entities[id] else { continue }
            let name = texts(entity["name"]).first ?? id
            let about = texts(entity["description"]).first.map { ": " + $0 } ?? ""
            outline.add(
                item: String((name + about).prefix(2_000)), level: level, link: id.isWebAddress ? id : nil, place: place
            )
            describe(id, entity, number: number, &outline)
            if level < Self.deepestPart { list(parts(of: entity), level: level + 1, &outline, &seen, &number) }
        }
    }

    private func describe(_ id: String, _ entity: JSONObject, number: Int?, _ outline: inout BundleOutline) {
        guard !id.hasSuffix("/"), !id.hasPrefix("#"), let path = id.file(below: folder) else { return }
        var note = BundleOutline.Note(metadata: metadata(entity), number: number)
        // The crate's licence is that of its files, unless they have their own.
        if note.metadata.rights == nil { note.metadata.rights = outline.metadata.rights }
        outline.notes[path] = note
    }

    private func parts(of entity: JSONObject) -> [String] { references(entity["hasPart"]) }

    // MARK: - What is said of an entity

    private func metadata(_ entity: JSONObject) -> DocumentMetadata {
        var metadata = DocumentMetadata()
        metadata.title = texts(entity["name"]).first ?? texts(entity["headline"]).first
        metadata.description = texts(entity["description"]).first ?? texts(entity["abstract"]).first
        metadata.creators = names(entity["author"]) + names(entity["creator"])
        metadata.contributors = names(entity["contributor"])
        metadata.publisher = names(entity["publisher"]).first
        metadata.keywords = texts(entity["keywords"]).flatMap {
            $0.split(separator: ",").map { String($0).collapsed }.filter { !$0.isEmpty }
        }
        metadata.created = texts(entity["datePublished"]).first ?? texts(entity["dateCreated"]).first
        metadata.modified = texts(entity["dateModified"]).first
        metadata.language = texts(entity["inLanguage"]).first
        metadata.rights = licence(entity["license"])
        metadata.identifier = texts(entity["identifier"]).first ?? references(entity["identifier"]).first
        return metadata
    }

    private func licence(_ value: JSONValue?) -> String? {
        for id in references(value) {
            let short = LicenceAddress.name(id)
            if short != id { return short }
            let entity = entities[id]
            return entity.flatMap { texts($0["name"]).first } ?? (id.isWebAddress ? id : nil)
        }
        return texts(value).first.map(LicenceAddress.name)
    }

    private func names(_ value: JSONValue?) -> [String] {
        let referred = references(value).compactMap { id -> String? in
            guard let entity = entities[id] else { return id.isWebAddress || id.hasPrefix("#") ? nil : id }
            if let name = texts(entity["name"]).first { return name }
            let parts = texts(entity["givenName"]).prefix(1) + texts(entity["familyName"]).prefix(1)
            return parts.isEmpty ? nil : parts.joined(separator: " ")
        }
        return referred + texts(value)
    }

    /// Texts among one value or a list, those with a language or a type included.
    private func texts(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        if let items = value.array {
            return items.prefix(1_000).flatMap { item in item.array == nil ? texts(item) : [] }
        }
        let text = value.string ?? value["@value"]?.string
        return text.map { $0.collapsed }.flatMap { $0.isEmpty ? nil : [$0] } ?? []
    }

    private func references(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        if let items = value.array { return items.compactMap(Self.reference) }
        return Self.reference(value).map { [$0] } ?? []
    }

    private static func reference(_ value: JSONValue) -> String? { value["@id"]?.string }

    private func types(_ entity: JSONObject) -> [String] { texts(entity["@type"]) }
}
