import KistModel

/// The files that make a folder a BagIt 1.0 bag.
enum Bag {
    static let profile = "urn:kist:bagit-profile:pack:1"
    static let declaration = Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8)

    /// Payload and tag files with manifests and `bag-info.txt` added, sorted by path.
    static func complete(payload: [PackEntry], tags: [PackEntry], info: [(String, String)]) -> [PackEntry] {
        let total = payload.reduce(Int64(0)) { $0 + $1.byteCount }
        var text = ""
        let fields = info + [("Payload-Oxum", "\(total).\(payload.count)"), ("BagIt-Profile-Identifier", profile)]
        for (name, value) in fields.sorted(by: { $0.0 < $1.0 }) { text += "\(name): \(oneLine(value))\n" }
        var entries = tags
        entries.append(PackEntry("bagit.txt", declaration))
        entries.append(PackEntry("bag-info.txt", Array(text.utf8)))
        entries.append(PackEntry("manifest-sha256.txt", manifest(payload)))
        entries.append(PackEntry("tagmanifest-sha256.txt", manifest(entries)))
        return (entries + payload).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func manifest(_ entries: [PackEntry]) -> [UInt8] {
        var text = ""
        for entry in entries.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            text += "\(entry.sha256)  \(encoded(entry.path))\n"
        }
        return Array(text.utf8)
    }

    private static func encoded(_ path: String) -> String {
        path.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func oneLine(_ text: String) -> String {
        let clean = text.split {
            $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        return clean.isEmpty ? "not stated" : clean.joined(separator: " ")
    }
}
