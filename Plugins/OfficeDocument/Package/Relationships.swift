import KistPlugin

/// What a part of a package refers to: the content of its `.rels` part.
final class Relationships: XMLHandler {
    struct Relationship {
        var id: String
        /// The last word of the type: "officeDocument", "styles", "image".
        var type: String
        /// A part's name, or an address outside when `isExternal`.
        var target: String
        var isExternal: Bool
    }

    private(set) var all: [Relationship] = []
    private(set) var byID: [String: Int] = [:]
    private let folder: String

    /// `folder`: that of the part whose relationships these are, "" for the package, else ending with "/".
    init(folder: String) { self.folder = folder }

    subscript(id: String) -> Relationship? { byID[id].map { all[$0] } }

    func first(_ type: String) -> Relationship? { all.first { $0.type == type && !$0.isExternal } }

    override func start(_ element: borrowing XMLElementStart) {
        guard element.name == WordName.relationship.number, all.count < 100_000 else { return }
        guard let id = element.string(WordName.relationshipID.number),
            let type = element.string(WordName.relationshipType.number),
            let target = element.string(WordName.target.number)
        else { return }
        let isExternal = element.has(WordName.targetMode.number, "External")
        let word = Relationships.words(of: type).last.map(String.init) ?? type
        guard let resolved = isExternal ? target : Relationships.resolve(target, in: folder) else { return }
        byID[id] = all.count
        all.append(Relationship(id: id, type: word, target: resolved, isExternal: isExternal))
    }

    /// The name of the part that `target` means from a part in `folder`; nil when it leads out of the package.
    static func resolve(_ target: String, in folder: String) -> String? {
        var path: [Substring] = []
        let isAbsolute = target.utf8.first == UInt8(ascii: "/")
        for part in Relationships.words(of: isAbsolute ? target : folder + target) {
            if part == "." { continue }
            if part == ".." {
                if path.isEmpty { return nil }
                path.removeLast()
            } else {
                path.append(part)
            }
        }
        return path.isEmpty ? nil : path.joined(separator: "/")
    }

    /// What stands between slashes, told by bytes: to look for characters takes as long as to read the part.
    private static func words(of path: String) -> [Substring] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
    }

    /// The name of the part that holds the relationships of `part`.
    static func name(for part: String) -> String {
        guard let slash = part.lastIndex(of: "/") else { return "_rels/\(part).rels" }
        return "\(part[...slash])_rels/\(part[part.index(after: slash)...]).rels"
    }

    static func folder(of part: String) -> String {
        part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
    }
}
