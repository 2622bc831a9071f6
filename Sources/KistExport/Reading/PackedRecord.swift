import KistModel

/// A record of a pack as it was written, checked member by member.
struct PackedRecord {
    var id: RecordID
    var type: String
    var state: ExportRecord.State
    /// Nil when only the tombstone travels.
    var fields: JSONObject?
    var version: String?
    var parents: [String] = []
    var number = 0
    var provenance: JSONValue = .object([:])
    var files: [JSONObject] = []

    /// Deepest nesting, and the most parents and files, that a record may have.
    static let maximumDepth = 64
    static let maximumList = 10_000

    /// `path` is where the record lies in the pack. Problems are added; nil when nothing can be made of it.
    init?(_ bytes: [UInt8], path: String, problems: inout [PackProblem]) {
        func fail(_ message: String, _ code: PackProblem.Code = .badRecord) {
            if problems.count < PackVerifier.maximumProblems {
                problems.append(PackProblem(code, "“\(path)”: \(message)", path: path))
            }
        }
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONParser.parse(bytes, maximumDepth: Self.maximumDepth)
        } catch {
            fail("\(error)")
            return nil
        }
        guard json["format"]?.int == 1 else {
            fail("it is written in a form that this Kist does not know", .unsupported)
            return nil
        }
        guard let id = json["id"]?.string.flatMap({ RecordID($0) }), let type = json["type"]?.string, !type.isEmpty,
            type.utf8.count <= 200
        else {
            fail("it has no id or no type")
            return nil
        }
        guard path.hasSuffix("/\(id.text).json") else {
            fail("its name is not that of its record")
            return nil
        }
        self.id = id
        self.type = type
        switch json["state"]?.string {
        case "current": state = .current
        case "withdrawn":
            guard let reason = json["reason"]?.string, let date = json["date"]?.string else {
                fail("it does not say when and why it was withdrawn")
                return nil
            }
            let replacement = json["replacement"]?.string.flatMap { RecordID($0) }
            if json["replacement"] != nil, replacement == nil { fail("its replacement is not the id of a record") }
            state = .withdrawn(reason: reason, date: date, replacement: replacement)
        case "erased":
            guard let reason = json["reason"]?.string, let date = json["date"]?.string else {
                fail("it does not say when and why it was erased")
                return nil
            }
            state = .erased(reason: reason, date: date)
        default:
            fail("it does not say whether it is current, withdrawn or erased")
            return nil
        }
        guard state == .current else { return }
        guard let fields = json["fields"]?.object, let version = json["version"]?.string, ContentHash.isHex(version),
            let number = json["number"]?.int, number >= 0, let parents = json["parents"]?.array,
            let files = json["files"]?.array,
            parents.count <= Self.maximumList, files.count <= Self.maximumList
        else {
            fail("it lacks a part of what makes a version")
            return nil
        }
        self.fields = fields
        self.version = version
        self.number = number
        self.parents = parents.compactMap { $0.string.flatMap { ContentHash.isHex($0) ? $0 : nil } }
        self.files = files.compactMap(\.object)
        provenance = json["provenance"] ?? .object([:])
        let filesAreWhole = self.files.allSatisfy {
            $0["sha256"]?.string.map { ContentHash.isHex($0) } == true && $0["name"]?.string != nil
                && ($0["bytes"]?.int ?? -1) >= 0
        }
        guard self.parents.count == parents.count, self.files.count == files.count, filesAreWhole else {
            fail("its parents or files are not named rightly")
            return nil
        }
        let own = self.files.map { file -> JSONValue in
            var file = file
            file["path"] = nil
            return .object(file)
        }
        let actual = VersionDigest.name(
            of: KistRecord(id: id, type: type, fields: fields), files: own, parents: self.parents)
        if actual != version { fail("its content does not give the name that its version goes by", .wrongVersion) }
    }
}
