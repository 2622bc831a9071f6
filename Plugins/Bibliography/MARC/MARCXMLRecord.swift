/// MARCXML: the elements of a record as its fields.
enum MARCXMLRecord {
    static func map(_ tree: inout RecordTree, _ builder: inout ItemBuilder) -> MappedRecord? {
        var record = MARCRecord(tree.bytes)
        var node = tree.firstChild(RecordTree.root) ?? -1
        while node >= 0 {
            switch tree.name(node) {
            case .leader:
                // White space counts here.
                record.setLeader(tree.nodes[node].text)
                tree.use(node)
            case .controlfield:
                record.addField(number(node, tree), value: tree.nodes[node].text)
                tree.use(node)
            case .datafield:
                record.addField(number(node, tree), indicator(node, .ind1, tree), indicator(node, .ind2, tree))
                var child = tree.firstChild(node) ?? -1
                while child >= 0 {
                    let code = tree.attribute(child, .code)?.utf8.first ?? 0
                    if tree.name(child) == .subfield, code > 0x20, code < 0x7F {
                        record.addSubfield(code, tree.nodes[child].text)
                    }
                    child = tree.nodes[child].next
                }
                tree.use(node)
            default: break
            }
            node = tree.nodes[node].next
        }
        return MARCItem.map(record, &builder)
    }

    private static func number(_ node: Int, _ tree: RecordTree) -> Int {
        guard let tag = tree.attribute(node, .tag), tag.utf8.count == 3 else { return 0 }
        return Int(tag) ?? 0
    }

    private static func indicator(_ node: Int, _ name: XMLName, _ tree: RecordTree) -> UInt8 {
        tree.attribute(node, name)?.utf8.first ?? 0x20
    }
}
