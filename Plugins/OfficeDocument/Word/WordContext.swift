import KistPlugin

/// What all parts of one Word document share.
final class WordContext {
    let languages: Languages
    let styles: WordStyles
    let numbering = WordNumbering()
    let notices: Notices
    let sink: BlockSink

    /// Pictures and embedded files in the order of the text, by the name of their part.
    private(set) var items: [(part: String, role: NestedItem.Role, alt: String?, place: String)] = []
    private var itemOfPart: [String: Int] = [:]
    /// Parts of charts, in the order of the text.
    private(set) var charts: [String] = []
    /// The text that a comment was put on, by the comment's id.
    private(set) var anchors: [String: String] = [:]
    private(set) var counts: [Feature: Int] = [:]

    /// What is in a document without being text of its own.
    enum Feature: String, CaseIterable {
        case fields = "field instructions"
        case deleted = "deleted text of tracked changes"
        case hidden = "hidden text"
        case linkedPictures = "pictures on other computers"
        case chunks = "inserted documents in other formats"
        case subdocuments = "linked subdocuments"
        case bookmarks
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

    func addAnchor(_ comment: String, _ text: String) {
        if anchors.count < 10_000, anchors[comment] == nil { anchors[comment] = text }
    }
}
