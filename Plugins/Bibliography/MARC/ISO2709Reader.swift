import KistModel
import KistPlugin

/// Reads MARC records in ISO 2709, the binary form in which library systems exchange them. A faulty record fails alone: the
/// next one begins after its end mark.
struct ISO2709Reader {
    /// The format's own limit: five digits.
    private static let maximumRecord = 99_999
    /// How far the end of a record whose length is wrong is looked for.
    private static let reach = 1024 * 1024
    private static let chunk = 256 * 1024

    private let input: any JobInput
    private let sink: EntrySink
    private var buffer: [UInt8] = []
    private var position = 0
    private var offset: Int64 = 0
    private var number = 0
    private var encodings: [String: Int] = [:]

    init(_ input: any JobInput, _ sink: EntrySink) {
        self.input = input
        self.sink = sink
    }

    mutating func read() throws(PluginError) -> Coverage {
        var lastProgress: Int64 = 0
        while try ensure(1) > 0 {
            // Some systems put line ends between the records.
            if buffer[position] <= 0x20 {
                position += 1
                continue
            }
            number += 1
            try record()
            if offset - lastProgress >= 1 << 20 {
                lastProgress = offset
                try sink.progress(lastProgress)
            }
        }
        for (name, count) in encodings.sorted(by: { $0.key < $1.key }) {
            try sink.info("encoding", "\(count) records were read as \(name).")
        }
        return try sink.finish(text: input.size, skipped: [])
    }

    // MARK: - Bytes

    /// Makes `count` bytes available if the file has them; tells how many there are.
    private mutating func ensure(_ count: Int) throws(PluginError) -> Int {
        while buffer.count - position < count, offset < input.size {
            if position > 0 {
                buffer.removeSubrange(0..<position)
                position = 0
            }
            let more = try input.read(at: offset, count: Self.chunk)
            if more.isEmpty { break }
            offset += Int64(more.count)
            buffer.append(contentsOf: more)
        }
        return buffer.count - position
    }

    private var place: String { "record \(number)" }

    private mutating func record() throws(PluginError) {
        let available = try ensure(Self.maximumRecord + 1)
        var length = digits(position, 5) ?? 0
        if length < 25 || length > available || buffer[position + length - 1] != 0x1D {
            // The length is wrong: the end mark decides.
            guard let end = try end() else {
                let left = buffer.count - position
                position = buffer.count
                return try sink.broken(
                    "marc-cut", "The record has no end; \(left) bytes were left out.", place: place)
            }
            if length != end - position {
                try sink.warn("marc-length", "The record’s length is not what it says.", place: place)
            }
            length = end - position
        }
        let range = position..<position + length
        position += length
        guard length >= 26 else {
            return try sink.broken("marc-leader", "The record is too short for a leader.", place: place)
        }
        try read(range)
    }

    /// The place after the next end mark.
    private mutating func end() throws(PluginError) -> Int? {
        var index = 0
        while true {
            while position + index < buffer.count {
                if buffer[position + index] == 0x1D { return position + index + 1 }
                index += 1
                if index > Self.reach {
                    position += index
                    index = 0
                }
            }
            if try ensure(index + 1) <= index { return nil }
        }
    }

    private func digits(_ start: Int, _ count: Int) -> Int? {
        guard start + count <= buffer.count else { return nil }
        var value = 0
        for index in start..<start + count {
            guard ASCII.isDigit(buffer[index]) else { return nil }
            value = value * 10 + Int(buffer[index] - 0x30)
        }
        return value
    }

    // MARK: - One record

    private mutating func read(_ range: Range<Int>) throws(PluginError) {
        guard let entries = directory(range) else {
            return try sink.broken(
                "marc-directory", "The record’s directory cannot be read; it was left out.", place: place)
        }
        let bytes = Array(buffer[range])
        let start = range.lowerBound
        let encoding = encoding(bytes)
        var record = MARCRecord(encoding == .utf8 ? bytes : Array(bytes[..<24]))
        if encoding == .utf8 { record.clean() }
        record.setLeader(0..<24)
        var findings: MARC8.Findings = []
        for entry in entries {
            let field = entry.range.lowerBound - start..<entry.range.upperBound - start
            add(entry.tag, bytes, field, encoding, &record, &findings)
        }
        try tell(findings, encoding)
        var builder = ItemBuilder()
        guard let mapped = MARCItem.map(record, &builder), builder.count > 1 else {
            return try sink.broken("record-empty", "The record says nothing about a work.", place: place)
        }
        try sink.entry(builder, key: mapped.key, type: mapped.type, place: place)
    }

