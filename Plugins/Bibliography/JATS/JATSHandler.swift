import KistPlugin

/// Turns the events of a JATS file into entries and blocks. The front and each reference are gathered as a tree; the body
/// becomes blocks as it passes.
final class JATSHandler: XMLHandler {
    private let sink: EntrySink
    private let output: any JobOutput
    weak var parser: XMLPushParser?
    private(set) var failure: PluginError?
    private(set) var isArticle = false
    private(set) var blocks = 0

    private var tree = RecordTree()
    /// The element whose tree is gathered.
    private var gathering = XMLName.unknownName
    private var treeDepth = 0
    private var isTooLarge = false
    private var treeLine = 0
    private var path: [XMLName] = []
    private var articleType: String?
    private var articles = 0
    private var references = 0
    /// Depth of elements whose text is left out.
    private var silence = 0
    private var text = JATSText()

    init(_ sink: EntrySink, _ output: any JobOutput) {
        self.sink = sink
        self.output = output
    }

    override func start(_ element: borrowing XMLElementStart) {
        let name = XMLName(rawValue: element.name) ?? .unknownName
        if gathering != .unknownName { return grow(element) }
        switch name {
        case .article:
            isArticle = true
            articles += 1
            articleType = element.string(XMLName.k_articleType.rawValue)
        case .front, .ref:
            guard !path.contains(.k_subArticle), !path.contains(.response) else { break }
            flush()
            gathering = name
            treeDepth = 0
            isTooLarge = false
            treeLine = parser?.line ?? 0
            tree.removeAll()
            return grow(element)
        default: break
        }
        path.append(name)
        guard isInText else { return }
        if silence > 0 || Self.silent.contains(name) {
            silence += 1
            return
        }
        if let kind = JATSText.kind(of: name, path) {
            flush()
            text.begin(kind)
        }
        text.enter(name, element.string(XMLName.href.rawValue))
    }

    private func grow(_ element: borrowing XMLElementStart) {
        treeDepth += 1
        guard !isTooLarge else { return }
        guard tree.count < XMLRecordHandler.maximumCount, tree.size < XMLRecordHandler.maximumSize else {
            isTooLarge = true
            return
        }
        tree.begin(element.name, space: element.space, localName: element.localName)
        element.forEachKnown { [self] name, value in
            if value.count <= XMLRecordHandler.maximumSize - tree.size {
                tree.add(name, value)
            } else {
                isTooLarge = true
            }
        }
    }

    override func end(name: Int, space: Int) {
        if gathering != .unknownName {
            treeDepth -= 1
            if !isTooLarge { tree.end() }
            if treeDepth == 0 { perform { () throws(PluginError) in try finishTree() } }
            return
        }
        let name = path.popLast() ?? .unknownName
        if silence > 0 {
            silence -= 1
            return
        }
        guard isArticle else { return }
        text.leave(name)
        if JATSText.ends(name) { flush() }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if gathering != .unknownName {
            if isTooLarge || tree.size + bytes.count > XMLRecordHandler.maximumSize {
                isTooLarge = true
            } else {
                tree.add(bytes)
            }
        } else if silence == 0, isInText {
            text.add(bytes)
            if text.isLong { flush() }
        }
    }

    /// Only one article's text can be that of the file.
    private var isInText: Bool {
        articles == 1 && (path.contains(.body) || path.contains(.back) || path.contains(.k_floatsGroup))
    }

    /// What is no prose: numbers of notes in the text, formulae in TeX beside their MathML, lists of names.
    private static let silent: Set<XMLName> = [.k_texMath, .k_objectId, .permissions]

    private func perform(_ body: () throws(PluginError) -> Void) {
        do throws(PluginError) { try body() } catch {
            failure = error
            parser?.stop()
        }
    }

    private func finishTree() throws(PluginError) {
        let kind = gathering
        gathering = .unknownName
        defer { tree.removeAll() }
        let place = kind == .front ? "article" : "reference \(references + 1)"
        if kind == .ref { references += 1 }
        guard !isTooLarge else {
            return try sink.broken("limit-entry", "It is larger than what is read of one entry.", place: place)
        }
        var builder = ItemBuilder()
        let mapped =
            kind == .front
            ? JATSFront.map(&tree, &builder, articleType) : JATSReference.map(&tree, &builder)
        guard let mapped, builder.count > 1 else {
            return try sink.broken("record-empty", "It says nothing about a work; it was left out.", place: place)
        }
        tree.forEachLeft { path, text in builder.keep(path, tree.bytes, text) }
        try sink.entry(builder, key: mapped.key, type: mapped.type, place: place)
    }

    private func flush() {
        guard let block = text.take() else { return }
        blocks += 1
        perform { () throws(PluginError) in try output.block(block) }
    }
}
