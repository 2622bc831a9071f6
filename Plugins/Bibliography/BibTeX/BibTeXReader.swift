import KistPlugin

/// Reads a BibTeX or BibLaTeX file from one end to the other and hands on each entry as soon as it is complete. Entries
/// that refer to others which have not come yet wait until the end: only their places are remembered.
struct BibTeXReader {
    /// Entries whose places are remembered, for references to them.
    private static let maximumPlaces = 2_000_000
    /// What joined values may add to a file of this many bytes.
    private static func joinedBudget(_ size: Int64) -> Int64 { 64 * 1024 * 1024 + 8 * size }

    private struct Place {
        var offset: Int64
        var length: Int32
        var line: Int32
    }

    private var splitter: BibTeXSplitter
    private let sink: EntrySink
    private var constants = BibTeXConstants()
    private var places: [UInt64: Place] = [:]
    /// Entries that wait for others.
    private var waiting: [Place] = []
    private var known: [String: BibTeXEntry] = [:]
    private var knownBytes = 0
    /// Bytes that constants and references have added, and whether they have used up the file's budget.
    private var joined: Int64 = 0
    private var isExhausted = false
    private let budget: Int64
    /// References that have been followed for the entry at hand.
    private var steps = 0
    private static let maximumSteps = 200
    private var recoded: (first: Int, count: Int) = (0, 0)
    private var helpers = 0
    private var lastProgress: Int64 = 0

    init(_ source: TextSource, _ sink: EntrySink, size: Int64) {
        splitter = BibTeXSplitter(source)
        self.sink = sink
        budget = Self.joinedBudget(size)
    }

    /// Reads everything and gives the coverage.
    mutating func read() throws(PluginError) -> Coverage {
        while let piece = try splitter.next() {
            switch piece {
            case .broken(let fault): try tell(fault)
            case .block(let block): try read(block)
            }
            if splitter.source.readOffset - lastProgress >= 1 << 20 {
                lastProgress = splitter.source.readOffset
                try sink.progress(lastProgress)
            }
        }
        try readWaiting()
        if recoded.count > 0 {
            let name = fallback.rawValue
            try sink.warn(
                "encoding-guessed",
                "\(recoded.count) entries are not UTF-8 and were read as \(name); check their accents.",
                line: recoded.first)
        }
        return try sink.finish(
            text: splitter.source.offset, skipped: [("comments", splitter.comments), ("sets and shared data", helpers)])
    }

    private var fallback: TextEncoding { splitter.declaredEncoding ?? .windows1252 }

    private func tell(_ fault: BibTeXFault) throws(PluginError) {
        try sink.broken(
            fault.reason.rawValue,
            sentence("\(fault.message.prefix(300)); it was left out. It begins: \(fault.start.prefix(80))"),
            line: fault.line)
    }

    // MARK: - Blocks

    private mutating func read(_ block: BibTeXBlock) throws(PluginError) {
        var block = block
        let length = block.bytes.count + 1
        let findings = EntryBytes.clean(&block.bytes, fallback: fallback)
        if findings.contains(.recoded) {
            if recoded.count == 0 { recoded.first = block.line }
            recoded.count += 1
        }
        switch block.kind {
        case .comment, .preamble: return
        case .string: try define(block)
        case .entry(let type):
            if findings.contains(.controls) {
                try sink.warn("control-characters", "Control characters in the entry became spaces.", line: block.line)
            }
            guard let entry = try parse(block, type) else { return }
            try read(entry, length)
        }
    }

    private mutating func define(_ block: BibTeXBlock) throws(PluginError) {
        let found: (entry: BibTeXEntry, values: [(name: String, value: [UInt8])])
        do throws(BibTeXFault) {
            found = try BibTeXFieldParser.definitions(block, constants: constants)
        } catch {
            try sink.warn(
                "bibtex-constant", "A string constant was left out: \(error.message.prefix(300)).", line: error.line)
            return
        }
        joined += Int64(found.entry.joined)
        for (name, value) in found.values where !constants.define(name, value) {
            try sink.warn(
                "limit-constants",
                "The string constant “\(name.prefix(60))” is too long, or there are too many of them.",
                line: block.line)
        }
        for note in found.entry.notes.prefix(3) {
            try sink.warn(note.code.rawValue, sentence(note.message), line: block.line)
        }
    }

    private mutating func parse(_ block: BibTeXBlock, _ type: String) throws(PluginError) -> BibTeXEntry? {
        let entry: BibTeXEntry
        do throws(BibTeXFault) {
            entry = try BibTeXFieldParser.entry(block, type: type, constants: constants)
        } catch {
            try tell(error)
            return nil
        }
        joined += Int64(entry.joined)
        if joined > budget, !isExhausted {
            constants = BibTeXConstants()
            isExhausted = true
            try sink.warn(
                "limit-constants",
                "Constants and references grow beyond all measure; they are not followed from here on.",
                line: block.line)
        }
        return entry
    }

