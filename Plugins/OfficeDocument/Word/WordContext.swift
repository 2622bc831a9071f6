import KistPlugin

/// What all parts of one Word document share.
final class WordContext {
    let languages: Languages
    let styles: WordStyles
    let numbering = WordNumbering()
    let notices: Notices
    let sink: BlockSink
    /// Where content controls have their text from.
    var bindings: WordBindings?

    /// Pictures and embedded files in the order of the text, by the name of their part.
    private(set) var items: [(part: String, role: NestedItem.Role, alt: String?, place: String)] = []
    private var itemOfPart: [String: Int] = [:]
    /// Parts of charts, in the order of the text.
    private(set) var charts: [String] = []
    /// The text that a comment was put on, by the comment's id.
    private(set) var anchors: [String: String] = [:]
    private(set) var counts: [Feature: Int] = [:]
    /// Numbers of footnotes (false) and endnotes (true), by their ids.
    private var noteNumbers: [Bool: [String: Int]] = [:]
    private var noteCounts: [Bool: Int] = [:]

    /// What is in a document without being text of its own.
    enum Feature: String, CaseIterable {
        case fields = "field instructions"
        case deleted = "deleted text of tracked changes"
        case hidden = "hidden text"
        case linkedPictures = "pictures on other computers"
        case chunks = "inserted documents in other formats"
        case subdocuments = "linked subdocuments"
        case bookmarks
        case bound = "content controls bound to data"
        case equations
    }

    init(languages: Languages, notices: Notices, sink: BlockSink) {
        self.languages = languages
        self.notices = notices
        self.sink = sink
        styles = WordStyles(languages: languages)
    }

    func count(_ feature: Feature) { counts[feature, default: 0] += 1 }

    func addItem(part: String, role: NestedItem.Role, alt: String?, place: String) {
        let key = OfficePackage.fold(part)
        if let known = itemOfPart[key] {
            if items[known].alt == nil { items[known].alt = alt }
            return
        }
        guard items.count < 10_000 else { return }
        itemOfPart[key] = items.count
        items.append((part, role, alt, place))
    }

    func addChart(_ part: String) {
        if charts.count < 1_000, !charts.contains(part) { charts.append(part) }
    }

    /// The number of a footnote or endnote: they are counted in the order in which the text first speaks of them, each kind for
    /// itself, those that it does not speak of last.
    func noteNumber(_ id: String?, isEndnote: Bool) -> Int {
        if let id, let number = noteNumbers[isEndnote]?[id] { return number }
        noteCounts[isEndnote, default: 0] += 1
        let number = noteCounts[isEndnote, default: 0]
        if let id, number <= 100_000 { noteNumbers[isEndnote, default: [:]][id] = number }
        return number
    }

    func addAnchor(_ comment: String, _ text: String) {
        if anchors.count < 10_000, anchors[comment] == nil { anchors[comment] = text }
    }
}
