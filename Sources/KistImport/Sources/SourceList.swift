/// Sources in their order. Asked for one at a time, so that a folder of a million files is never listed whole.
public protocol SourceList: Sendable {
    /// The next source, or nil at the end. Called by one caller at a time.
    func next() -> ImportSource?
}