    private func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    private mutating func read(_ entry: BibTeXEntry, _ length: Int) throws(PluginError) {
        let place = Place(offset: entry.offset, length: Int32(clamping: length), line: Int32(clamping: entry.line))
        let hash = Self.hash(entry.key)
        let isRepeated = !entry.key.isEmpty && places[hash] != nil
        if isRepeated {
            try sink.info(
                "bibtex-repeated-key", "The key “\(entry.key.prefix(200))” occurs twice; both entries were kept.",
                line: entry.line)
        } else if !entry.key.isEmpty, places.count < Self.maximumPlaces {
            places[hash] = place
        }
        if BibTeXInheritance.refers(entry) {
            waiting.append(place)
            return
        }
        try emit(entry)
    }

    private mutating func emit(_ entry: BibTeXEntry) throws(PluginError) {
        if entry.type == "xdata" || entry.type == "set" {
            helpers += 1
            return
        }
        if !entry.notes.isEmpty {
            for note in Set(entry.notes).sorted(by: { $0.message < $1.message }).prefix(5) {
                try sink.warn(note.code.rawValue, sentence(note.message), line: entry.line)
            }
        }
        guard !entry.fields.isEmpty else {
            try sink.broken("bibtex-empty", "The entry “\(entry.key.prefix(200))” has no fields.", line: entry.line)
            return
        }
        let (item, cutNames) = BibTeXItem.map(entry)
        if !cutNames.isEmpty {
            try sink.warn(
                "limit-names", "Only the first \(BibTeXNames.maximum) names of the entry were read.", line: entry.line)
        }
        try sink.entry(item, key: entry.key, type: entry.type, line: entry.line)
    }

    // MARK: - References

    private mutating func readWaiting() throws(PluginError) {
        for place in waiting {
            guard var entry = try load(place) else { continue }
            steps = 0
            let before = entry.bytes.count
            if !isExhausted { try inherit(&entry, path: [Self.hash(entry.key)]) }
            joined += Int64(entry.bytes.count - before)
            if joined > budget { isExhausted = true }
            try emit(entry)
            try sink.progress(splitter.source.readOffset)
        }
    }

    /// Fills `entry` from what it refers to, which is filled first. `path` holds the keys on the way here.
    private mutating func inherit(_ entry: inout BibTeXEntry, path: [UInt64]) throws(PluginError) {
        for reference in BibTeXInheritance.references(of: entry) {
            let hash = Self.hash(reference.key)
            if path.contains(hash) {
                try sink.warn(
                    "bibtex-crossref-cycle",
                    "“\(reference.key.prefix(200))” refers back to itself; nothing was taken over.",
                    line: entry.line)
                continue
            }
            steps += 1
            guard path.count <= BibTeXInheritance.maximumDepth, steps <= Self.maximumSteps else {
                try sink.warn(
                    "limit-depth", "There are too many references; the rest was not followed.", line: entry.line)
                continue
            }
            guard var parent = try parent(reference.key, hash) else {
                try sink.warn(
                    "bibtex-crossref-missing",
                    "The entry refers to “\(reference.key.prefix(200))”, which is not in the file.",
                    line: entry.line)
                continue
            }
            if BibTeXInheritance.refers(parent) { try inherit(&parent, path: path + [hash]) }
            BibTeXInheritance.inherit(&entry, from: parent, isCrossref: reference.isCrossref)
        }
    }

    private mutating func parent(_ key: String, _ hash: UInt64) throws(PluginError) -> BibTeXEntry? {
        if let entry = known[key] { return entry }
        guard let place = places[hash], let entry = try load(place), Self.hash(entry.key) == hash else { return nil }
        if knownBytes > 8 * 1024 * 1024 {
            known.removeAll()
            knownBytes = 0
        }
        known[key] = entry
        knownBytes += entry.bytes.count + 256
        return entry
    }

    private mutating func load(_ place: Place) throws(PluginError) -> BibTeXEntry? {
        var bytes = try splitter.source.reread(at: place.offset, count: Int(place.length))
        guard bytes.count == Int(place.length) else { return nil }
        bytes.removeLast()
        _ = EntryBytes.clean(&bytes, fallback: fallback)
        guard let open = bytes.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "(") }) else {
            return nil
        }
        let type = ASCII.lowered(bytes, ASCII.trimmed(bytes, 1..<max(1, open)))
        let block = BibTeXBlock(
            kind: .entry(type), bytes: bytes, body: open + 1, line: Int(place.line), offset: place.offset)
        return try parse(block, type)
    }

    /// FNV-1a of the key, capitals lowered as BibTeX does.
    private static func hash(_ key: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 {
            hash ^= UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)
            hash = hash &* 0x100_0000_01B3
        }
        return hash
    }
}
