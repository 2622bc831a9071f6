import KistPlugin

/// The parts of a zipped document. Small XML parts are kept from the first pass over the archive, so that most documents
/// are read in one; larger ones are streamed in a pass of their own.
class OfficePackage {
    struct Part {
        var name: String
        var size: Int64?
        var isEncrypted: Bool
        var isSupported: Bool
        var index: Int
    }

    /// How the reading of a part ended.
    struct Reading {
        var zip: ZipOutcome
        var xml: XMLFailure?
        var isWhole: Bool { zip == .intact && xml == nil }
    }

    let input: any JobInput
    let budget: ZipBudget
    let notices: Notices
    let output: any JobOutput
    /// By folded name.
    private(set) var parts: [String: Part] = [:]
    /// In the order of the archive.
    private(set) var names: [String] = []
    private var kept: [String: (bytes: [UInt8], outcome: ZipOutcome)] = [:]
    private var keptBytes = 0
    let isSalvaged: Bool

    private static let keptPart = 512 << 10
    private static let keptAll = 8 << 20

    /// A package whose parts are found otherwise.
    init(
        _ input: any JobInput, job: ImportJob, output: any JobOutput, notices: Notices, names: [String]
    ) {
        self.input = input
        self.output = output
        self.notices = notices
        budget = ZipBudget(limits: job.limits, packedBytes: input.size)
        isSalvaged = false
        for (index, name) in names.enumerated() where parts[OfficePackage.fold(name)] == nil {
            parts[OfficePackage.fold(name)] = Part(
                name: name, size: nil, isEncrypted: false, isSupported: true, index: index)
            self.names.append(name)
        }
    }

    init(_ input: any JobInput, job: ImportJob, output: any JobOutput, notices: Notices) throws(PluginError) {
        self.input = input
        self.output = output
        self.notices = notices
        budget = ZipBudget(limits: job.limits, packedBytes: input.size)
        let zip = try ZipReader(input, budget: budget)
        isSalvaged = zip.isSalvaging
        while let entry = try zip.next() {
            guard entry.kind == .file else { continue }
            guard entry.nameProblem == nil else {
                notices.add(
                    .warning, "zip-entry-name", "A part with an unusable name was left out.", place: entry.place)
                continue
            }
            let key = OfficePackage.fold(entry.name)
            guard parts[key] == nil else {
                notices.add(
                    .warning, "zip-entry-duplicate",
                    "The file has “\(entry.name.prefix(200))” more than once; the first was read.", place: entry.place)
                continue
            }
            parts[key] = Part(
                name: entry.name, size: entry.size, isEncrypted: entry.isEncrypted, isSupported: entry.isSupported,
                index: entry.index)
            names.append(entry.name)
            if isWorthKeeping(key, entry) { try keep(key, zip) }
        }
        if let limit = zip.stoppedBy { notices.add(limit.diagnostic()) }
        if zip.isDamaged || isSalvaged && kept.values.contains(where: { $0.outcome == .damaged }) {
            notices.add(
                .warning, "damaged", "The file is cut short or damaged; the parts that could be found were read.")
        } else if isSalvaged {
            if try Self.hasDirectory(input) {
                notices.add(
                    .info, "zip-directory-hidden",
                    "The archive's directory is hidden by what follows it; its parts were read as they stand.")
            } else {
                notices.add(
                    .warning, "zip-directory-missing",
                    "The archive's directory is missing, so the file may be cut short; its parts were read as they stand."
                )
            }
        }
    }

    /// Whether the record that ends a zip's directory is near its end: it may have a comment of up to 65,535 bytes, and what
    /// mail programs and copying put behind a file is seldom longer than that again.
    private static func hasDirectory(_ input: any JobInput) throws(PluginError) -> Bool {
        let reach: Int64 = 256 << 10
        let start = max(0, input.size - reach)
        let tail = try input.read(at: start, count: Int(input.size - start))
        guard tail.count >= 4 else { return false }
        return (0...tail.count - 4).contains { index in
            tail[index] == 0x50 && tail[index + 1] == 0x4B && tail[index + 2] == 5 && tail[index + 3] == 6
        }
    }

