import Glibc

/// Memory that grows: the system moves large blocks by their page table, without a copy and without holding both.
///
/// Invariant: blocks come from `reserve` and go through `grow` and `release` only.
enum GrowingMemory {
    static func reserve<Element: BitwiseCopyable>(_ capacity: Int, of: Element.Type) -> UnsafeMutablePointer<Element> {
        guard let block = malloc(max(capacity, 1) * MemoryLayout<Element>.stride) else { outOfMemory() }
        return block.bindMemory(to: Element.self, capacity: capacity)
    }

    static func reserveZeros<Element: BitwiseCopyable>(
        _ capacity: Int, of: Element.Type
    ) -> UnsafeMutablePointer<Element> {
        guard let block = calloc(max(capacity, 1), MemoryLayout<Element>.stride) else { outOfMemory() }
        return block.bindMemory(to: Element.self, capacity: capacity)
    }

    static func grow<Element: BitwiseCopyable>(
        _ block: UnsafeMutablePointer<Element>, to capacity: Int
    ) -> UnsafeMutablePointer<Element> {
        guard let larger = realloc(block, max(capacity, 1) * MemoryLayout<Element>.stride) else { outOfMemory() }
        return larger.bindMemory(to: Element.self, capacity: capacity)
    }

    static func release<Element: BitwiseCopyable>(_ block: UnsafeMutablePointer<Element>) { free(block) }

    private static func outOfMemory() -> Never { preconditionFailure("The system has no memory left.") }
}
