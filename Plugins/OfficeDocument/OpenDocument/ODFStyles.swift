import KistPlugin

/// The styles of an OpenDocument text as far as they say something about meaning, language or hiding.
final class ODFStyles {
    /// What holds for a stretch of text.
    struct Effect {
        var isBold = false
        var isHidden = false
        /// Numbers of languages: of most scripts, of East Asian ones, of complex ones such as Arabic.
        var latin = 0
        var asian = 0
        var complex = 0
    }

    /// What a style and those above it say. Not changed once it has been made.
    final class Resolved {
        /// The name, for people, of the nearest style that was not made for one place only.
        var name: String?
        var outline: Int?
        var listStyle: String?
        var isBold: Bool?
        var isHidden: Bool?
        var latin: Int?
        var asian: Int?
        var complex: Int?
        /// Names of the styles above, the nearest first.
        var kinds: [String] = []

        func over(_ effect: Effect) -> Effect {
            Effect(
                isBold: isBold ?? effect.isBold, isHidden: isHidden ?? effect.isHidden, latin: latin ?? effect.latin,
                asian: asian ?? effect.asian, complex: complex ?? effect.complex)
        }
    }

    private struct Style {
        var own = Resolved()
        var parent: String?
        var isAutomatic = false
    }

    private enum Family { case paragraph, text, other }

    private let languages: Languages
    private var paragraphStyles: [String: Style] = [:]
    private var textStyles: [String: Style] = [:]
    private var resolvedParagraph: [String: Resolved] = [:]
    private var resolvedText: [String: Resolved] = [:]
    private var lateParagraph = NameMemo<Resolved>()
    private var lateText = NameMemo<Resolved>()
    private(set) var standard = Resolved()
    /// By list style: for each level whether it is counted.
    private var lists: [String: [Int: Bool]] = [:]

    private var style = Style()
    private var name: String?
    private var family = Family.other
    private var isDefault = false
    private var listName: String?
    var isAutomatic = false

    private static let longestChain = 64
    private static let most = 50_000

    init(languages: Languages) { self.languages = languages }

    /// The language that the document has where nothing else is said.
    var standardLanguage: String? { standard.latin.flatMap { languages[$0] } }

    func paragraph(_ name: UnsafeBufferPointer<UInt8>) -> Resolved {
        lateParagraph.value(of: name) { paragraph($0) }
    }

    func text(_ name: UnsafeBufferPointer<UInt8>) -> Resolved { lateText.value(of: name) { text($0) } }

    private func paragraph(_ name: String) -> Resolved {
        if let known = resolvedParagraph[name] { return known }
        let made = resolve(name, in: paragraphStyles)
        resolvedParagraph[name] = made
        return made
    }

    private func text(_ name: String) -> Resolved {
        if let known = resolvedText[name] { return known }
        let made = resolve(name, in: textStyles)
        resolvedText[name] = made
        return made
    }

    func isOrdered(_ list: String?, level: Int) -> Bool {
        guard let list, let levels = lists[list] else { return false }
        return levels[level] ?? false
    }

    private func resolve(_ name: String, in styles: [String: Style]) -> Resolved {
        let result = Resolved()
        var next: String? = name
        for _ in 0..<ODFStyles.longestChain {
            guard let current = next, let style = styles[current] else { break }
            let own = style.own
            if !style.isAutomatic, let ownName = own.name {
                if result.name == nil { result.name = ownName }
                result.kinds.append(ownName)
            }
            if result.outline == nil { result.outline = own.outline }
            if result.listStyle == nil { result.listStyle = own.listStyle }
            if result.isBold == nil { result.isBold = own.isBold }
            if result.isHidden == nil { result.isHidden = own.isHidden }
            if result.latin == nil { result.latin = own.latin }
            if result.asian == nil { result.asian = own.asian }
            if result.complex == nil { result.complex = own.complex }
            next = style.parent
        }
        // A style that is used but not defined, as in documents without styles.xml.
        if result.name == nil, styles[name] == nil { result.name = Clip.text(ODFStyles.readable(name), 200) }
        if result.outline == nil { result.outline = result.kinds.lazy.compactMap(ODFStyles.outline).first }
        return result
    }

