import KistPlugin

/// The lists of a Word document: which levels of which are counted.
final class WordNumbering: XMLHandler {
    private struct Abstract {
        /// By level: whether it is counted; nil where nothing is said.
        var isOrdered: [Int: Bool] = [:]
        var style: String?
    }

    private struct Instance {
        var abstract: String?
        var isOrdered: [Int: Bool] = [:]
    }

    private var abstracts: [String: Abstract] = [:]
    private var instances: [String: Instance] = [:]
    /// The level that a paragraph style stands for, in the numbering it names.
    private(set) var levelOfStyle: [String: Int] = [:]

    private var abstractID: String?
    private var abstract = Abstract()
    private var instanceID: String?
    private var instance = Instance()
    private var level = 0

    private static let most = 50_000

    /// Whether items of list `id` are counted at `level` (from 0). `numberingOfStyle` leads from numbering styles on.
    func isOrdered(_ id: String, level: Int, numberingOfStyle: [String: String]) -> Bool {
        var id = id
        for _ in 0..<8 {
            guard let instance = instances[id] else { return false }
            if let own = instance.isOrdered[level] { return own }
            guard let name = instance.abstract, let abstract = abstracts[name] else { return false }
            if let own = abstract.isOrdered[level] { return own }
            guard let style = abstract.style, let next = numberingOfStyle[style], next != id else { return false }
            id = next
        }
        return false
    }

    override func start(_ element: borrowing XMLElementStart) {
        guard let name = WordName(number: element.name) else { return }
        switch name {
        case .abstractNum:
            abstractID = element.string(WordName.abstractNumId.number)
            abstract = Abstract()
        case .numStyleLink: abstract.style = element.string(WordName.val.number)
        case .num:
            instanceID = element.string(WordName.numId.number)
            instance = Instance()
        case .abstractNumId: instance.abstract = element.string(WordName.val.number)
        case .lvl, .lvlOverride: level = element.integer(WordName.ilvl.number) ?? 0
        case .pStyle:
            if let style = element.string(WordName.val.number), levelOfStyle.count < WordNumbering.most {
                levelOfStyle[style] = level
            }
        case .numFmt:
            let isOrdered = !element.has(WordName.val.number, "bullet") && !element.has(WordName.val.number, "none")
            guard (0...9).contains(level) else { return }
            if instanceID != nil {
                instance.isOrdered[level] = isOrdered
            } else {
                abstract.isOrdered[level] = isOrdered
            }
        default: break
        }
    }

    override func end(name: Int, space: Int) {
        switch WordName(number: name) {
        case .abstractNum:
            if let id = abstractID, abstracts.count < WordNumbering.most { abstracts[id] = abstract }
            abstractID = nil
        case .num:
            if let id = instanceID, instances.count < WordNumbering.most { instances[id] = instance }
            instanceID = nil
        default: break
        }
    }
}
