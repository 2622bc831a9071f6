import KistModel

/// Gathers one bibliographic entry: a CSL-JSON item and, beside it, what has no place in one. Values are kept as bytes, one
/// after the other, and written as JSON once. What an entry may hold is bounded, so that it always fits into one message;
/// what was cut is named in `shortened`.
struct ItemBuilder {
    /// Longest text of one field, in bytes.
    static let maximumText = 128 * 1024
    /// Bytes of text of one whole entry.
    static let maximumEntry = 384 * 1024
    /// Names of fields that have no place in CSL.
    private static let maximumOthers = 900
    private static let longestOtherName = 200
    /// What a name costs beside its letters.
    private static let nameOverhead = 48

    private struct Slot {
        var variable: CSLVariable
        /// Whether the bytes are JSON already; otherwise they are plain text.
        var isJSON: Bool
        var range: Range<Int>
    }

    private struct Other {
        var name: String
        var values: [Range<Int>]
    }

    private var bytes: [UInt8] = []
    private var slots: [Slot] = []
    private var present: (low: UInt64, high: UInt64) = (0, 0)
    private var others: [Other] = []
    private var otherPlaces: [String: Int] = [:]
    /// Fields that were cut or left out for their length.
    private(set) var shortened: [String] = []
    private var size = 0

    init() {
        bytes.reserveCapacity(640)
        slots.reserveCapacity(16)
    }

    // MARK: - Looking

    func has(_ variable: CSLVariable) -> Bool {
        let place = UInt64(variable.rawValue)
        return place < 64 ? present.low & (1 << place) != 0 : present.high & (1 << (place - 64)) != 0
    }

    /// The text of a variable that is set to one.
    func text(_ variable: CSLVariable) -> String? {
        guard has(variable), let slot = slots.first(where: { $0.variable == variable }), !slot.isJSON else {
            return nil
        }
        return ASCII.text(bytes, slot.range)
    }

    /// Variables that are set.
    var count: Int { slots.count }

    /// Names of what has no place in CSL.
    var otherCount: Int { others.count }

    // MARK: - Setting

    /// Sets a CSL variable; an empty text sets nothing.
    mutating func set(_ variable: CSLVariable, _ text: String) {
        var text = text
        text.withUTF8 { set(variable, $0) }
    }

    /// Sets a variable to a stretch of valid UTF-8.
    mutating func set(_ variable: CSLVariable, _ source: [UInt8], _ range: Range<Int>) {
        source.withUnsafeBufferPointer { set(variable, UnsafeBufferPointer(rebasing: $0[range])) }
    }

    mutating func set(_ variable: CSLVariable, _ text: UnsafeBufferPointer<UInt8>) {
        guard !text.isEmpty, let range = add(text, variable.name) else { return }
        put(Slot(variable: variable, isJSON: false, range: range))
    }

    /// Sets a variable unless it is set.
    mutating func setIfMissing(_ variable: CSLVariable, _ text: String) {
        if !has(variable) { set(variable, text) }
    }

    mutating func set(_ variable: CSLVariable, _ date: PartialDate) {
        let start = bytes.count
        date.write(to: &bytes)
        put(Slot(variable: variable, isJSON: true, range: start..<bytes.count))
    }

