import KistModel
import KistProtocol

/// A label and what stands beside or under it.
struct FormEntry {
    enum Source {
        case property, table, line, section
    }

    var label: String
    var value: String
    /// BCP 47 language of the value, where the document says it.
    var language: String?
    /// Addresses that the value links to.
    var links: [String] = []
    var place: String
    var source: Source
    /// Which block, and which row of a table.
    var block: Int = 0
    var row: Int = 0
    /// Blocks that the value was made of, for sections.
    var blocks: Range<Int> = 0..<0
    /// The document's own section text, one item for each paragraph or list item.
    var items: [String] = []

    /// Where links lead, places of notes aside.
    static func addresses(_ links: [TextLink]) -> [String] { links.filter { !$0.isNoteMark }.map(\.target) }
}
