import Foundation
import Synchronization

/// One line on standard error that says how far long work has come; silent where nobody watches.
final class ProgressLine: Sendable {
    private let output: Output
    private let started = ContinuousClock.now
    private let state = Mutex(State())

    private struct State {
        var lastShown: ContinuousClock.Instant?
        var isShown = false
    }

    init(_ output: Output) { self.output = output }

    /// Shows `done` of `total` things at most ten times a second, with a rate and the time left.
    func show(_ what: String, done: Int, total: Int?) {
        guard output.notesOnTerminal else { return }
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            if let last = state.lastShown, last.duration(to: now) < .milliseconds(100) { return false }
            state.lastShown = now
            state.isShown = true
            return true
        }
        guard isDue else { return }
        let elapsed = started.duration(to: now)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        var text = "\(what): \(done)"
        if let total { text += " of \(total)" }
        if seconds > 1, done > 0 {
            let rate = Double(done) / seconds
            text += rate >= 10 ? ", \(Int(rate)) a second" : ", \((rate * 10).rounded() / 10) a second"
            if let total, total > done { text += ", about \(Self.span(Double(total - done) / rate)) left" }
        }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    /// Removes the line.
    func clear() {
        guard state.withLock({ $0.isShown }) else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
        state.withLock { $0.isShown = false }
    }

    private static func span(_ seconds: Double) -> String {
        seconds < 90 ? "\(max(1, Int(seconds))) s" : "\(Int((seconds / 60).rounded())) min"
    }
}
