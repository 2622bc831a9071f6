/// What all parts of one OpenDocument text share.
final class ODFContext {
    let languages: Languages
    let styles: ODFStyles
    let notices: Notices
    let sink: BlockSink
    let imageLimit: Int64
    var meta = ODFMeta()

    /// Pictures and objects in the order of the text, by the name of their part.
    private(set) var items: [(part: String, isPicture: Bool, alt: String?, place: String)] = []
    /// Names of the folders of embedded documents.
    private(set) var objects: [String] = []
    /// Pictures that stand in a flat document itself.
    private(set) var pictures: [(bytes: [UInt8], alt: String?, isWhole: Bool)] = []
    private(set) var pictureBytes: Int64 = 0
    private(set) var counts: [Feature: Int] = [:]
    /// Copies of repeated cells that may still be made.
    var repeats = 65_536

    /// What is in a document without being text of its own.
    enum Feature: String, CaseIterable {
        case deleted = "deleted text of tracked changes"
        case hidden = "hidden text"
        case linked = "pictures and sections in other files"
        case forms = "form controls"
        case scripts = "scripts"
        case bookmarks
        case formulas
    }

    init(languages: Languages, notices: Notices, sink: BlockSink, imageLimit: Int64) {
        self.languages = languages
        self.notices = notices
        self.sink = sink
        self.imageLimit = imageLimit
        styles = ODFStyles(languages: languages)
    }

    func count(_ feature: Feature) { counts[feature, default: 0] += 1 }

    /// Returns the item's number for `setAlt`.
    func addItem(part: String, isPicture: Bool) -> Int? {
        guard items.count < 10_000 else { return nil }
        if let known = items.firstIndex(where: { $0.part == part }) { return items.count < 500 ? known : nil }
        items.append((part, isPicture, nil, "\(isPicture ? "picture" : "object") \(items.count + 1)"))
        return items.count - 1
    }

    func setAlt(_ alt: String, item: Int) {
        if items[item].alt == nil { items[item].alt = alt }
    }

    func removeItem(_ item: Int) {
        if item == items.count - 1 { items.removeLast() }
    }

    func addObject(_ folder: String) {
        if objects.count < 1_000, !objects.contains(folder) { objects.append(folder) }
    }

    /// Whether a picture of `count` more bytes may still be kept.
    func mayKeep(_ count: Int) -> Bool { pictureBytes + Int64(count) <= imageLimit }

    func addPicture(_ bytes: [UInt8], alt: String?, isWhole: Bool) {
        guard pictures.count < 10_000 else { return }
        pictureBytes += Int64(bytes.count)
        pictures.append((bytes, alt, isWhole))
    }
}
