import KistProtocol

/// Why a worker stops.
enum WorkerEnd: Error, Hashable {
    /// The host closed the pipe between two jobs: all is well.
    case finished
    /// The pipe broke in the middle of a job or a frame.
    case brokenPipe
    /// The host does not follow the protocol.
    case breach(ProtocolError)

    var exitCode: Int32 {
        switch self {
        case .finished: 0
        case .brokenPipe: 1
        case .breach: 2
        }
    }
}
