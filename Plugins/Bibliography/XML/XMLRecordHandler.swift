import KistPlugin

/// Turns the events of an XML file into records, one at a time. Elements outside records leave nothing behind.
final class XMLRecordHandler: XMLHandler {
    /// Bytes of one record's text and attributes, and its elements and attributes.
    static let maximumSize = 4 * 1024 * 1024
    static let maximumCount = 60_000

    private let kinds: [XMLRecordKind]
    private let finish: (XMLRecordKind, inout RecordTree, _ line: Int) throws(PluginError) -> Void
    private let tell: (_ line: Int) throws(PluginError) -> Void
    private var tree = RecordTree()
    private var kind: XMLRecordKind?
    /// Elements that are open inside the record, itself among them.
    private var depth = 0
    /// Elements that are open outside.
    private var outerDepth = 0
    private var isRDF = false
    private var isTooLarge = false
    private var startLine = 0
    /// The parser's line, set before each event that needs it.
    weak var parser: XMLPushParser?
    /// Lines before the document that is being read, after a restart.
    var lineOffset = 0
    private(set) var failure: PluginError?
    /// Elements met at all.
    private(set) var elements = 0

    /// `finish` takes each complete record; `tell` is called for one that is too large.
    init(
        kinds: [XMLRecordKind], tell: @escaping (_ line: Int) throws(PluginError) -> Void,
        finish: @escaping (XMLRecordKind, inout RecordTree, _ line: Int) throws(PluginError) -> Void
    ) {
        self.kinds = kinds
        self.finish = finish
        self.tell = tell
    }

    var isInRecord: Bool { kind != nil }
    var recordLine: Int { startLine }

    /// Forgets what was open: a new document begins.
    func restart() {
        tree.removeAll()
        kind = nil
        depth = 0
        outerDepth = 0
        isRDF = false
        isTooLarge = false
    }

    override func start(_ element: borrowing XMLElementStart) {
        elements += 1
        let name = XMLName(rawValue: element.name) ?? .unknownName
        if kind == nil || kind == .marc && name == .record {
            let isInRDF = isRDF && outerDepth == 1
            guard let found = kinds.first(where: { $0.begins(name, space: element.space, isInRDF: isInRDF) }) else {
                if outerDepth == 0 { isRDF = name == .RDF && element.space == XMLSpace.rdf }
                outerDepth += 1
                return
            }
            // A record inside a record's place is the wrapper's content: the inner one counts.
            outerDepth += depth
            tree.removeAll()
            kind = found
            depth = 0
            isTooLarge = false
            startLine = lineOffset + (parser?.line ?? 0)
        }
        depth += 1
        guard !isTooLarge else { return }
        if tree.count >= Self.maximumCount || tree.size >= Self.maximumSize {
            isTooLarge = true
            return
        }
        tree.begin(element.name, space: element.space, localName: element.localName)
        addAttributes(element)
    }

    private func addAttributes(_ element: borrowing XMLElementStart) {
        guard element.attributeCount > 0 else { return }
        element.forEachKnown { [self] name, value in
            if value.count <= Self.maximumSize - tree.size { tree.add(name, value) } else { isTooLarge = true }
        }
    }

    override func end(name: Int, space: Int) {
        guard let kind else {
            outerDepth -= 1
            return
        }
        depth -= 1
        if !isTooLarge { tree.end() }
        guard depth == 0 else { return }
        self.kind = nil
        defer { tree.removeAll() }
        do throws(PluginError) {
            if isTooLarge { try tell(startLine) } else { try finish(kind, &tree, startLine) }
        } catch {
            failure = error
            parser?.stop()
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard kind != nil, !isTooLarge else { return }
        if tree.size + bytes.count > Self.maximumSize {
            isTooLarge = true
        } else {
            tree.add(bytes)
        }
    }
}
