@preconcurrency import Dispatch
import Glibc
import KistImport
import Synchronization

/// Turns Ctrl-C into an orderly end: workers stop, what is done is kept. A second one ends the program at once.
final class InterruptWatch: Sendable {
    private let interrupted = Mutex(false)
    private let source: any DispatchSourceSignal

    init(_ session: ImportSession) {
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        signal(SIGINT, SIG_IGN)
        source.setEventHandler { [weak self] in
            guard let self,
                self.interrupted.withLock({ was in
                    defer { was = true }; return !was
                })
            else { _exit(130) }
            session.cancel()
        }
        source.resume()
    }

    var wasInterrupted: Bool { interrupted.withLock { $0 } }

    deinit {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }
}
