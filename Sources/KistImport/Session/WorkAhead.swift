/// The files that come next, in the order of delivery: members of what was delivered last, then the following sources.
struct WorkAhead {
    /// Last first, so that the next one is taken from the end and members are put before what follows cheaply.
    private(set) var nodes: [ExtractionNode] = []
    private let sources: any SourceList
    private var isAtEnd = false
    private let window: Int

    init(sources: any SourceList, window: Int) {
        self.sources = sources
        self.window = window
    }

    var next: ExtractionNode? { nodes.last }

    /// Asks for sources until the window is full.
    mutating func fill(budgets: ImportBudgets) {
        var fresh: [ExtractionNode] = []
        while !isAtEnd, nodes.count + fresh.count < window {
            if let source = sources.next() {
                fresh.append(ExtractionNode(source: source, tree: TreeBudget(budgets)))
            } else {
                isAtEnd = true
            }
        }
        if !fresh.isEmpty { nodes.insert(contentsOf: fresh.reversed(), at: 0) }
    }

    /// Those that may be begun now and are not, next first.
    var unstarted: [ExtractionNode] { nodes.suffix(window).reversed().filter { !$0.isStarted } }

    mutating func removeNext() { nodes.removeLast() }

    mutating func insert(_ members: [ExtractionNode]) { nodes.append(contentsOf: members.reversed()) }
}
