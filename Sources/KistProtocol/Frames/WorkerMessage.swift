import KistModel

/// What a worker says to the host.
public enum WorkerMessage: Hashable, Sendable {
    case ready(Ready)
    case read(ReadRequest)
    case metadata(DocumentMetadata)
    /// One or more blocks; the body is a JSON list.
    case blocks([DocumentBlock])
    /// One or more entries; the body is a JSON list.
    case entries([BibliographicEntry])
    case item(NestedItem)
    case itemData([UInt8])
    case itemEnd(ItemEnd)
    case diagnostic(Diagnostic)
    case progress(JobProgress)
    case done(Coverage)
    case fail(PluginError)

    public init(_ frame: Frame) throws(ProtocolError) {
        switch frame.type {
        case .ready: self = .ready(try Ready(bytes: frame.body))
        case .read: self = .read(try ReadRequest(bytes: frame.body))
        case .metadata: self = .metadata(try DocumentMetadata(bytes: frame.body))
        case .blocks:
            if let blocks = BlockListReader.blocks(frame.body) {
                self = .blocks(blocks)
            } else {
                self = .blocks(try WorkerMessage.list(frame.body))
            }
        case .entries: self = .entries(try WorkerMessage.list(frame.body))
        case .item: self = .item(try NestedItem(bytes: frame.body))
        case .itemData: self = .itemData(frame.body)
        case .itemEnd: self = .itemEnd(try ItemEnd(bytes: frame.body))
        case .diagnostic: self = .diagnostic(try Diagnostic(bytes: frame.body))
        case .progress: self = .progress(try JobProgress(bytes: frame.body))
        case .done: self = .done(try Coverage(bytes: frame.body))
        case .fail: self = .fail(try PluginError(bytes: frame.body))
        case .hello, .job, .bytes:
            throw ProtocolError(.type, "message \(frame.type.rawValue) does not come from a worker")
        }
    }

    private static func list<Value: WireValue>(_ body: [UInt8]) throws(ProtocolError) -> [Value] {
        guard let items = try parseBody(body).array, !items.isEmpty else {
            throw ProtocolError(.shape, "expected a list with at least one item")
        }
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for item in items { values.append(try Value(json: item)) }
        return values
    }

    public var type: MessageType {
        switch self {
        case .ready: .ready
        case .read: .read
        case .metadata: .metadata
        case .blocks: .blocks
        case .entries: .entries
        case .item: .item
        case .itemData: .itemData
        case .itemEnd: .itemEnd
        case .diagnostic: .diagnostic
        case .progress: .progress
        case .done: .done
        case .fail: .fail
        }
    }

    /// Appends the message as one frame. The caller sees to it that it fits.
    public func write(to out: inout [UInt8]) {
        let start = Frame.open(type, in: &out)
        switch self {
        case .ready(let value): value.write(to: &out)
        case .read(let value): value.write(to: &out)
        case .metadata(let value): value.write(to: &out)
        case .blocks(let values): MemberWriter.list(values, &out) { $0.write(to: &$1) }
        case .entries(let values): MemberWriter.list(values, &out) { $0.write(to: &$1) }
        case .item(let value): value.write(to: &out)
        case .itemData(let bytes): out.append(contentsOf: bytes)
        case .itemEnd(let value): value.write(to: &out)
        case .diagnostic(let value): value.write(to: &out)
        case .progress(let value): value.write(to: &out)
        case .done(let value): value.write(to: &out)
        case .fail(let value): value.write(to: &out)
        }
        Frame.close(start, in: &out)
    }
}
