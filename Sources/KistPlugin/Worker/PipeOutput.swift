import Glibc
import KistProtocol

/// Puts what a job gives out into frames and sends them in large pieces. Values are made to fit first; blocks and entries
/// share frames; a block that is too long for one becomes several.
final class PipeOutput: JobOutput {
    /// A list is closed, and what has gathered is sent, from this many bytes on.
    private static let piece = 256 << 10
    private static let maximumDiagnostics = 1_000
    /// An item's metadata, which share a frame with its path.
    private static let longestDescription = ProtocolLimits.frame / 2
    /// Silence after which `progress` sends a frame, in nanoseconds.
    private static let progressInterval: UInt64 = 200_000_000

    private let pipe: WorkerPipe
    private let budget: Int64
    private var buffer: [UInt8] = []
    /// The BLOCKS or ENTRIES frame that is being filled at the end of the buffer.
    private var list: (type: MessageType, start: Int)?
    /// Bytes that were sent for the job.
    private var sent: Int64 = 0
    private var lastSent = PipeOutput.now()
    private var hasMetadata = false
    private var itemIsOpen = false
    private var diagnostics = 0
    private var lost = 0

    init(pipe: WorkerPipe, budget: Int64) {
        self.pipe = pipe
        self.budget = budget
    }

    // MARK: - JobOutput

    func metadata(_ metadata: DocumentMetadata) throws(PluginError) {
        try require(!hasMetadata && !itemIsOpen, "metadata came twice or inside an item")
        hasMetadata = true
        var value = metadata
        note(value.fit())
        let mark = buffer.count
        closeList()
        let start = Frame.open(.metadata, in: &buffer)
        value.write(to: &buffer)
        guard buffer.count - start - 4 <= ProtocolLimits.frame else {
            buffer.removeSubrange(mark...)
            return note(true)
        }
        Frame.close(start, in: &buffer)
        try settle()
    }

    func block(_ block: consuming DocumentBlock) throws(PluginError) {
        try require(!itemIsOpen, "a block came inside an item")
        note(block.fit())
        let isShort = block.text.utf8.count <= DocumentBlock.longestWhole && block.rows.count <= ProtocolLimits.cells
        if !isShort || !append(block, to: .blocks) {
            for part in block.parts() where !append(part, to: .blocks) { note(true) }
        }
        try settle()
    }

    func entry(_ entry: BibliographicEntry) throws(PluginError) {
        try require(!itemIsOpen, "an entry came inside an item")
        var value = entry
        note(value.fit())
        if !append(value, to: .entries) {
            try diagnostic(
                Diagnostic(.error, "limit-entry", "An entry is too large and was left out.", place: value.place))
        }
        try settle()
    }

    func entry(json: [UInt8]) throws(PluginError) {
        try require(!itemIsOpen, "an entry came inside an item")
        if !append(to: .entries, { $0.append(contentsOf: json) }) {
            try diagnostic(Diagnostic(.error, "limit-entry", "An entry is too large and was left out."))
        }
        try settle()
    }

    func beginItem(_ item: NestedItem) throws(PluginError) {
        try require(!itemIsOpen, "an item began inside an item")
        itemIsOpen = true
        var value = item
        note(value.fit())
        if let metadata = value.metadata, metadata.json.compact.utf8.count > PipeOutput.longestDescription {
            value.metadata = nil
            note(true)
        }
        put(.item(value))
        try settle()
    }

    func itemData(_ bytes: [UInt8]) throws(PluginError) {
        try require(itemIsOpen, "an item's bytes came outside of it")
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + PipeOutput.piece)
            Frame.append(.itemData, bytes[start..<end], to: &buffer)
            try settle()
            start = end
        }
    }

    func endItem(intact: Bool) throws(PluginError) {
        try require(itemIsOpen, "an item ended that had not begun")
        itemIsOpen = false
        put(.itemEnd(ItemEnd(intact: intact)))
        try settle()
    }

    func diagnostic(_ diagnostic: Diagnostic) throws(PluginError) {
        diagnostics += 1
        guard diagnostics <= PipeOutput.maximumDiagnostics else { return }
        var value = diagnostic
        value.fit()
        put(.diagnostic(value))
        try settle()
    }

    func progress(done: Int64, total: Int64?) throws(PluginError) {
        guard PipeOutput.now() &- lastSent >= PipeOutput.progressInterval else { return }
        var value = JobProgress(done: done, total: total)
        value.fit()
        put(.progress(value))
        try flush()
    }

    // MARK: - For the worker

    /// Sends a message at once, after all that was given out before it.
    func sendNow(_ message: WorkerMessage) throws(WorkerEnd) {
        put(message)
        try sendBuffer()
    }

    /// Ends the job: an open item is closed, what was held back is said.
    func finish(_ result: WorkerMessage) throws(WorkerEnd) {
        if itemIsOpen { put(.itemEnd(ItemEnd(intact: false))) }
        if lost > 0 {
            put(
                .diagnostic(
                    Diagnostic(
                        .info, "values-cut", "\(lost) values were cut or dropped, for they were too long or misplaced.")
                ))
        }
        if diagnostics > PipeOutput.maximumDiagnostics {
            let more = diagnostics - PipeOutput.maximumDiagnostics
            put(.diagnostic(Diagnostic(.warning, "more-diagnostics", "\(more) further remarks were left out.")))
        }
        try sendNow(result)
    }

    // MARK: - Frames

    private func put(_ message: WorkerMessage) {
        closeList()
        message.write(to: &buffer)
    }

    /// Adds a value to the open list, or to a new one. False, and nothing added, when it is too large for any.
    private func append(_ value: some WireValue, to type: MessageType) -> Bool {
        append(to: type) { value.write(to: &$0) }
    }

    private func append(to type: MessageType, _ write: (inout [UInt8]) -> Void) -> Bool {
        if let list, list.type != type { closeList() }
        for _ in 0..<2 {
            let mark = buffer.count
            let start: Int
            if let list {
                start = list.start
                buffer.append(UInt8(ascii: ","))
            } else {
                start = Frame.open(type, in: &buffer)
                buffer.append(UInt8(ascii: "["))
            }
            write(&buffer)
            // The length counts the type, and a bracket is still to come.
            let length = buffer.count - start - 4 + 1
            if length <= ProtocolLimits.frame {
                list = (type, start)
                if length >= PipeOutput.piece { closeList() }
                return true
            }
            buffer.removeSubrange(mark...)
            if list == nil { return false }
            closeList()
        }
        return false
    }

    private func closeList() {
        guard let list else { return }
        buffer.append(UInt8(ascii: "]"))
        Frame.close(list.start, in: &buffer)
        self.list = nil
    }

    private func settle() throws(PluginError) {
        guard sent + Int64(buffer.count) <= budget else {
            throw PluginError(.limit, "The file gives out more than \(budget) bytes, which is the limit.")
        }
        if buffer.count >= PipeOutput.piece { try flush() }
    }

    private func flush() throws(PluginError) {
        do {
            try sendBuffer()
        } catch {
            throw PluginError(.internal, "The program that started the plugin is gone.")
        }
    }

    private func sendBuffer() throws(WorkerEnd) {
        closeList()
        try pipe.send(buffer)
        sent += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: buffer.capacity <= 4 * ProtocolLimits.frame)
        lastSent = PipeOutput.now()
    }

    private func note(_ isLoss: Bool) { if isLoss { lost += 1 } }

    private func require(_ condition: Bool, _ what: String) throws(PluginError) {
        guard condition else { throw PluginError(.internal, "The plugin does not follow the order: \(what).") }
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
