import KistPlugin

/// A small document as a tree. Only for descriptions, which are short: what goes beyond the limits ends it.
struct XMLTree {
    final class Element {
        let name: String
        let space: Space
        let attributes: [(name: String, space: Space, value: String)]
        fileprivate(set) var children: [Element] = []
        /// The text directly inside.
        fileprivate(set) var text = ""
        let line: Int

        init(name: String, space: Space, attributes: [(name: String, space: Space, value: String)], line: Int) {
            self.name = name
            self.space = space
            self.attributes = attributes
            self.line = line
        }

        subscript(attribute name: String) -> String? { attributes.first { $0.name == name }?.value }

        func first(_ name: String) -> Element? { children.first { $0.name == name } }
        func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

        /// The first of the elements that `path` leads to.
        func first(path: String...) -> Element? {
            var found: Element? = self
            for name in path { found = found?.first(name) }
            return found
        }

        /// All text inside, in order of the elements.
        var wholeText: String {
            var result = text
            for child in children { result += (result.isEmpty ? "" : " ") + child.wholeText }
            return result.collapsed
        }
    }

    /// Namespaces that are told apart.
    enum Space: Int { case other = 0, rdf, dublinCore, terms, zotero, link }

    private static let namespaces = [
        ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
        ["http://purl.org/dc/elements/1.1/"],
        ["http://purl.org/dc/terms/"],
        ["http://www.zotero.org/namespaces/export#"],
        ["http://purl.org/rss/1.0/modules/link/"],
    ]
    private static let deepest = 100
    /// Elements, and bytes of text and attributes.
    private static let mostElements = 400_000
    private static let mostBytes = 48 << 20

    var root: Element?
    /// Why reading ended early.
    var failure: (message: String, line: Int)?

    init(_ bytes: [UInt8]) throws(PluginError) {
        var limits = XMLPushParser.Limits()
        limits.depth = Self.deepest
        limits.attributes = 100
        let parser = try XMLPushParser(names: [], namespaces: Self.namespaces, limits: limits)
        let builder = Builder(parser)
        failure = parser.parse(bytes, builder).map { (message: $0.message, line: $0.line) }
        if builder.isFull {
            failure = (message: "the description is longer than is read", line: parser.line)
        }
        root = builder.root
    }

    private final class Builder: XMLHandler {
        var root: Element?
        var isFull = false
        private var open: [Element] = []
        private var count = 0
        private var bytes = 0
        private unowned let parser: XMLPushParser

        init(_ parser: XMLPushParser) { self.parser = parser }

        override func start(_ element: borrowing XMLElementStart) {
            var attributes: [(name: String, space: Space, value: String)] = []
            for index in 0..<element.attributeCount {
                let (name, space, value) = element.attribute(at: index)
                attributes.append((name, Space(rawValue: space) ?? .other, value))
                bytes += name.utf8.count + value.utf8.count
            }
            count += 1
            if count > XMLTree.mostElements || bytes > XMLTree.mostBytes {
                isFull = true
                return parser.stop()
            }
            let made = Element(
                name: element.localName, space: Space(rawValue: element.space) ?? .other, attributes: attributes,
                line: parser.line)
            if let parent = open.last { parent.children.append(made) } else if root == nil { root = made }
            open.append(made)
        }

        override func end(name: Int, space: Int) { if !open.isEmpty { open.removeLast() } }

        override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            self.bytes += bytes.count
            guard self.bytes <= XMLTree.mostBytes else {
                isFull = true
                return parser.stop()
            }
            open.last?.text += String(decoding: bytes, as: UTF8.self)
        }
    }
}
