import KistPlugin

/// What content controls are bound to: parts of custom data, and the properties. Word shows what stands there where it
/// differs from what the text says.
///
/// Nothing is read before the first control that is bound, and by a parser of its own, since the text's is in use then.
final class WordBindings {
    private let package: OfficePackage
    private let parser: () throws(PluginError) -> XMLPushParser
    /// Parts of custom data in the order of the document's relationships.
    private let parts: [String]
    private let coreProperties: String
    private let extendedProperties: String

    /// Custom data with the store's id in capitals; without one, with the part's name.
    private var custom: [(id: String, part: String, data: WordData)]?
    private var properties: [String: WordData?] = [:]
    /// What paths were found to lead to.
    private var known: [Path: String?] = [:]
    /// Parts that gave text, by folded names.
    private(set) var partsUsed: Set<String> = []
    /// What stopped the reading of a part. The document's reading ends with it.
    private(set) var failure: PluginError?
    /// There is more than is read; the rest of the controls keep their own text.
    private(set) var isTooMuch = false

    private var bytesLeft = WordBindings.mostData
    private var textLeft = WordBindings.mostText
    private var stepsLeft = WordBindings.mostSteps

    private struct Path: Hashable {
        var store: String?
        var path: String
    }

    private static let mostParts = 20
    private static let mostPaths = 10_000
    /// Bytes that trees of all parts take, near enough.
    private static let mostData = 8 << 20
    /// Bytes of all texts that are given.
    private static let mostText = 16 << 20
    /// Elements that are looked at and bytes that are copied, on the way of all paths.
    private static let mostSteps = 50_000_000
    private static let longestText = 100_000
    private static let core = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
    private static let extended = "{6668398D-A668-4E3E-A5EB-62B293D839F1}"

    init(
        _ package: OfficePackage, parts: [String], coreProperties: String, extendedProperties: String,
        parser: @escaping () throws(PluginError) -> XMLPushParser
    ) {
        self.package = package
        self.parts = parts
        self.coreProperties = coreProperties
        self.extendedProperties = extendedProperties
        self.parser = parser
    }

    /// The text at `path` in a store, or in the first that has it where none is named; nil where there is none.
    func text(at path: String, store: String?) -> String? {
        let path = Path(store: store?.uppercased(), path: path)
        let text: String?
        if let found = known[path] {
            text = found
        } else {
            guard known.count < WordBindings.mostPaths, stepsLeft > 0 else {
                isTooMuch = true
                return nil
            }
            do {
                text = try find(path)
            } catch {
                // Where the limits of the file are reached, the text that controls have is as good.
                if error.code == .limit { isTooMuch = true } else { failure = error }
                text = nil
            }
            known[path] = .some(text)
        }
        guard let text else { return nil }
        textLeft -= text.utf8.count
        if textLeft < 0 { isTooMuch = true }
        return textLeft < 0 ? nil : text
    }

    private func find(_ path: Path) throws(PluginError) -> String? {
        switch path.store {
        case WordBindings.core: return try property(coreProperties)?.text(at: path.path, &stepsLeft).flatMap(worth)
        case WordBindings.extended:
            return try property(extendedProperties)?.text(at: path.path, &stepsLeft).flatMap(worth)
        default: break
        }
        if custom == nil {
            custom = []
            try loadCustom()
        }
        for (id, part, data) in custom ?? [] where path.store == nil || id == path.store {
            if let text = data.text(at: path.path, &stepsLeft).flatMap(worth) {
                partsUsed.insert(OfficePackage.fold(part))
                return text
            }
        }
        return nil
    }

    /// nil for nothing but white space: then the control shows what is written there.
    private func worth(_ bytes: ArraySlice<UInt8>) -> String? {
        bytes.allSatisfy { $0 <= 0x20 }
            ? nil : Clip.text(String(decoding: bytes, as: UTF8.self), WordBindings.longestText)
    }

    private func property(_ part: String) throws(PluginError) -> WordData? {
        if let known = properties[part] { return known }
        properties[part] = .some(nil)
        let data = try read(part, parser())
        properties[part] = data
        return data
    }

    private func loadCustom() throws(PluginError) {
        let parser = try parser()
        var seen: Set<String> = []
        for part in parts where seen.count < WordBindings.mostParts && seen.insert(OfficePackage.fold(part)).inserted {
            guard let data = try read(part, parser) else { continue }
            let relationships = Relationships(folder: Relationships.folder(of: part))
            _ = try package.parse(Relationships.name(for: part), with: parser, relationships)
            let properties = try relationships.first("customXmlProps").flatMap { (item) throws(PluginError) in
                try read(item.target, parser)
            }
            custom?.append((properties?.rootAttribute("itemID")?.uppercased() ?? part, part, data))
        }
    }

    private func read(_ part: String, _ parser: XMLPushParser) throws(PluginError) -> WordData? {
        let data = WordData(limit: bytesLeft)
        let reading = try package.parse(part, with: parser, data)
        bytesLeft -= data.size
        // What is damaged may lack what came before.
        return reading?.isWhole == true ? data : nil
    }
}