    /// A date that is only words, such as “in press”.
    mutating func setLiteralDate(_ variable: CSLVariable, _ words: String) {
        guard words.utf8.count <= 1_000 else { return keep(variable.name, words) }
        let start = bytes.count
        bytes.append(contentsOf: "{\"literal\":".utf8)
        JSONWriter.writeString(words, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        size += words.utf8.count
        put(Slot(variable: variable, isJSON: true, range: start..<bytes.count))
    }

    mutating func set(_ variable: CSLVariable, _ names: [PersonName]) {
        guard !names.isEmpty else { return }
        var list = beginNames(variable)
        for name in names { add(name, to: &list) }
        end(list)
    }

    // MARK: - Names one by one

    /// A list of names that is being written. Nothing else may be set while one is open.
    struct NameList {
        fileprivate var variable: CSLVariable
        fileprivate var start: Int
        fileprivate(set) var count = 0
        fileprivate var isFull = false
    }

    mutating func beginNames(_ variable: CSLVariable) -> NameList {
        let list = NameList(variable: variable, start: bytes.count)
        bytes.append(UInt8(ascii: "["))
        return list
    }

    mutating func add(_ name: PersonName, to list: inout NameList) {
        guard !name.isEmpty, makeRoom(name.size, in: &list) else { return }
        name.write(to: &bytes)
    }

    /// A family and a given name, as stretches of valid UTF-8; neither may be empty.
    mutating func add(_ source: [UInt8], family: Range<Int>, given: Range<Int>, to list: inout NameList) {
        guard makeRoom(family.count + given.count, in: &list) else { return }
        bytes.append(contentsOf: Self.familyMember)
        JSONText.append(source, family, to: &bytes)
        bytes.append(contentsOf: Self.givenMember)
        JSONText.append(source, given, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func makeRoom(_ letters: Int, in list: inout NameList) -> Bool {
        let cost = letters + Self.nameOverhead
        guard !list.isFull, size + cost <= Self.maximumEntry else {
            list.isFull = true
            return false
        }
        size += cost
        if list.count > 0 { bytes.append(UInt8(ascii: ",")) }
        list.count += 1
        return true
    }

    mutating func end(_ list: NameList) {
        if list.isFull { shortened.append(list.variable.name) }
        guard list.count > 0 else {
            bytes.removeSubrange(list.start...)
            return
        }
        bytes.append(UInt8(ascii: "]"))
        put(Slot(variable: list.variable, isJSON: true, range: list.start..<bytes.count))
    }

    private static let familyMember = Array("{\"family\":".utf8)
    private static let givenMember = Array(",\"given\":".utf8)

    // MARK: - What has no place

    /// Keeps a field that has no place in CSL under its own name.
    mutating func keep(_ name: String, _ text: String) {
        var text = text
        text.withUTF8 { keep(name, $0) }
    }

    mutating func keep(_ name: String, _ source: [UInt8], _ range: Range<Int>) {
        source.withUnsafeBufferPointer { keep(name, UnsafeBufferPointer(rebasing: $0[range])) }
    }

    private mutating func keep(_ name: String, _ text: UnsafeBufferPointer<UInt8>) {
        guard !text.isEmpty, !name.isEmpty else { return }
        let name = name.utf8.count <= Self.longestOtherName ? name : String(name.prefix(40))
        let place: Int
        if let known = self.place(of: name) {
            place = known
        } else {
            guard others.count < Self.maximumOthers else { return note(name) }
            place = others.count
        }
        if place < others.count, others[place].values.count >= 1_000 { return note(name) }
        guard let range = add(text, name) else { return }
        size += name.utf8.count + 8
        if place == others.count {
            others.append(Other(name: name, values: [range]))
            if others.count > 16 {
                if otherPlaces.isEmpty { for (index, other) in others.enumerated() { otherPlaces[other.name] = index } }
                otherPlaces[name] = place
            }
        } else {
            others[place].values.append(range)
        }
    }

    private func place(of name: String) -> Int? {
        otherPlaces.isEmpty ? others.firstIndex { $0.name == name } : otherPlaces[name]
    }

    private mutating func note(_ name: String) { if shortened.last != name { shortened.append(name) } }

    // MARK: - Bytes

    private mutating func put(_ slot: Slot) {
        if has(slot.variable) {
            guard let place = slots.firstIndex(where: { $0.variable == slot.variable }) else { return }
            slots[place] = slot
            return
        }
        slots.append(slot)
        let place = UInt64(slot.variable.rawValue)
        if place < 64 { present.low |= 1 << place } else { present.high |= 1 << (place - 64) }
    }

    /// Adds a text, cut to what there is room for; nil when there is none.
    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ name: @autoclosure () -> String) -> Range<Int>? {
        let room = min(Self.maximumText, Self.maximumEntry - size)
        var length = text.count
        if length > room {
            note(name())
            guard room > 1_024 else { return nil }
            length = room
            while length > 0, text[length] & 0xC0 == 0x80 { length -= 1 }
        }
        let start = bytes.count
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[..<length]))
        size += length
        return start..<bytes.count
    }

    // MARK: - Writing

    /// Appends the entry as it goes over the pipe. `key`, `kind` and `place` are short.
    func write(key: String?, kind: String?, place: String, to out: inout [UInt8]) {
        out.append(contentsOf: "{\"csl\":{".utf8)
        for (index, slot) in slots.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out.append(contentsOf: CSLVariable.members[Int(slot.variable.rawValue)])
            if slot.isJSON {
                bytes.withUnsafeBufferPointer { out.append(contentsOf: $0[slot.range]) }
            } else {
                JSONText.append(bytes, slot.range, to: &out)
            }
        }
        out.append(UInt8(ascii: "}"))
        if !others.isEmpty {
            out.append(contentsOf: ",\"unknown\":{".utf8)
            for (index, other) in others.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                JSONWriter.writeString(other.name, to: &out)
                out.append(contentsOf: ":[".utf8)
                for (count, range) in other.values.enumerated() {
                    if count > 0 { out.append(UInt8(ascii: ",")) }
                    JSONText.append(bytes, range, to: &out)
                }
                out.append(UInt8(ascii: "]"))
            }
            out.append(UInt8(ascii: "}"))
        }
        if let key {
            out.append(contentsOf: ",\"key\":".utf8)
            JSONWriter.writeString(key, to: &out)
        }
        if let kind {
            out.append(contentsOf: ",\"entryType\":".utf8)
            JSONWriter.writeString(kind, to: &out)
        }
        out.append(contentsOf: ",\"place\":".utf8)
        JSONWriter.writeString(place, to: &out)
        out.append(UInt8(ascii: "}"))
    }
}
