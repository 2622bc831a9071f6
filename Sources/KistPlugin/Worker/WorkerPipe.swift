import Glibc
import KistProtocol

/// The two descriptors that lead to the host, read and written to the end whatever pieces the bytes come in. Used by one
/// thread. Once it has failed it keeps failing in the same way.
final class WorkerPipe {
    private let input: Int32
    private let output: Int32
    /// Why the pipe is of no more use.
    private(set) var end: WorkerEnd?

    init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    func stop(_ end: WorkerEnd) -> WorkerEnd {
        if self.end == nil { self.end = end }
        return self.end ?? end
    }

    /// The next message of the host.
    func receive() throws(WorkerEnd) -> HostMessage {
        if let end { throw end }
        let header = try bytes(4, atEnd: .finished)
        var length = 0
        for index in 0..<4 { length |= Int(header[index]) << (8 * index) }
        guard length >= 1, length <= ProtocolLimits.frame else {
            throw stop(.breach(ProtocolError(.frame, "a frame of \(length) bytes")))
        }
        let number = try bytes(1, atEnd: .brokenPipe)[0]
        let body = try bytes(length - 1, atEnd: .brokenPipe)
        guard let type = MessageType(rawValue: number) else {
            throw stop(.breach(ProtocolError(.type, "there is no message number \(number)")))
        }
        do {
            return try HostMessage(Frame(type, body))
        } catch {
            throw stop(.breach(error))
        }
    }

    /// Exactly `count` bytes. `end` is why there may be none at all; some but not all are a broken pipe.
    private func bytes(_ count: Int, atEnd end: WorkerEnd) throws(WorkerEnd) -> [UInt8] {
        var isWhole = true
        var isEmpty = false
        let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Glibc.read(input, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got > 0 {
                    filled += got
                } else if got == 0 || errno != EINTR {
                    isEmpty = got == 0 && filled == 0
                    isWhole = false
                    return
                }
            }
        }
        guard isWhole else { throw stop(isEmpty ? end : .brokenPipe) }
        return result
    }

    func send(_ bytes: [UInt8]) throws(WorkerEnd) {
        if let end { throw end }
        var sent = 0
        let isWhole = bytes.withUnsafeBytes { buffer in
            while sent < buffer.count {
                let put = Glibc.write(output, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
                if put > 0 {
                    sent += put
                } else if put == 0 || errno != EINTR {
                    return false
                }
            }
            return true
        }
        if !isWhole { throw stop(.brokenPipe) }
    }
}
