import KistPlugin

/// Sees whether a part of custom data is what Word's citation manager keeps, with anything in it: nearly every document
/// has an empty one.
final class WordSources: XMLHandler {
    /// The kind of file that such a part is to whoever reads it.
    static let mediaType = "application/vnd.openxmlformats-officedocument.bibliography+xml"

    private var hasRoot = false
    private(set) var hasSources = false
    weak var parser: XMLPushParser?

    override func start(_ element: borrowing XMLElementStart) {
        let isOurs = element.space == WordSpace.bibliography.rawValue
        if !hasRoot {
            hasRoot = true
            if isOurs, element.name == WordName.sources.number { return }
        } else if isOurs, element.name == WordName.source.number {
            hasSources = true
        }
        // Nothing else is wanted of it.
        parser?.stop()
    }
}
