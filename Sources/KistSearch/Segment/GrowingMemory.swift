import CPostings
import Glibc

/// Memory that grows. Large blocks are mapped: the system moves them by their page tables, without a copy and without
/// holding both, and has them back at once when they are released.
///
/// Invariant: blocks come from `reserve` and go through `grow` and `release` only; the 64 bytes before a block hold the
/// size of what was mapped, or 0 where it came from `malloc`.
enum GrowingMemory {
    private static let headerSize = 64
    private static let mappedFrom = 256 << 10

    static func reserve<Element: BitwiseCopyable>(_ capacity: Int, of: Element.Type) -> UnsafeMutablePointer<Element> {
        block(bytes(capacity, of), zeroed: false).bindMemory(to: Element.self, capacity: capacity)
    }

    static func reserveZeros<Element: BitwiseCopyable>(
        _ capacity: Int, of: Element.Type
    ) -> UnsafeMutablePointer<Element> {
        block(bytes(capacity, of), zeroed: true).bindMemory(to: Element.self, capacity: capacity)
    }

    /// Keeps the content, up to the smaller size.
    static func grow<Element: BitwiseCopyable>(
        _ old: UnsafeMutablePointer<Element>, from oldCapacity: Int, to capacity: Int
    ) -> UnsafeMutablePointer<Element> {
        let size = bytes(capacity, Element.self)
        let start = UnsafeMutableRawPointer(old) - headerSize
        let mapped = start.load(as: Int.self)
        if mapped > 0, size >= mappedFrom {
            guard let moved = kp_move_mapping(start, mapped, size) else { outOfMemory() }
            moved.storeBytes(of: size, as: Int.self)
            return (moved + headerSize).bindMemory(to: Element.self, capacity: capacity)
        }
        let new = block(size, zeroed: false)
        memcpy(new, old, min(oldCapacity, capacity) * MemoryLayout<Element>.stride)
        release(old)
        return new.bindMemory(to: Element.self, capacity: capacity)
    }

    static func release<Element: BitwiseCopyable>(_ block: UnsafeMutablePointer<Element>) {
        let start = UnsafeMutableRawPointer(block) - headerSize
        let mapped = start.load(as: Int.self)
        if mapped > 0 { munmap(start, mapped) } else { free(start) }
    }

    private static func bytes<Element>(_ capacity: Int, _: Element.Type) -> Int {
        max(capacity, 1) * MemoryLayout<Element>.stride + headerSize
    }

    private static func block(_ size: Int, zeroed: Bool) -> UnsafeMutableRawPointer {
        if size >= mappedFrom {
            // Mapped memory is all zero.
            let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard let address, address != MAP_FAILED else { outOfMemory() }
            address.storeBytes(of: size, as: Int.self)
            return address + headerSize
        }
        guard let address = zeroed ? calloc(1, size) : malloc(size) else { outOfMemory() }
        address.storeBytes(of: 0, as: Int.self)
        return address + headerSize
    }

    private static func outOfMemory() -> Never { preconditionFailure("The system has no memory left.") }
}
