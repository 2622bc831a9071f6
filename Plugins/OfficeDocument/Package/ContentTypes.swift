import KistPlugin

/// The media types of a package's parts, from `[Content_Types].xml`.
final class ContentTypes: XMLHandler {
    private var byPart: [String: String] = [:]
    private var byExtension: [String: String] = [:]

    func type(of part: String) -> String? {
        let key = OfficePackage.fold(part)
        if let type = byPart[key] { return type }
        guard let dot = key.lastIndex(of: ".") else { return nil }
        return byExtension[String(key[key.index(after: dot)...])]
    }

    /// The first part, by name, whose type has `word` in it.
    func part(whoseTypeContains word: String) -> String? {
        byPart.filter { Words.contains(word, in: $0.value) }.keys.min()
    }

    func set(_ type: String, of part: String) {
        if byPart.count < 100_000 { byPart[OfficePackage.fold(part)] = type }
    }

    override func start(_ element: borrowing XMLElementStart) {
        guard byPart.count + byExtension.count < 100_000, let name = WordName(number: element.name),
            let type = element.string(WordName.contentType.number)
        else { return }
        if name == .override, let part = element.string(WordName.partName.number) {
            byPart[OfficePackage.fold(String(part.drop { $0 == "/" }))] = type
        } else if name == .default, let ending = element.string(WordName.extension.number) {
            byExtension[OfficePackage.fold(ending)] = type
        }
    }
}
