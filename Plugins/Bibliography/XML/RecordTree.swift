/// One record of an XML file as a tree in flat lists. An element's text, with that of all elements in it, is one stretch of
/// `bytes`, for the text of a document stands there in its order.
///
/// What a mapping reads counts as used; what is left at the end can be kept under its own names.
struct RecordTree {
    struct Node {
        /// The number of its name in the vocabulary; negative: the place in `otherNames`, counted from -1.
        var name: Int
        var space: Int
        var parent: Int
        var firstChild = -1
        var lastChild = -1
        var next = -1
        var text: Range<Int>
        var attributes: Range<Int>
        var isUsed = false
    }

    struct Attribute {
        var name: Int
        var value: Range<Int>
    }

    private(set) var nodes: [Node] = []
    private(set) var attributes: [Attribute] = []
    private(set) var otherNames: [String] = []
    private(set) var bytes: [UInt8] = []
    private var attributeBytes: [UInt8] = []
    private var otherPlaces: [String: Int] = [:]
    private var open = -1

    static let root = 0

    /// Bytes of its text, and the number of its elements and attributes.
    var size: Int { bytes.count + attributeBytes.count }
    var count: Int { nodes.count + attributes.count }
    var isComplete: Bool { open < 0 && !nodes.isEmpty }
    // MARK: - Building

    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: nodes.capacity < 100_000)
        attributes.removeAll(keepingCapacity: attributes.capacity < 100_000)
        bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
        attributeBytes.removeAll(keepingCapacity: attributeBytes.capacity < 1 << 20)
        if !otherNames.isEmpty {
            otherNames.removeAll()
            otherPlaces.removeAll()
        }
        open = -1
    }

    /// Begins an element. `name` is the vocabulary's number; `localName` is asked for where that is 0.
    mutating func begin(_ name: Int, space: Int, localName: @autoclosure () -> String) {
        let number = name > 0 ? name : other(localName())
        let place = nodes.count
        nodes.append(
            Node(
                name: number, space: space, parent: open, text: bytes.count..<bytes.count,
                attributes: attributes.count..<attributes.count))
        if open >= 0 {
            let last = nodes[open].lastChild
            if last >= 0 { nodes[last].next = place } else { nodes[open].firstChild = place }
            nodes[open].lastChild = place
        }
        open = place
    }

    /// Adds an attribute to the element that has just begun.
    mutating func add(_ name: Int, _ value: UnsafeBufferPointer<UInt8>) {
        let start = attributeBytes.count
        attributeBytes.append(contentsOf: value)
        attributes.append(Attribute(name: name, value: start..<attributeBytes.count))
        nodes[open].attributes = nodes[open].attributes.lowerBound..<attributes.count
    }

    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        guard open >= 0 else { return }
        bytes.append(contentsOf: text)
    }

    mutating func end() {
        guard open >= 0 else { return }
        nodes[open].text = nodes[open].text.lowerBound..<bytes.count
        open = nodes[open].parent
    }

    private mutating func other(_ name: String) -> Int {
        if let place = otherPlaces[name] { return place }
        otherNames.append(name)
        otherPlaces[name] = -otherNames.count
        return -otherNames.count
    }

    // MARK: - Reading

    private func text(ofName number: Int) -> String {
        if number > 0, number <= XMLName.vocabulary.count { return XMLName.vocabulary[number - 1] }
        return number < 0 && -number <= otherNames.count ? otherNames[-number - 1] : "?"
    }

    /// The name of an element, where the vocabulary has it.
    func name(_ node: Int) -> XMLName { XMLName(rawValue: nodes[node].name) ?? .unknownName }

    func space(_ node: Int) -> Int { nodes[node].space }

    func firstChild(_ node: Int) -> Int? { nodes[node].firstChild >= 0 ? nodes[node].firstChild : nil }

    func child(_ node: Int, _ name: XMLName) -> Int? {
        var child = nodes[node].firstChild
        while child >= 0 {
            if nodes[child].name == name.rawValue { return child }
            child = nodes[child].next
        }
        return nil
    }

    /// The element that these names lead to, step by step, by the first of each.
    func find(_ node: Int, _ path: XMLName...) -> Int? {
        var found = node
        for name in path {
            guard let next = child(found, name) else { return nil }
            found = next
        }
        return found
    }

    /// The text of an element, white space at its ends off; it counts as used.
    mutating func text(_ node: Int) -> Range<Int> {
        nodes[node].isUsed = true
        return ASCII.trimmed(bytes, nodes[node].text)
    }

    /// The same as one line: runs of white space become one space.
    mutating func line(_ node: Int) -> String {
        let text = ASCII.text(bytes, text(node))
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if ASCII.isSpace(byte), byte != 0x20 || previous == 0x20 { return text.words.joined(separator: " ") }
            previous = byte
        }
        return text
    }

    /// The text of a child; nil when there is none or it is empty.
    mutating func line(_ node: Int, _ name: XMLName) -> String? {
        guard let child = child(node, name) else { return nil }
        let text = line(child)
        return text.isEmpty ? nil : text
    }

    mutating func use(_ node: Int) { nodes[node].isUsed = true }

    func attribute(_ node: Int, _ name: XMLName) -> String? {
        for attribute in attributes[nodes[node].attributes] where attribute.name == name.rawValue {
            let text = ASCII.text(attributeBytes, attribute.value).trimmed
            return text.isEmpty ? nil : text
        }
        return nil
    }

    func has(_ node: Int, _ name: XMLName, _ value: StaticString) -> Bool {
        for attribute in attributes[nodes[node].attributes] where attribute.name == name.rawValue {
            return value.withUTF8Buffer { $0.elementsEqual(attributeBytes[attribute.value]) }
        }
        return false
    }

    // MARK: - What is left

    /// Gives out each element with text or attributes that nothing has used, with its path below the root.
    func forEachLeft(_ body: (_ path: String, _ text: Range<Int>) -> Void) {
        guard !nodes.isEmpty else { return }
        var node = 0
        while node < nodes.count {
            if nodes[node].isUsed {
                // Past everything that lies in it.
                node = after(node)
                continue
            }
            let text = ASCII.trimmed(bytes, nodes[node].text)
            if nodes[node].firstChild < 0 || hasOwnText(node), !text.isEmpty, node != Self.root {
                body(path(node), text)
                node = after(node)
            } else {
                node += 1
            }
        }
    }

    private func after(_ node: Int) -> Int {
        var last = node
        while nodes[last].lastChild >= 0 { last = nodes[last].lastChild }
        return last + 1
    }

    /// Whether there is text beside that of the elements in it.
    private func hasOwnText(_ node: Int) -> Bool {
        var position = nodes[node].text.lowerBound
        var child = nodes[node].firstChild
        while child >= 0 {
            if !ASCII.trimmed(bytes, position..<nodes[child].text.lowerBound).isEmpty { return true }
            position = nodes[child].text.upperBound
            child = nodes[child].next
        }
        return !ASCII.trimmed(bytes, position..<nodes[node].text.upperBound).isEmpty
    }

    private func path(_ node: Int) -> String {
        var parts: [String] = []
        var step = node
        while step > Self.root, parts.count < 12 {
            parts.append(self.text(ofName: nodes[step].name))
            step = nodes[step].parent
        }
        return parts.reversed().joined(separator: "/")
    }
}