    /// Part names are compared without regard to the case of ASCII letters, as the package format says.
    static func fold(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return name }
        return String(decoding: name.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// The media types of the parts, where they do not stand in a part of their own.
    var contentTypes: ContentTypes? { nil }

    func has(_ name: String) -> Bool { parts[OfficePackage.fold(name)] != nil }

    func part(_ name: String) -> Part? { parts[OfficePackage.fold(name)] }

    private func isWorthKeeping(_ key: String, _ entry: ZipEntry) -> Bool {
        guard keptBytes < OfficePackage.keptAll, (entry.size ?? 0) <= Int64(OfficePackage.keptPart) else {
            return false
        }
        guard !entry.isEncrypted, entry.isSupported else { return false }
        guard key.hasSuffix(".xml") || key.hasSuffix(".rels") || key == "mimetype" else { return false }
        // Seldom or never needed, and often larger than the text.
        if key.hasSuffix("fonttable.xml") || key.hasSuffix("websettings.xml") || key.hasSuffix("settings.xml")
            || key.hasSuffix("styleswitheffects.xml") || key.hasPrefix("customxml/_rels/")
            || key.hasPrefix("customxml/itemprops") || key.hasPrefix("configurations2/")
        {
            return false
        }
        return !Words.contains("/theme/", in: key) && !Words.contains("/glossary/", in: key)
    }

    private func keep(_ key: String, _ zip: ZipReader) throws(PluginError) {
        let (bytes, outcome) = try zip.bytes(limit: OfficePackage.keptPart + 1)
        // Longer than it said: it will be streamed like other long ones.
        if outcome == .limit(.part) { return }
        kept[key] = (bytes, outcome)
        keptBytes += bytes.count
    }

    /// The mimetype entry of an OpenDocument file, and the like.
    func shortText(_ name: String) -> String? {
        guard let bytes = kept[OfficePackage.fold(name)]?.bytes, bytes.count < 1_000 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Parses a part. nil when there is none. `check` is asked between pieces and ends the reading with an error.
    func parse(
        _ name: String, with parser: XMLPushParser, _ handler: XMLHandler,
        check: () throws(PluginError) -> Void = {}
    ) throws(PluginError) -> Reading? {
        let key = OfficePackage.fold(name)
        guard let part = parts[key] else { return nil }
        if part.isEncrypted { return Reading(zip: .encrypted, xml: nil) }
        parser.begin(handler)
        if let (bytes, outcome) = kept[key] {
            bytes.withUnsafeBytes { _ = parser.feed($0) }
            try check()
            return Reading(zip: outcome, xml: parser.finish())
        }
        var outcome = ZipOutcome.damaged
        _ = try open(key) { (zip) throws(PluginError) in
            outcome = try zip.forEachChunk { (bytes) throws(PluginError) in
                let goesOn = parser.feed(bytes)
                try check()
                try output.progress(done: budget.inflatedBytes, total: nil)
                return goesOn
            }
        }
        return Reading(zip: outcome == .stopped ? .intact : outcome, xml: parser.finish())
    }

    /// Goes to a part in a new pass over the archive.
    func open(_ name: String, _ body: (ZipReader) throws(PluginError) -> Void) throws(PluginError) -> Bool {
        guard let part = self.part(name) else { return false }
        let zip = try ZipReader(input, budget: budget)
        while let entry = try zip.next(), entry.index <= part.index {
            if entry.index == part.index {
                try body(zip)
                return true
            }
        }
        return false
    }

    /// Says in a notice what was wrong with a part that was read; true when something was.
    @discardableResult
    func report(_ reading: Reading, part name: String) -> Bool {
        if let diagnostic = reading.zip.diagnostic(name: name, place: String(name.prefix(200))) {
            notices.add(diagnostic)
            return true
        }
        guard let failure = reading.xml, failure.code != .stopped else { return false }
        notices.add(OfficePackage.diagnostic(failure, part: name))
        return true
    }

    static func diagnostic(_ failure: XMLFailure, part name: String) -> Diagnostic {
        let reason =
            switch failure.code {
            case .malformed:
                "The part is not well-formed XML (\(failure.message.prefix(300))); what came before was kept."
            case .declaration: "The part declares entities of its own, as XML bombs do; reading stopped there."
            case .encoding: "The part is in a character encoding that is not known here."
            default: "The part goes beyond a limit (\(failure.message.prefix(300))); what came before was kept."
            }
        return Diagnostic(.warning, failure.code.rawValue, reason, place: "\(name.prefix(200)), line \(failure.line)")
    }

    /// Gives out parts as nested items, in the order of the archive, in one more pass. `items` by folded name.
    func give(_ items: [String: NestedItem], limits: JobLimits) throws(PluginError) {
        guard !items.isEmpty else { return }
        let zip = try ZipReader(input, budget: budget)
        var given: Set<String> = []
        while let entry = try zip.next() {
            let key = OfficePackage.fold(entry.name)
            guard var item = items[key], parts[key]?.index == entry.index, given.insert(key).inserted else { continue }
            let limit = item.role == .image ? limits.imageBytes : limits.itemBytes
            if entry.isEncrypted || !entry.isSupported {
                let outcome: ZipOutcome = entry.isEncrypted ? .encrypted : .unsupported
                notices.add(outcome.diagnostic(for: entry))
                continue
            }
            if let size = entry.size, size > limit {
                notices.add(
                    .warning, "limit-item",
                    "“\(entry.name.prefix(200))” is larger than is allowed for one item and was left out.",
                    place: item.place)
                continue
            }
            item.size = entry.size
            try output.beginItem(item)
            var count: Int64 = 0
            let outcome = try zip.forEachChunk { (bytes) throws(PluginError) in
                count += Int64(bytes.count)
                guard count <= limit else { return false }
                try output.itemData(Array(bytes))
                return true
            }
            try output.endItem(intact: outcome == .intact)
            if outcome == .stopped {
                notices.add(
                    .warning, "limit-item",
                    "“\(entry.name.prefix(200))” is larger than is allowed for one item and was cut short.",
                    place: item.place)
            }
            notices.add(outcome.diagnostic(for: entry))
            if given.count == items.count { break }
        }
        if let limit = zip.stoppedBy { notices.add(limit.diagnostic()) }
    }
}
