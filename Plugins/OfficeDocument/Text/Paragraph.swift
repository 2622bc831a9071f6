import KistPlugin

/// A paragraph while it is being read. A class, because paragraphs nest: a text box stands inside one.
final class Paragraph {
    var kind = DocumentBlock.Kind.paragraph
    var part = DocumentBlock.Part.body
    var level = 0
    var isOrdered = false
    var style: String?
    var text = TextBuffer()
    var author: String?
    var date: String?
    var place = ""
    /// Added to its place: page and section.
    var `where` = ""
    /// The first bookmark that begins in it.
    var bookmark: String?
    /// A part of it has been given out already.
    var continues = false

    /// Text that goes out in blocks of its own: struck out in a tracked change, or hidden.
    var deleted = TextBuffer()
    var deletedBy: String?
    var deletedAt: String?
    var hidden = TextBuffer()

    /// Links whose end has not come yet; all of them end with the paragraph.
    var openLinks: [(start: Int, target: String)] = []

    func openLink(_ target: String) { openLinks.append((text.count, target)) }

    func closeLink() {
        guard let link = openLinks.popLast() else { return }
        text.addLink(from: link.start, target: link.target)
    }

    func reset(part: DocumentBlock.Part) {
        kind = .paragraph
        self.part = part
        level = 0
        isOrdered = false
        style = nil
        text.removeAll()
        author = nil
        date = nil
        place = ""
        `where` = ""
        bookmark = nil
        continues = false
        deleted.removeAll()
        deletedBy = nil
        deletedAt = nil
        hidden.removeAll()
        if !openLinks.isEmpty { openLinks.removeAll() }
    }
}
