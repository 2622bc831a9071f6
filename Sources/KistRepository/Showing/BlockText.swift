public import KistProtocol

/// Blocks as plain text.
public enum BlockText {
    /// Headings and paragraphs as they are, list items with a dash by depth, tables a row a line with cells parted by tabs.
    public static func plain(_ block: DocumentBlock) -> String {
        switch block.kind {
        case .table:
            block.rows.map { $0.map { $0.text.replacing("\n", with: " ") }.joined(separator: "\t") }.joined(
                separator: "\n")
        case .listItem: String(repeating: "  ", count: max(0, block.level - 1)) + "- " + block.text
        default: block.text
        }
    }
}
