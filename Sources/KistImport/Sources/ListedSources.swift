import Synchronization

/// Sources that the caller has listed.
public final class ListedSources: SourceList {
    private let remaining: Mutex<[ImportSource]>

    public init(_ sources: [ImportSource]) { remaining = Mutex(sources.reversed()) }

    public func next() -> ImportSource? { remaining.withLock { $0.popLast() } }
}
