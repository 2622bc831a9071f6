import KistProtocol

/// Collects the blocks of one document: joins those that came in pieces and stops where memory would.
struct BlockCollector {
    private(set) var blocks: [DocumentBlock] = []
    /// About how many bytes of memory are held.
    private(set) var cost = 0
    /// How many blocks were not kept because there was no more room.
    private(set) var dropped = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The blocks of one message. Most documents are one message, and most blocks need no cleaning: then nothing is copied.
    mutating func add(_ incoming: [DocumentBlock]) {
        guard dropped == 0, let size = Self.costOfClean(incoming.span), cost + size <= limit else {
            for block in incoming { add(block) }
            return
        }
        cost += size
        if blocks.isEmpty { blocks = incoming } else { blocks += incoming }
    }

    /// What blocks cost that can be taken as they are; nil when one of them cannot.
    private static func costOfClean(_ blocks: Span<DocumentBlock>) -> Int? {
        var cost = 0
        for index in blocks.indices {
            guard !blocks[index].continues, ResultCheck.isClean(blocks[index]) else { return nil }
            cost += self.cost(of: blocks[index])
        }
        return cost
    }

    mutating func add(_ incoming: DocumentBlock) {
        let block = ResultCheck.clean(incoming)
        let size = Self.cost(of: block)
        guard dropped == 0, cost + size <= limit else {
            dropped += 1
            return
        }
        cost += size
        if block.continues, let last = blocks.indices.last, blocks[last].kind == block.kind,
            blocks[last].part == block.part
        {
            Self.join(block, to: &blocks[last])
        } else {
            blocks.append(block)
            blocks[blocks.count - 1].continues = false
        }
    }

    private static func join(_ block: DocumentBlock, to earlier: inout DocumentBlock) {
        let shift = earlier.text.utf8.count
        earlier.text += block.text
        earlier.runs += block.runs.map {
            LanguageRun(start: $0.start + shift, end: $0.end + shift, language: $0.language)
        }
        earlier.links += block.links.map { TextLink(start: $0.start + shift, end: $0.end + shift, target: $0.target) }
        earlier.bold += block.bold.map { ByteSpan(start: $0.start + shift, end: $0.end + shift) }
        earlier.rows += block.rows
    }

    /// The texts, and what arrays and structures cost beside them.
    private static func cost(of block: borrowing DocumentBlock) -> Int {
        var cost = 320 + block.text.utf8.count + block.place.utf8.count
        guard block.isDetailed else { return cost }
        cost += 40 * (block.runs.count + block.bold.count) + block.links.reduce(0) { $0 + 48 + $1.target.utf8.count }
        for row in block.rows {
            cost += 32
            for cell in row {
                cost += 112 + cell.text.utf8.count + 16 * cell.bold.count
                cost += cell.links.reduce(0) { $0 + 48 + $1.target.utf8.count }
            }
        }
        return cost
    }
}