    private func tell(_ findings: MARC8.Findings, _ encoding: Encoding) throws(PluginError) {
        if findings.contains(.unsupportedSet) {
            try sink.warn(
                "marc8-set", "The record has text in a MARC-8 set that is not read (East Asian or extended Arabic).",
                place: place)
        }
        if findings.contains(.damaged) {
            try sink.warn("marc8-damaged", "The record has bytes that have no meaning in MARC-8.", place: place)
        }
        if encoding == .guessed {
            try sink.warn(
                "encoding-guessed", "The record is not UTF-8 though it says so; it was read as Windows-1252.",
                place: place)
        }
    }

    private enum Encoding { case utf8, marc8, guessed }

    /// UTF-8 when the record is that and needs it, whatever its leader says; else MARC-8, which a leader with `a` denies.
    private mutating func encoding(_ bytes: [UInt8]) -> Encoding {
        var union: UInt8 = 0
        var hasEscape = false
        for byte in bytes {
            union |= byte
            if byte == 0x1B { hasEscape = true }
        }
        let saysUTF8 = bytes[9] == UInt8(ascii: "a")
        if union < 0x80, !hasEscape { return .utf8 }
        if !hasEscape || saysUTF8, UTF8Check.isValid(bytes) {
            encodings[saysUTF8 ? "UTF-8" : "UTF-8, though they do not say so", default: 0] += 1
            return .utf8
        }
        if saysUTF8 { return .guessed }
        encodings["MARC-8", default: 0] += 1
        return .marc8
    }

    private struct Entry {
        var tag: Int
        var range: Range<Int>
    }

    /// The fields that the directory names; nil when it is damaged beyond use.
    private func directory(_ range: Range<Int>) -> [Entry]? {
        let start = range.lowerBound
        var entries: [Entry] = []
        let base = digits(start + 12, 5) ?? 0
        guard let mark = buffer[start + 24..<range.upperBound].firstIndex(of: 0x1E) else { return nil }
        let count = (mark - start - 24) / 12
        guard count > 0 else { return nil }
        entries.reserveCapacity(count)
        var isSound = base == mark + 1 - start && (mark - start - 24) % 12 == 0
        for index in 0..<count where isSound {
            let place = start + 24 + index * 12
            guard let length = digits(place + 3, 4), let offset = digits(place + 7, 5), length > 0,
                base + offset + length <= range.count
            else {
                isSound = false
                break
            }
            let from = start + base + offset
            // The last byte is the field's end mark.
            guard buffer[from + length - 1] == 0x1E else {
                isSound = false
                break
            }
            entries.append(Entry(tag: tag(place), range: from..<from + length - 1))
        }
        if isSound { return entries }
        // Lengths in characters rather than bytes, or another slip: the end marks tell the fields apart.
        entries.removeAll(keepingCapacity: true)
        var index = mark + 1
        for place in 0..<count {
            guard index < range.upperBound, let end = buffer[index..<range.upperBound].firstIndex(of: 0x1E) else {
                break
            }
            entries.append(Entry(tag: tag(start + 24 + place * 12), range: index..<end))
            index = end + 1
        }
        return entries.isEmpty ? nil : entries
    }

    private func tag(_ place: Int) -> Int { digits(place, 3) ?? 0 }

    private func add(
        _ tag: Int, _ bytes: [UInt8], _ range: Range<Int>, _ encoding: Encoding, _ record: inout MARCRecord,
        _ findings: inout MARC8.Findings
    ) {
        var range = range
        var source = bytes
        if encoding != .utf8 {
            var text: [UInt8] = []
            if encoding == .marc8 {
                findings.formUnion(MARC8.decode(bytes[range], to: &text))
            } else {
                TextEncoding.windows1252.appendDecoded(bytes[range], to: &text)
            }
            range = record.add(text)
            source = record.bytes
        }
        if tag > 0, tag < 10 { return record.addField(tag, value: range) }
        guard let first = source[range].firstIndex(of: 0x1F) else { return record.addField(tag, value: range) }
        let has = first - range.lowerBound >= 2
        record.addField(tag, has ? source[range.lowerBound] : 0x20, has ? source[range.lowerBound + 1] : 0x20)
        var index = first
        while index < range.upperBound {
            var end = index + 1
            while end < range.upperBound, source[end] != 0x1F { end += 1 }
            if end > index + 1, source[index + 1] < 0x80 { record.addSubfield(source[index + 1], index + 2..<end) }
            index = end
        }
    }
}
