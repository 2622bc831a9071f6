import Glibc
import KistProtocol

/// The three pipes of a running plugin: bytes that wait to be sent, frames that have come, and the end of what it wrote on
/// standard error. It knows nothing of what the frames mean. Used by one thread at a time.
final class WorkerChannel {
    let child: ChildProcess
    /// What is to be sent: append to it.
    var outgoing: [UInt8] = []
    /// Close our end of its standard input as soon as all is sent.
    var closesWhenSent = false
    private var inputIsClosed = false
    private var sent = 0
    private var incoming = FrameReader()
    private var chunk = [UInt8](repeating: 0, count: 128 << 10)
    private var errorText: [UInt8] = []
    private var errorsAreOpen = true

    /// What is kept of standard error; the rest is read and dropped.
    private static let maximumErrorText = 64 << 10
    /// Room for what waits that is kept when it was sent.
    private static let keptCapacity = 4 << 20

    init(_ child: ChildProcess) { self.child = child }

    /// Bytes that have come and are not yet a whole frame.
    var pending: Int { incoming.pending }

    /// The last line that the plugin wrote on standard error, shortened.
    var said: String? {
        guard let line = errorText.split(separator: 0x0A).last(where: { $0.contains { $0 > 0x20 } }) else { return nil }
        return ResultCheck.clean(String(decoding: line.prefix(200), as: UTF8.self))
    }

    /// Whether the plugin has written something that nobody has read.
    var hasMore: Bool {
        var polled = pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)
        return pending > 0 || (poll(&polled, 1, 0) > 0 && polled.revents & Int16(POLLIN) != 0)
    }

    /// Bytes that are still to be sent.
    var waiting: Int { outgoing.count - sent }

    /// The next whole frame of what has come; nil when more must come first.
    func nextFrame() throws(WorkerFault) -> Frame? {
        do {
            return try incoming.next()
        } catch {
            throw .brokeProtocol("\(error.message) (\(error.code.rawValue))")
        }
    }

    /// Waits until something can be read or written, and does it.
    func exchange(milliseconds: Int32, listening: Bool) throws(WorkerFault) {
        if closesWhenSent, !inputIsClosed { try flush() }
        var polled = [
            pollfd(fd: listening ? child.output : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: waiting > 0 && !inputIsClosed ? child.input : -1, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: errorsAreOpen ? child.errors : -1, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, nfds_t(polled.count), max(1, milliseconds)) > 0 else { return }
        if polled[2].revents != 0 { readErrors() }
        if polled[1].revents != 0 { try flush() }
        if polled[0].revents != 0 {
            let count = chunk.withUnsafeMutableBytes { read(child.output, $0.baseAddress, $0.count) }
            if count > 0 {
                incoming.append(chunk[..<count])
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                if errorsAreOpen { readErrors() }
                throw .died(nil)
            }
        }
    }

    /// Writes as much of what waits as the pipe takes now.
    func flush() throws(WorkerFault) {
        while sent < outgoing.count {
            let count = outgoing.withUnsafeBytes {
                write(child.input, $0.baseAddress.map { $0 + sent }, $0.count - sent)
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                // What it still has to say, for example why it ended, comes by its output.
                sent = outgoing.count
            }
        }
        if sent == outgoing.count {
            if closesWhenSent {
                child.closeInput()
                inputIsClosed = true
            }
            outgoing.removeAll(keepingCapacity: outgoing.capacity <= Self.keptCapacity)
            sent = 0
        }
    }

    private func readErrors() {
        while true {
            let count = chunk.withUnsafeMutableBytes { read(child.errors, $0.baseAddress, $0.count) }
            if count > 0 {
                errorText.append(contentsOf: chunk[..<count])
                // The end of it says why; the beginning goes first.
                if errorText.count > Self.maximumErrorText {
                    errorText.removeFirst(errorText.count - Self.maximumErrorText)
                }
                // One chunk at a time, so that a flood here does not keep the rest waiting.
                return
            }
            if count < 0, errno == EINTR { continue }
            if count == 0 || errno != EAGAIN { errorsAreOpen = false }
            return
        }
    }
}
