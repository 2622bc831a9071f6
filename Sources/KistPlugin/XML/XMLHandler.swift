/// Receives what an `XMLPushParser` meets, in document order. Names are numbers: their place in the parser's vocabulary,
/// 0 for all others. A class to derive from rather than a protocol: calls come from C for every element.
open class XMLHandler {
    public init() {}

    open func start(_ element: borrowing XMLElementStart) {}
    open func end(name: Int, space: Int) {}
    /// A piece of text, valid UTF-8 cut between characters; one text may come in many pieces. The buffer is valid during
    /// the call only.
    open func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
