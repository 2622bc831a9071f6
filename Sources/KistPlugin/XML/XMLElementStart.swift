import CXML

/// The beginning of an element with its attributes. Valid during the call that brings it only, which is why it cannot
/// be copied.
public struct XMLElementStart: ~Copyable {
    public let name: Int
    public let space: Int
    private let localNameBytes: UnsafeBufferPointer<UInt8>
    private let attributes: UnsafeBufferPointer<cxml_attribute>

    init(
        name: Int, space: Int, localName: UnsafeBufferPointer<UInt8>, attributes: UnsafeBufferPointer<cxml_attribute>
    ) {
        self.name = name
        self.space = space
        localNameBytes = localName
        self.attributes = attributes
    }

    /// The element's name without prefix, also where the vocabulary does not have it.
    public var localName: String { String(decoding: localNameBytes, as: UTF8.self) }
    public var attributeCount: Int { attributes.count }

    /// The value of the first attribute called `name`, in namespace `space` or, without one, in any. The buffer is valid
    /// during the call only.
    public func bytes(_ name: Int, space: Int? = nil) -> UnsafeBufferPointer<UInt8>? {
        for attribute in attributes where attribute.name == Int32(truncatingIfNeeded: name) {
            if let space, attribute.space != Int32(truncatingIfNeeded: space) { continue }
            return UnsafeBufferPointer(start: attribute.value, count: Int(attribute.value_length))
        }
        return nil
    }

    /// The value of an attribute, found as `bytes` finds it.
    public func string(_ name: Int, space: Int? = nil) -> String? {
        guard let value = bytes(name, space: space) else { return nil }
        return String(decoding: value, as: UTF8.self)
    }

    /// A whole number, with or without a sign; nil when it is something else or too large.
    public func integer(_ name: Int, space: Int? = nil) -> Int? {
        guard let value = bytes(name, space: space), !value.isEmpty, value.count < 20 else { return nil }
        var result = 0
        var isNegative = false
        var isEmpty = true
        for (index, byte) in value.enumerated() {
            if index == 0, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
                isNegative = byte == UInt8(ascii: "-")
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            let (product, first) = result.multipliedReportingOverflow(by: 10)
            let (sum, second) = product.addingReportingOverflow(Int(byte) - 0x30)
            if first || second { return nil }
            result = sum
            isEmpty = false
        }
        return isEmpty ? nil : isNegative ? -result : result
    }

    /// Whether the attribute has exactly this value.
    public func has(_ name: Int, _ value: StaticString, space: Int? = nil) -> Bool {
        guard let bytes = bytes(name, space: space), bytes.count == value.utf8CodeUnitCount else { return false }
        return value.withUTF8Buffer { $0.elementsEqual(bytes) }
    }

    /// The attributes whose names the vocabulary has, one by one. The buffers are valid during the call only.
    public func forEachKnown(_ body: (_ name: Int, _ value: UnsafeBufferPointer<UInt8>) -> Void) {
        for attribute in attributes where attribute.name > 0 {
            body(
                Int(attribute.name), UnsafeBufferPointer(start: attribute.value, count: Int(attribute.value_length)))
        }
    }

    /// The attributes one by one: local name, number of its namespace, value.
    public func attribute(at index: Int) -> (name: String, space: Int, value: String) {
        let attribute = attributes[index]
        return (
            String(
                decoding: UnsafeBufferPointer(start: attribute.local_name, count: Int(attribute.local_length)),
                as: UTF8.self), Int(attribute.space),
            String(
                decoding: UnsafeBufferPointer(start: attribute.value, count: Int(attribute.value_length)), as: UTF8.self
            )
        )
    }
}
