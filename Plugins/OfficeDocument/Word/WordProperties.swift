import KistPlugin

/// Core, extended and custom properties of a Word document, from three parts into one `DocumentMetadata`.
final class WordProperties: XMLHandler {
    private(set) var metadata = DocumentMetadata()
    private var text: [UInt8] = []
    private var depth = 0
    private var propertyName: String?
    private var application: String?
    private var version: String?

    private static let mostCustom = 1_000

    /// The metadata, complete once all parts were read.
    func finished() -> DocumentMetadata {
        var result = metadata
        if let application {
            result.generator = Clip.text(version.map { "\(application) \($0)" } ?? application, 1_000)
        }
        return result
    }

    override func start(_ element: borrowing XMLElementStart) {
        depth += 1
        text.removeAll(keepingCapacity: true)
        if element.name == WordName.property.number, element.space == WordSpace.custom.rawValue {
            propertyName = element.string(WordName.name.number)
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if text.count < 100_000 { text.append(contentsOf: bytes) }
    }

    override func end(name: Int, space: Int) {
        depth -= 1
        let value = Clip.text(String(decoding: Trim.spaces(text[...]), as: UTF8.self), 65_000)
        if let property = propertyName, space == WordSpace.variant.rawValue {
            addCustom(property, value)
            propertyName = nil
        }
        text.removeAll(keepingCapacity: true)
        if space == WordSpace.custom.rawValue { propertyName = name == WordName.property.number ? nil : propertyName }
        guard !value.isEmpty, let name = WordName(number: name) else { return }
        let short = Clip.text(value, 1_000)
        switch (WordSpace(rawValue: space), name) {
        case (.dublinCore, .title): metadata.title = metadata.title ?? value
        case (.dublinCore, .creator): if metadata.creators.isEmpty { metadata.creators = split(short) }
        case (.dublinCore, .contributor), (.core, .lastModifiedBy):
            if !metadata.contributors.contains(short), metadata.contributors.count < 100 {
                metadata.contributors.append(short)
            }
        case (.dublinCore, .subject): metadata.subject = metadata.subject ?? value
        case (.dublinCore, .description): metadata.description = metadata.description ?? value
        case (.dublinCore, .language): metadata.language = metadata.language ?? Clip.text(value, 100)
        case (.dublinCore, .publisher): metadata.publisher = metadata.publisher ?? value
        case (.dublinCore, .rights): metadata.rights = metadata.rights ?? value
        case (.dublinCore, .identifier), (.core, .identifier): metadata.identifier = metadata.identifier ?? value
        case (.core, .keywords): if metadata.keywords.isEmpty { metadata.keywords = split(value) }
        case (.core, .category): addCustom("category", value)
        case (.terms, .created): metadata.created = metadata.created ?? short
        case (.terms, .modified): metadata.modified = metadata.modified ?? short
        case (.extended, .application): application = short
        case (.extended, .appVersion): version = short
        case (.extended, .company): if metadata.publisher == nil { metadata.publisher = value }
        default: break
        }
    }

    private func addCustom(_ name: String, _ value: String) {
        guard metadata.custom.count < WordProperties.mostCustom, !name.isEmpty, name.utf8.count <= 1_000 else { return }
        if metadata.custom[name] == nil { metadata.custom[name] = .string(value) }
    }

    private func split(_ list: String) -> [String] {
        list.split(whereSeparator: { $0 == ";" || $0 == "," && !list.contains(";") }).prefix(500)
            .map { Clip.text(String(decoding: Trim.spaces(Array($0.utf8)[...]), as: UTF8.self), 1_000) }
            .filter { !$0.isEmpty }
    }
}

/// White space at the ends.
enum Trim {
    static func spaces(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || (9...13).contains(first) { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || (9...13).contains(last) { bytes.removeLast() }
        return bytes
    }
}
