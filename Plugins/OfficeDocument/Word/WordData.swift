import KistPlugin

/// A part of custom data, or of properties, as a tree: what content controls are bound to. Names are told without their
/// prefixes, since such a part has one vocabulary.
final class WordData: XMLHandler {
    private struct Node {
        var name: String
        var text: [UInt8] = []
        var attributes: [(name: String, value: String)] = []
        var children: [Int] = []
    }

    private static let longestPath = 2_000
    private let limit: Int
    private var nodes: [Node] = []
    private var open: [Int] = []
    /// Bytes of memory that it takes, near enough.
    private(set) var size = 0
    /// Elements beyond what is kept that are open.
    private var beyond = 0

    /// `limit`: how large it may become; what goes beyond is not in it.
    init(limit: Int) { self.limit = limit }

    override func start(_ element: borrowing XMLElementStart) {
        guard beyond == 0, size < limit else {
            beyond += 1
            return
        }
        var node = Node(name: element.localName)
        size += 120 + node.name.utf8.count
        for index in 0..<element.attributeCount {
            let (name, _, value) = element.attribute(at: index)
            node.attributes.append((name, value))
            size += 80 + name.utf8.count + value.utf8.count
        }
        if let parent = open.last { nodes[parent].children.append(nodes.count) }
        open.append(nodes.count)
        nodes.append(node)
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard beyond == 0, let last = open.last, size < limit else { return }
        nodes[last].text.append(contentsOf: bytes)
        size += bytes.count
    }

    override func end(name: Int, space: Int) {
        if beyond > 0 { beyond -= 1 } else { _ = open.popLast() }
    }

    /// The value of the root element's attribute.
    func rootAttribute(_ name: String) -> String? { nodes.first?.attributes.first { $0.name == name }?.value }

    /// The text that a path leads to, of the kind that Word writes: `/ns0:root[1]/ns0:item[2]`, and perhaps `/@name` or
    /// `/text()` behind it. nil where nothing stands there, or elements do, and for any other path. `steps` is what may still
    /// be looked at, in elements and bytes.
    func text(at path: String, _ steps: inout Int) -> ArraySlice<UInt8>? {
        guard path.utf8.count <= WordData.longestPath, path.utf8.first == UInt8(ascii: "/") else { return nil }
        var candidates = nodes.isEmpty ? [] : [0]
        var current: Int?
        let parts = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, bytes) in parts.enumerated() {
            let isLast = index == parts.count - 1
            if isLast, let current, bytes.elementsEqual("text()".utf8) { return text(of: current, &steps) }
            guard let step = Step(bytes) else { return nil }
            if step.isAttribute {
                guard isLast, let current else { return nil }
                return nodes[current].attributes.first { $0.name == step.name }.map { Array($0.value.utf8)[...] }
            }
            steps -= candidates.count
            guard steps > 0 else { return nil }
            var left = step.place
            current = candidates.first { node in
                guard nodes[node].name == step.name else { return false }
                left -= 1
                return left == 0
            }
            guard let current else { return nil }
            candidates = nodes[current].children
        }
        return current.flatMap { text(of: $0, &steps) }
    }

    private func text(of node: Int, _ steps: inout Int) -> ArraySlice<UInt8>? {
        guard nodes[node].children.isEmpty else { return nil }
        steps -= nodes[node].text.count
        return nodes[node].text[...]
    }

    /// A step of a path: a name, after `@` that of an attribute, and which of several it is, counted from 1.
    private struct Step {
        var name: String
        var isAttribute = false
        var place = 1

        init?(_ bytes: Substring.UTF8View.SubSequence) {
            var rest = bytes
            if rest.first == UInt8(ascii: "@") {
                isAttribute = true
                rest = rest.dropFirst()
            }
            if rest.last == UInt8(ascii: "]"), let bracket = rest.firstIndex(of: UInt8(ascii: "[")) {
                guard let place = Int(Substring(rest[rest.index(after: bracket)...].dropLast())), place > 0 else {
                    return nil
                }
                self.place = place
                rest = rest[..<bracket]
            }
            if let colon = rest.lastIndex(of: UInt8(ascii: ":")) { rest = rest[rest.index(after: colon)...] }
            name = String(Substring(rest))
            guard !name.isEmpty, !name.contains(where: { "*()[]='\"@ ".contains($0) }) else { return nil }
        }
    }
}
