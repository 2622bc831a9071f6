/// What names lately met stand for, by their bytes. Documents name few styles many times, and a dictionary of strings
/// would cost more than the rest of a short paragraph.
struct NameMemo<Value> {
    private var slots: [(name: [UInt8], value: Value)?]

    init() { slots = Array(repeating: nil, count: 64) }

    /// The value of a name; made by `make` when it is not at hand.
    mutating func value(of name: UnsafeBufferPointer<UInt8>, _ make: (String) -> Value) -> Value {
        var hash: UInt32 = 2_166_136_261
        for byte in name { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let place = Int(hash % 64)
        if let slot = slots[place], slot.name.count == name.count, slot.name.elementsEqual(name) { return slot.value }
        let value = make(String(decoding: name, as: UTF8.self))
        slots[place] = (Array(name), value)
        return value
    }

    mutating func removeAll() { slots = Array(repeating: nil, count: 64) }
}
