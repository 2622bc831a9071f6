internal import Foundation
public import KistModel

/// What `kist.json` says: which collection this is and who answers for it. Members that this Kist does not know are kept.
public struct CollectionInfo: Hashable, Sendable {
    /// The format that this Kist writes.
    public static let currentFormat = 1
    static let byteLimit = 1 << 20

    public var format: Int
    /// 16 Crockford characters; ids are derived from it.
    public var id: String
    public var name: String
    public var hub: String?
    public var authority: String?
    /// The licence of what is made here, unless a record says otherwise.
    public var licence: String?
    public var rest: JSONObject

    /// A new collection's.
    public init(
        name: String, hub: String? = nil, authority: String? = nil, licence: String? = nil, chance: KistChance = .system
    ) {
        format = Self.currentFormat
        id = RecordID(bytes: chance.bytes(10, for: "collection \(name)")).text
        self.name = name
        self.hub = hub
        self.authority = authority
        self.licence = licence
        rest = JSONObject()
    }

    public var json: JSONValue {
        var object: JSONObject = ["format": .int(format), "id": .string(id), "name": .string(name)]
        if let hub { object["hub"] = .string(hub) }
        if let authority { object["authority"] = .string(authority) }
        if let licence { object["licence"] = .string(licence) }
        for member in rest.members where object[member.name] == nil { object[member.name] = member.value }
        return .object(object)
    }

    /// Reads the bytes of a `kist.json`. `place` is only for the error. Format first: a newer file is refused before
    /// anything else about it is judged.
    public init(reading bytes: [UInt8], place: String) throws {
        let json: JSONValue
        do {
            json = try JSONParser.parse(bytes)
        } catch {
            throw CatalogueError(.damaged, "kist.json cannot be read: \(error)", place: place)
        }
        guard var object = json.object, let format = object["format"]?.int else {
            throw CatalogueError(.damaged, "kist.json does not say which format the collection has", place: place)
        }
        guard format <= Self.currentFormat else {
            throw CatalogueError(
                .tooNew,
                "this collection has format \(format) and this Kist reads up to \(Self.currentFormat): "
                    + "use a newer Kist; nothing was changed", place: place)
        }
        guard format >= 1, let id = object["id"]?.string, RecordID(id) != nil, let name = object["name"]?.string else {
            throw CatalogueError(.damaged, "kist.json lacks the collection's id or name", place: place)
        }
        self.format = format
        self.id = id
        self.name = name
        hub = object["hub"]?.string
        authority = object["authority"]?.string
        licence = object["licence"]?.string
        for known in ["format", "id", "name"] { object[known] = nil }
        for known in ["hub", "authority", "licence"] where object[known]?.string != nil { object[known] = nil }
        rest = object
    }

    /// Reads the `kist.json` of a collection.
    public static func load(from location: CollectionLocation) throws -> CollectionInfo {
        let path = location.infoFile.path
        guard location.exists else {
            throw CatalogueError(
                .missing, "there is no collection here: make one with “kist init”", place: location.folder.path)
        }
        let bytes = try DiskFile.contents(of: path, limit: byteLimit)
        return try CollectionInfo(reading: bytes, place: path)
    }

    /// Writes `kist.json` beside itself and moves it into place.
    public func save(to location: CollectionLocation) throws {
        try DiskFile.replace(location.infoFile.path, with: Array((json.pretty + "\n").utf8))
    }
}
