import KistPlugin

/// Collects what an OpenDocument file says about itself.
struct ODFMeta {
    private(set) var metadata = DocumentMetadata()
    private var creator: String?
    private var userDefined: String?

    mutating func start(_ name: ODFName, _ element: borrowing XMLElementStart) {
        if name == .userDefined { userDefined = element.string(ODFName.name.number, space: ODFSpace.meta.rawValue) }
    }

    /// The end of an element of `office:meta` with its text.
    mutating func end(_ name: ODFName, _ space: ODFSpace, text: [UInt8]) {
        let value = Clip.text(String(decoding: Trim.spaces(text[...]), as: UTF8.self), 65_000)
        if name == .userDefined {
            if let key = userDefined, metadata.custom.count < 1_000, key.utf8.count <= 1_000,
                metadata.custom[key] == nil
            {
                metadata.custom[key] = .string(value)
            }
            userDefined = nil
            return
        }
        guard !value.isEmpty else { return }
        let short = Clip.text(value, 1_000)
        switch (space, name) {
        case (.dc, .title): metadata.title = metadata.title ?? value
        case (.dc, .subject): metadata.subject = metadata.subject ?? value
        case (.dc, .description): metadata.description = metadata.description ?? value
        case (.dc, .creator): creator = creator ?? short
        case (.meta, .initialCreator): if metadata.creators.isEmpty { metadata.creators = [short] }
        case (.dc, .contributor): if metadata.contributors.count < 100 { metadata.contributors.append(short) }
        case (.meta, .keyword): if metadata.keywords.count < 500 { metadata.keywords.append(short) }
        case (.dc, .language): metadata.language = metadata.language ?? Clip.text(value, 100)
        case (.dc, .publisher): metadata.publisher = metadata.publisher ?? value
        case (.dc, .rights): metadata.rights = metadata.rights ?? value
        case (.dc, .identifier): metadata.identifier = metadata.identifier ?? value
        case (.meta, .creationDate): metadata.created = metadata.created ?? short
        case (.dc, .date): metadata.modified = metadata.modified ?? short
        case (.meta, .generator): metadata.generator = metadata.generator ?? short
        default: break
        }
    }

    /// The metadata, complete once the whole of `office:meta` was read.
    func finished(language: String?) -> DocumentMetadata {
        var result = metadata
        if let creator {
            if result.creators.isEmpty {
                result.creators = [creator]
            } else if !result.creators.contains(creator) {
                result.contributors.append(creator)
            }
        }
        if result.language == nil { result.language = language }
        return result
    }
}
