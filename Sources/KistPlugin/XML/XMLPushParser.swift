import CXML

/// Reads XML as it comes, in pieces of any size, and hands what it meets to an `XMLHandler`. Nothing is loaded from
/// anywhere, no entity is expanded beyond the predefined ones, and nothing of the document is kept.
///
/// ```swift
/// let parser = XMLPushParser(names: ["record", "title"], namespaces: [["http://www.loc.gov/MARC21/slim"]])
/// parser.begin(handler)
/// parser.feed(bytes)
/// if let failure = parser.finish() { … }
/// ```
///
/// One parser reads any number of documents, one after the other. It is not to be used from two threads.
public final class XMLPushParser {
    /// What a document may not go beyond; then reading ends with a failure that says so.
    public struct Limits: Sendable {
        /// Nested elements.
        public var depth = 1_000
        /// Attributes of one element. libxml2 compares each with each, so this bounds time as well.
        public var attributes = 500
        /// Namespace declarations in scope at one time.
        public var namespaces = 2_000
        /// Whether the named characters of XHTML (`&nbsp;`, `&eacute;` …) are known.
        public var htmlNames = false

        /// The limits that documents get when nobody says otherwise.
        public init() {}
    }

    /// Why reading ended, once it has failed.
    public private(set) var failure: XMLFailure?
    private let handle: OpaquePointer
    private var handler: XMLHandler?

    /// `names`: local names of elements and attributes; the first has number 1. `namespaces`: for each number from 1 the
    /// addresses that stand for it. Throws `limit` when there is no memory.
    public init(
        names: [String], namespaces: [[String]], limits: Limits = Limits()
    ) throws(PluginError) {
        var numbers: [Int32] = []
        for (index, addresses) in namespaces.enumerated() { numbers += addresses.map { _ in Int32(index) + 1 } }
        let made = XMLPushParser.withCStrings(names) { names in
            XMLPushParser.withCStrings(namespaces.flatMap { $0 }) { spaces in
                cxml_create(
                    names.baseAddress, Int32(names.count), spaces.baseAddress, numbers, Int32(numbers.count),
                    cxml_limits(
                        depth: Int32(clamping: limits.depth), attributes: Int32(clamping: limits.attributes),
                        namespaces: Int32(clamping: limits.namespaces), html_names: limits.htmlNames ? 1 : 0))
            }
        }
        guard let made else { throw PluginError(.limit, "There is not enough memory to read XML.") }
        handle = made
    }

    deinit { cxml_destroy(handle) }

    /// Begins a new document.
    public func begin(_ handler: XMLHandler) {
        self.handler = handler
        failure = nil
        // The handler is kept by `self` until the next document; C has its address for that long.
        let context = Unmanaged.passUnretained(handler).toOpaque()
        note(cxml_begin(handle, cxml_events(start: onStart, end: onEnd, text: onText), context))
    }

    /// Gives the next bytes. False once the document has failed.
    @discardableResult
    public func feed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard failure == nil else { return false }
        note(cxml_feed(handle, bytes.baseAddress, bytes.count))
        return failure == nil
    }

    /// The document is complete. Returns what was wrong with it.
    public func finish() -> XMLFailure? {
        if failure == nil { note(cxml_finish(handle)) }
        return failure
    }

    /// A whole document at once.
    public func parse(_ bytes: [UInt8], _ handler: XMLHandler) -> XMLFailure? {
        begin(handler)
        bytes.withUnsafeBytes { _ = feed($0) }
        return finish()
    }

    /// No more events, from now on; also from within one.
    public func stop() { cxml_stop(handle) }

    /// The present line of the document, from 1.
    public var line: Int { Int(cxml_line(handle)) }

    /// Whether the present document is read the quick way, without libxml2.
    var isQuick: Bool { cxml_is_quick(handle) != 0 }

    private func note(_ status: Int32) {
        guard status != 0, failure == nil else { return }
        let code: XMLFailure.Code =
            switch Int(status) {
            case CXML_DEPTH: .depth
            case CXML_ATTRIBUTES: .attributes
            case CXML_NAMESPACES: .namespaces
            case CXML_DECLARATION: .declaration
            case CXML_ENCODING: .encoding
            case CXML_NO_MEMORY: .memory
            case CXML_STOPPED: .stopped
            case CXML_SIZE: .size
            default: .malformed
            }
        let message = String(cString: cxml_message(handle))
        failure = XMLFailure(code: code, message: message, line: Int(cxml_line(handle)))
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for string in strings {
            offsets.append(bytes.count)
            bytes += string.utf8CString
        }
        return bytes.withUnsafeBufferPointer { all in
            let list: [UnsafePointer<CChar>?] = offsets.map { offset in all.baseAddress.map { $0 + offset } }
            return list.withUnsafeBufferPointer(body)
        }
    }
}

private func onStart(
    _ context: UnsafeMutableRawPointer?, _ name: Int32, _ space: Int32, _ localName: UnsafePointer<UInt8>?,
    _ localLength: Int32, _ attributes: UnsafePointer<cxml_attribute>?, _ count: Int32
) {
    guard let context, let localName else { return }
    let element = XMLElementStart(
        name: Int(name), space: Int(space), localName: UnsafeBufferPointer(start: localName, count: Int(localLength)),
        attributes: UnsafeBufferPointer(start: attributes, count: Int(count)))
    Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.start(element) }
}

private func onEnd(_ context: UnsafeMutableRawPointer?, _ name: Int32, _ space: Int32) {
    guard let context else { return }
    Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.end(name: Int(name), space: Int(space)) }
}

private func onText(_ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<UInt8>?, _ count: Int32) {
    guard let context else { return }
    let buffer = UnsafeBufferPointer(start: bytes, count: Int(count))
    Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.text(buffer) }
}
