/// What the mappings of several formats have in common.
extension RecordTree {
    /// A name of these parts; nil when all are empty.
    static func person(family: String?, given: String?, suffix: String? = nil, whole: String? = nil) -> PersonName? {
        let family = family ?? "", given = given ?? ""
        if family.isEmpty {
            if let whole, !whole.isEmpty { return PersonName.parse(whole) }
            return given.isEmpty ? nil : PersonName(family: given)
        }
        var name = given.isEmpty ? PersonName(family: family) : PersonName.familyFirst(family)
        name.given = given
        name.suffix = suffix ?? ""
        return name
    }

    /// The date of year, month and day in elements of their own; the month may be a word.
    mutating func date(_ node: Int, year: XMLName, month: XMLName, day: XMLName) -> PartialDate? {
        guard let year = line(node, year).flatMap({ PartialDate.year(in: $0) }) else { return nil }
        var date = PartialDate(year: year)
        if let month = line(node, month) { date.month = PartialDate.month(month) }
        if date.month != nil, let day = line(node, day).flatMap({ Int($0) }), (1...31).contains(day) { date.day = day }
        return date
    }

    /// The texts of all elements with this name among the children.
    mutating func lines(_ node: Int, _ name: XMLName) -> [String] {
        var texts: [String] = []
        var child = firstChild(node) ?? -1
        while child >= 0 {
            if nodes[child].name == name.rawValue {
                let text = line(child)
                if !text.isEmpty { texts.append(text) }
            }
            child = nodes[child].next
        }
        return texts
    }

    /// Child elements as a list, for loops that change the tree.
    func list(_ node: Int, _ name: XMLName? = nil) -> [Int] {
        var found: [Int] = []
        var child = nodes[node].firstChild
        while child >= 0 {
            if name == nil || nodes[child].name == name?.rawValue { found.append(child) }
            child = nodes[child].next
        }
        return found
    }

    /// All elements below that have this name, in the order of the document.
    func all(_ node: Int, _ name: XMLName) -> [Int] {
        var found: [Int] = []
        var index = node + 1
        var last = node
        while nodes[last].lastChild >= 0 { last = nodes[last].lastChild }
        while index <= last {
            if nodes[index].name == name.rawValue { found.append(index) }
            index += 1
        }
        return found
    }
}
