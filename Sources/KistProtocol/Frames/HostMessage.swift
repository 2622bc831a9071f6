import KistModel

/// What the host says to a worker.
public enum HostMessage: Hashable, Sendable {
    case hello(Hello)
    /// The file's first bytes follow in a `bytes` message.
    case job(ImportJob)
    case bytes([UInt8])

    public init(_ frame: Frame) throws(ProtocolError) {
        switch frame.type {
        case .hello: self = .hello(try Hello(bytes: frame.body))
        case .job: self = .job(try ImportJob(bytes: frame.body))
        case .bytes: self = .bytes(frame.body)
        default: throw ProtocolError(.type, "message \(frame.type.rawValue) does not come from the host")
        }
    }

    public var type: MessageType {
        switch self {
        case .hello: .hello
        case .job: .job
        case .bytes: .bytes
        }
    }

    /// Appends the message as one frame.
    public func write(to out: inout [UInt8]) {
        let start = Frame.open(type, in: &out)
        switch self {
        case .hello(let value): value.write(to: &out)
        case .job(let value): value.write(to: &out)
        case .bytes(let bytes): out.append(contentsOf: bytes)
        }
        Frame.close(start, in: &out)
    }
}
