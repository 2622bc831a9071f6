import KistPlugin

/// The styles of a Word document as far as they say something about meaning, language or hiding.
final class WordStyles: XMLHandler {
    /// What a paragraph or run gets from its style and the styles that it is based on. A class, since every piece of
    /// text asks for it; not changed once `resolve` has made it.
    final class Resolved {
        var name: String?
        /// 0…8 for headings; nil for text.
        var outline: Int?
        var numbering: String?
        var listLevel: Int?
        var isBold: Bool?
        var isHidden: Bool?
        var languages = RunLanguages()
    }

    /// The three languages of a run: for most scripts, for East Asian ones, for those that go from right to left.
    struct RunLanguages {
        var latin: Int?
        var eastAsian: Int?
        var bidi: Int?

        func over(_ other: RunLanguages) -> RunLanguages {
            RunLanguages(
                latin: latin ?? other.latin, eastAsian: eastAsian ?? other.eastAsian, bidi: bidi ?? other.bidi)
        }
    }

    private struct Style {
        var own = Resolved()
        var base: String?
        var isDefault = false
    }

    private var styles: [String: Style] = [:]
    private var resolved: [String: Resolved] = [:]
    private(set) var defaultParagraph: String?
    /// The numbering that a numbering style stands for.
    private(set) var numberingOfStyle: [String: String] = [:]
    private(set) var defaults = RunLanguages()
    private let languages: Languages

    private var id: String?
    private var style = Style()
    private var isInDefaults = false
    private var skipping = 0

    /// Longest chain of styles based on each other that is followed.
    private static let longestChain = 64
    private static let mostStyles = 20_000

    init(languages: Languages) { self.languages = languages }

    func resolve(_ id: String) -> Resolved {
        if let known = resolved[id] { return known }
        let result = Resolved()
        var next: String? = id
        for _ in 0..<WordStyles.longestChain {
            guard let current = next, let style = styles[current] else { break }
            let own = style.own
            if result.name == nil { result.name = own.name }
            if result.outline == nil { result.outline = own.outline ?? WordStyles.outline(of: own.name) }
            if result.numbering == nil { result.numbering = own.numbering }
            if result.listLevel == nil { result.listLevel = own.listLevel }
            if result.isBold == nil { result.isBold = own.isBold }
            if result.isHidden == nil { result.isHidden = own.isHidden }
            result.languages = result.languages.over(own.languages)
            next = style.base
        }
        if let outline = result.outline, outline > 8 { result.outline = nil }
        resolved[id] = result
        return result
    }

    /// "heading 2" has outline level 1 even where the style does not say so.
    private static func outline(of name: String?) -> Int? {
        guard let name, name.utf8.count == 9, name.lowercased().hasPrefix("heading "), let last = name.utf8.last,
            last >= 0x31, last <= 0x39
        else { return nil }
        return Int(last) - 0x31
    }

    override func start(_ element: borrowing XMLElementStart) {
        guard skipping == 0, let name = WordName(number: element.name) else {
            skipping += 1
            return
        }
        switch name {
        case .styles, .docDefaults, .pPr, .rPr, .pPrDefault, .numPr: break
        case .rPrDefault: isInDefaults = true
        case .style:
            id = element.string(WordName.styleId.number)
            style = Style()
            style.isDefault =
                element.bytes(WordName.isDefault.number) != nil && WordFlag.isOn(element, .isDefault)
                && element.has(WordName.type.number, "paragraph")
        case .name: style.own.name = element.string(WordName.val.number).map { Clip.text($0, 200) }
        case .basedOn: style.base = element.string(WordName.val.number)
        case .outlineLvl: style.own.outline = element.integer(WordName.val.number)
        case .numId: style.own.numbering = element.string(WordName.val.number)
        case .ilvl: style.own.listLevel = element.integer(WordName.val.number)
        case .b: style.own.isBold = WordFlag.isOn(element)
        case .vanish: style.own.isHidden = WordFlag.isOn(element)
        case .lang:
            let own = WordStyles.languages(element, languages)
            if isInDefaults { defaults = own } else { style.own.languages = own }
        default: skipping = 1
        }
    }

    override func end(name: Int, space: Int) {
        if skipping > 0 {
            skipping -= 1
            return
        }
        switch WordName(number: name) {
        case .rPrDefault: isInDefaults = false
        case .style:
            guard let id, styles.count < WordStyles.mostStyles else { return }
            if styles[id] == nil { styles[id] = style }
            if style.isDefault { defaultParagraph = id }
            if let numbering = style.own.numbering { numberingOfStyle[id] = numbering }
            self.id = nil
        default: break
        }
    }

    static func languages(_ element: borrowing XMLElementStart, _ languages: Languages) -> RunLanguages {
        RunLanguages(
            latin: element.string(WordName.val.number).map { languages.number($0) },
            eastAsian: element.string(WordName.eastAsia.number).map { languages.number($0) },
            bidi: element.string(WordName.bidi.number).map { languages.number($0) })
    }
}

/// The on/off values of WordprocessingML: present without a value means on.
enum WordFlag {
    static func isOn(_ element: borrowing XMLElementStart, _ name: WordName = .val) -> Bool {
        guard let value = element.string(name.number) else { return true }
        return value != "0" && value != "false" && value != "off"
    }
}

/// Cuts a text to what the protocol allows for its place.
enum Clip {
    static func text(_ text: String, _ bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: bytes)
        while end > text.utf8.startIndex, text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
