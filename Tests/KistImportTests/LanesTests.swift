import Dispatch
import Glibc
import Synchronization
import Testing

@testable import KistImport

@Suite struct LanesTests {
    /// What one thread did, in the order in which it did it.
    private final class Record: Sendable {
        private let names = Mutex<[String]>([])
        private let done = DispatchSemaphore(value: 0)

        func work(_ name: String) -> Lanes.Work {
            { [self] in
                names.withLock { $0.append(name) }
                return { self.done.signal() }
            }
        }

        func wait(for count: Int) -> [String] {
            for _ in 0..<count { done.wait() }
            return names.withLock { $0 }
        }
    }

    @Test(arguments: [0, 1, 3])
    func whatIsSubmittedFirstGoesBeforeAllThatWaits(already: Int) {
        let lanes = Lanes(count: 1)
        let record = Record()
        let isHeld = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        for number in 0..<already { lanes.submit(record.work("early \(number)")) }
        _ = record.wait(for: already)
        lanes.submit {
            isHeld.signal()
            gate.wait()
            return {}
        }
        isHeld.wait()
        lanes.submit(record.work("a"))
        lanes.submit(record.work("b"))
        lanes.submitFirst(record.work("c"))
        lanes.submitFirst(record.work("d"))
        gate.signal()
        let order = record.wait(for: 4).dropFirst(already)
        #expect(Array(order) == ["d", "c", "a", "b"])
    }

    @Test func theThreadsMakeWayForWhoTakesIn() {
        let lanes = Lanes(count: 1)
        let seen = Seen()
        lanes.submit {
            seen.level.withLock { $0 = Self.level }
            return { seen.done.signal() }
        }
        seen.done.wait()
        #expect(seen.level.withLock { $0 } == min(Self.level + 5, 19))
    }

    private final class Seen: Sendable {
        let level = Mutex(Int32.min)
        let done = DispatchSemaphore(value: 0)
    }

    /// How far the calling thread stands back, from -20 to 19.
    private static var level: Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
}
