/// Names of people and bodies in JATS.
enum JATSNames {
    /// Sets authors, editors and translators from the groups below a node.
    static func write(_ node: Int, _ tree: inout RecordTree, _ builder: inout ItemBuilder) {
        var lists: [CSLVariable: [PersonName]] = [:]
        for group in tree.list(node, .k_contribGroup) {
            for contributor in tree.list(group, .contrib) {
                let role = tree.attribute(contributor, .k_contribType) ?? "author"
                guard let name = name(contributor, &tree) else { continue }
                let variable: CSLVariable =
                    switch role {
                    case "editor": .editor
                    case "translator": .translator
                    case "author", "assignee", "collab": .author
                    default: .contributor
                    }
                lists[variable, default: []].append(name)
            }
        }
        for variable in [CSLVariable.author, .editor, .translator, .contributor] {
            if let names = lists[variable] { builder.set(variable, names) }
        }
    }

    /// The name that a contributor or a name element holds.
    static func name(_ node: Int, _ tree: inout RecordTree) -> PersonName? {
        for child in [node] + tree.list(node) {
            switch tree.name(child) {
            case .name, .k_stringName:
                tree.use(child)
                let family = tree.line(child, .surname)
                let given = tree.line(child, .k_givenNames)
                return RecordTree.person(
                    family: family, given: given, suffix: tree.line(child, .suffix),
                    whole: family == nil && given == nil ? tree.line(child) : nil)
            case .collab:
                // Its members may be listed in it; its own name comes first.
                let name = tree.child(child, .institution).map { tree.line($0) } ?? firstWords(child, &tree)
                return name.isEmpty ? nil : .literal(name)
            default: continue
            }
        }
        return nil
    }

    private static func firstWords(_ node: Int, _ tree: inout RecordTree) -> String {
        guard let inner = tree.firstChild(node) else { return tree.line(node) }
        let own = tree.nodes[node].text.lowerBound..<tree.nodes[inner].text.lowerBound
        let name = ASCII.text(tree.bytes, ASCII.trimmed(tree.bytes, own)).words.joined(separator: " ")
        return name.isEmpty ? tree.line(node) : name
    }
}
