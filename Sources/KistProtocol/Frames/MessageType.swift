/// The numbers of the messages. 1–15 go from the host to the worker, 16–31 from the worker to the host.
public enum MessageType: UInt8, Sendable, CaseIterable {
    case hello = 1
    case job = 2
    case bytes = 3

    case ready = 16
    case read = 17
    case metadata = 18
    case blocks = 19
    case entries = 20
    case item = 21
    case itemData = 22
    case itemEnd = 23
    case diagnostic = 24
    case progress = 25
    case done = 26
    case fail = 27

    /// Whether the body is bytes as they are, not JSON.
    public var isRaw: Bool { self == .bytes || self == .itemData }
    public var isFromHost: Bool { rawValue < 16 }
}