    private static func outline(of name: String) -> Int? {
        guard name.utf8.count == 9, name.lowercased().hasPrefix("heading "), let last = name.utf8.last, last >= 0x31,
            last <= 0x39
        else { return nil }
        return Int(last) - 0x30
    }

    /// "Text_20_body" → "Text body".
    private static func readable(_ name: String) -> String {
        name.utf8.contains(UInt8(ascii: "_")) ? Words.replace("_20_", by: " ", in: name) : name
    }

    // MARK: - Reading

    func start(_ name: ODFName, _ element: borrowing XMLElementStart) {
        switch name {
        case .style, .defaultStyle:
            isDefault = name == .defaultStyle
            style = Style()
            style.isAutomatic = isAutomatic
            self.name = element.string(ODFName.name.number, space: ODFSpace.style.rawValue)
            family =
                element.has(ODFName.family.number, "paragraph")
                ? .paragraph : element.has(ODFName.family.number, "text") ? .text : .other
            guard family != .other else { return }
            style.own.name = (element.string(ODFName.displayName.number) ?? self.name.map(ODFStyles.readable))
                .map { Clip.text($0, 200) }
            style.parent = element.string(ODFName.parentStyle.number)
            style.own.listStyle = element.string(ODFName.listStyleName.number)
            style.own.outline = element.integer(ODFName.defaultOutline.number)
        case .textProperties: if family != .other { properties(element) }
        case .listStyle: listName = element.string(ODFName.name.number, space: ODFSpace.style.rawValue)
        case .listLevelNumber:
            guard let format = element.bytes(ODFName.numFormat.number) else { return }
            listLevel(element, isOrdered: !format.isEmpty)
        case .listLevelBullet, .listLevelImage: listLevel(element, isOrdered: false)
        default: break
        }
    }

    func end(_ name: ODFName) {
        switch name {
        case .style, .defaultStyle:
            defer { family = .other }
            if isDefault {
                if family == .paragraph { standard = style.own }
                return
            }
            guard let name = self.name, paragraphStyles.count + textStyles.count < ODFStyles.most else { return }
            if family == .paragraph {
                paragraphStyles[name] = style
                if !resolvedParagraph.isEmpty {
                    resolvedParagraph.removeAll()
                    lateParagraph.removeAll()
                }
            } else if family == .text {
                textStyles[name] = style
                if !resolvedText.isEmpty {
                    resolvedText.removeAll()
                    lateText.removeAll()
                }
            }
        case .listStyle: listName = nil
        default: break
        }
    }

    private func listLevel(_ element: borrowing XMLElementStart, isOrdered: Bool) {
        guard let listName, let level = element.integer(ODFName.level.number), (1...10).contains(level),
            lists.count < ODFStyles.most
        else { return }
        lists[listName, default: [:]][level] = isOrdered
    }

    private func properties(_ element: borrowing XMLElementStart) {
        let fo = ODFSpace.fo.rawValue
        if let weight = element.bytes(ODFName.fontWeight.number, space: fo) {
            style.own.isBold =
                weight.elementsEqual("bold".utf8) || weight.first.map { $0 >= 0x36 && $0 <= 0x39 } == true
        }
        if element.bytes(ODFName.display.number) != nil {
            style.own.isHidden = element.has(ODFName.display.number, "none")
        }
        style.own.latin = tag(
            element.string(ODFName.language.number, space: fo), element.string(ODFName.country.number, space: fo))
        style.own.asian = tag(
            element.string(ODFName.languageAsian.number), element.string(ODFName.countryAsian.number))
        style.own.complex = tag(
            element.string(ODFName.languageComplex.number), element.string(ODFName.countryComplex.number))
    }

    private func tag(_ language: String?, _ country: String?) -> Int? {
        guard let language, !language.isEmpty else { return nil }
        guard let country, !country.isEmpty, country != "none", language != "none" else {
            return languages.number(language)
        }
        return languages.number("\(language)-\(country)")
    }
}
