import KistModel
import KistProtocol

/// Gathers what a worker says of one file, in the order that the protocol allows and within what a file may cost.
struct ResultCollector {
    private(set) var metadata = DocumentMetadata()
    private(set) var blocks: BlockCollector
    private var entries = EntryCollector()
    private(set) var items: [ExtractedItem] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var diagnosticsLeftOut = 0
    private var hasMetadata = false

    private let spool: SpoolFolder
    private let limits: JobLimits
    private var open: (item: NestedItem, writer: SpoolWriter, head: [UInt8])?
    /// What small items of this file may still hold in memory; the rest goes to disk.
    private var heldBytes = 512 << 10

    /// A file with more to say than this has said enough.
    private static let maximumDiagnostics = 1_000
    /// What of an item is looked at to tell its media type.
    private static let headBytes = 8 << 10
    private static let smallItem = 256 << 10

    init(spool: SpoolFolder, limits: JobLimits, textBytes: Int) {
        self.spool = spool
        self.limits = limits
        blocks = BlockCollector(limit: textBytes)
    }

    mutating func receive(_ message: WorkerMessage, _ body: [UInt8]) throws(WorkerFault) {
        do {
            switch message {
            case .itemData(let bytes): try data(bytes)
            case .itemEnd(let end): try finish(end)
            case .diagnostic(let diagnostic): add(diagnostic)
            case .metadata, .blocks, .entries, .item:
                guard open == nil else { throw WorkerFault.brokeProtocol("an item was not ended") }
                switch message {
                case .metadata(let value):
                    guard !hasMetadata else { throw WorkerFault.brokeProtocol("metadata came twice") }
                    hasMetadata = true
                    metadata = ResultCheck.clean(value)
                case .blocks(let values): blocks.add(values)
                case .entries(let values): try entries.add(values, body: body, spool: spool)
                case .item(let item): try begin(item)
                default: break
                }
            case .ready, .read, .progress, .done, .fail: break
            }
        } catch let error as ImportError {
            throw .host(error)
        } catch let fault as WorkerFault {
            throw fault
        } catch {
            throw .host(ImportError(.spool, "\(error)"))
        }
    }

    /// Called once, when the job has ended: what goes into the result.
    mutating func finish() throws(WorkerFault) -> (entries: EntryList, diagnostics: [Diagnostic]) {
        guard open == nil else { throw .brokeProtocol("an item was not ended") }
        if diagnosticsLeftOut > 0 {
            diagnostics.append(
                Diagnostic(
                    .warning, "diagnostics-left-out", "\(diagnosticsLeftOut) more remarks on this file are left out."))
        }
        if blocks.dropped > 0 {
            diagnostics.append(
                Diagnostic(
                    .error, "limit-text",
                    "The text is longer than Kist keeps of one file; \(blocks.dropped) paragraphs or tables at its end are left out."
                ))
        }
        return (entries.finish(), diagnostics)
    }

    mutating func add(_ diagnostic: Diagnostic) {
        if diagnostics.count < Self.maximumDiagnostics {
            diagnostics.append(ResultCheck.clean(diagnostic))
        } else {
            diagnosticsLeftOut += 1
        }
    }

    // MARK: - Items

    private mutating func begin(_ item: NestedItem) throws {
        guard items.count < limits.entries else {
            throw WorkerFault.tooMuchOutput("more than \(limits.entries) items in one file")
        }
        open = (item, spool.newFile(holding: min(Self.smallItem, heldBytes)), [])
    }

    private mutating func data(_ bytes: [UInt8]) throws {
        guard let item = open else { throw WorkerFault.brokeProtocol("an item's bytes came before the item") }
        guard item.writer.size + Int64(bytes.count) <= limits.itemBytes else {
            throw WorkerFault.tooMuchOutput("an item of more than \(limits.itemBytes >> 20) MiB")
        }
        try item.writer.append(bytes)
        if item.head.count < Self.headBytes { open?.head += bytes.prefix(Self.headBytes - item.head.count) }
    }

    private mutating func finish(_ end: ItemEnd) throws {
        guard let (announced, writer, head) = open else {
            throw WorkerFault.brokeProtocol("an item ended that had not begun")
        }
        open = nil
        let content = writer.finish()
        heldBytes -= content.held?.count ?? 0
        var item = announced
        item.path = SafePath.clean(announced.path, fallback: "item-\(items.count + 1)")
        item.alt = item.alt.map(ResultCheck.clean)
        item.place = ResultCheck.clean(item.place)
        item.metadata = item.metadata.map(ResultCheck.clean)
        item.parent = item.parent.map(ResultCheck.clean)
        item.mediaType = MediaType.of(ContentSample(head: head, tail: head, size: Int64(head.count)))
        items.append(
            ExtractedItem(
                item: item, announcedPath: item.path == announced.path ? nil : ResultCheck.clean(announced.path),
                content: content, isIntact: end.intact,
                junk: announced.role == .member ? SystemJunk.judging(path: announced.path) : nil))
    }
}
