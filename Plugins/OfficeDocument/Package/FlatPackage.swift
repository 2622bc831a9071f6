import KistPlugin

/// A package that is one XML file, as Word writes it: each part stands in an element with its name. Parts are read where
/// they stand, by a pass over the file for each, so that their order does not matter.
final class FlatPackage: OfficePackage {
    private let contents: FlatContents
    /// Bytes of all passes that may still be read.
    private var left: Int64

    private static let piece = 256 << 10
    private static let address = "schemas.microsoft.com/office/2006/xmlPackage"

    /// Whether a file that begins so is one.
    static func mayBe(_ head: [UInt8]) -> Bool { Words.contains(address, in: String(decoding: head, as: UTF8.self)) }

    init(
        flat input: any JobInput, parser: XMLPushParser, job: ImportJob, output: any JobOutput, notices: Notices
    ) throws(PluginError) {
        let contents = FlatContents()
        var left = job.limits.inflatedBytes
        try FlatPackage.charge(&left, for: input, job.limits)
        let failure = try FlatPackage.pass(input, parser, contents, job.limits, output)
        self.contents = contents
        self.left = left
        super.init(input, job: job, output: output, notices: notices, names: contents.parts.map(\.name))
        if let failure { notices.add(OfficePackage.diagnostic(failure, part: "document")) }
    }

    override var contentTypes: ContentTypes? {
        let types = ContentTypes()
        for part in contents.parts { if let type = part.type { types.set(type, of: part.name) } }
        return types
    }

    /// What a pass over the file takes of the bytes that may be read. Passes may be made within one another.
    private static func charge(_ left: inout Int64, for input: any JobInput, _ limits: JobLimits) throws(PluginError) {
        let size = min(input.size, limits.partBytes)
        guard size <= left else { throw PluginError(.limit, ZipLimit.inflated.message) }
        left -= size
    }

    private static func pass(
        _ input: any JobInput, _ parser: XMLPushParser, _ handler: XMLHandler, _ limits: JobLimits,
        _ output: any JobOutput, check: () throws(PluginError) -> Void = {}
    ) throws(PluginError) -> XMLFailure? {
        let size = min(input.size, limits.partBytes)
        parser.begin(handler)
        var offset: Int64 = 0
        while offset < size {
            let bytes = try input.read(at: offset, count: piece)
            if bytes.isEmpty { break }
            offset += Int64(bytes.count)
            let goesOn = bytes.withUnsafeBytes { parser.feed($0) }
            try check()
            if !goesOn { break }
            try output.progress(done: offset, total: size)
        }
        let failure = parser.finish()
        return failure?.code == .stopped ? nil : failure
    }

    override func parse(
        _ name: String, with parser: XMLPushParser, _ handler: XMLHandler, check: () throws(PluginError) -> Void = {}
    ) throws(PluginError) -> Reading? {
        guard let part = part(name) else { return nil }
        let reader = FlatPart(part.name, handler, parser)
        try FlatPackage.charge(&left, for: input, budget.limits)
        let failure = try FlatPackage.pass(input, parser, reader, budget.limits, output, check: check)
        // What is wrong behind the part is no fault of it.
        return Reading(zip: .intact, xml: reader.isOver ? nil : failure)
    }

    override func give(_ items: [String: NestedItem], limits: JobLimits) throws(PluginError) {
        guard !items.isEmpty else { return }
        let given = FlatItems(items, limits, output, notices)
        let parser = try XMLPushParser(names: WordName.words, namespaces: WordSpace.addresses)
        try FlatPackage.charge(&left, for: input, limits)
        _ = try FlatPackage.pass(input, parser, given, limits, output) { () throws(PluginError) in
            if let error = given.error { throw error }
        }
        if let error = given.error { throw error }
    }
}

/// Lists the parts.
private final class FlatContents: XMLHandler {
    private(set) var parts: [(name: String, type: String?)] = []

    override func start(_ element: borrowing XMLElementStart) {
        guard let name = FlatPart.name(of: element), parts.count < 20_000 else { return }
        parts.append((name, element.string(WordName.flatContentType.number)))
    }
}

/// Hands on what stands in one part.
private final class FlatPart: XMLHandler {
    private let wanted: String
    private let inner: XMLHandler
    private let parser: XMLPushParser
    private var isHere = false
    /// Open elements inside the part's XML; nil outside of it.
    private var depth: Int?
    private(set) var isOver = false

    init(_ name: String, _ inner: XMLHandler, _ parser: XMLPushParser) {
        wanted = OfficePackage.fold(name)
        self.inner = inner
        self.parser = parser
    }

    /// The name of the part that an element begins, without the slash in front.
    static func name(of element: borrowing XMLElementStart) -> String? {
        guard element.name == WordName.part.number, element.space == WordSpace.flat.rawValue,
            let name = element.string(WordName.name.number)
        else { return nil }
        let part = String(name.drop { $0 == "/" })
        return part.isEmpty || part.utf8.count > 4_000 ? nil : part
    }

    override func start(_ element: borrowing XMLElementStart) {
        if let depth {
            self.depth = depth + 1
            inner.start(element)
        } else if let name = FlatPart.name(of: element) {
            isHere = !isOver && OfficePackage.fold(name) == wanted
        } else if isHere, element.name == WordName.xmlData.number, element.space == WordSpace.flat.rawValue {
            depth = 0
        }
    }

    override func end(name: Int, space: Int) {
        guard let depth else { return }
        if depth > 0 {
            self.depth = depth - 1
            inner.end(name: name, space: space)
        } else {
            self.depth = nil
            isHere = false
            isOver = true
            parser.stop()
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) { if depth ?? 0 > 0 { inner.text(bytes) } }
}

/// Gives out the parts that are wanted as items: pictures and embedded files, in base 64.
private final class FlatItems: XMLHandler {
    private var wanted: [String: NestedItem]
    private let limits: JobLimits
    private let output: any JobOutput
    private let notices: Notices
    private var item: NestedItem?
    private var data: Base64?
    private var isTooLong = false
    private(set) var error: PluginError?

    init(_ wanted: [String: NestedItem], _ limits: JobLimits, _ output: any JobOutput, _ notices: Notices) {
        self.wanted = wanted
        self.limits = limits
        self.output = output
        self.notices = notices
    }

    override func start(_ element: borrowing XMLElementStart) {
        if let name = FlatPart.name(of: element) {
            item = wanted.removeValue(forKey: OfficePackage.fold(name))
        } else if item != nil, element.name == WordName.binaryData.number, element.space == WordSpace.flat.rawValue {
            data = Base64()
            isTooLong = false
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let item, let count = data?.bytes.count, !isTooLong else { return }
        if Int64(count + bytes.count) > (item.role == .image ? limits.imageBytes : limits.itemBytes) {
            isTooLong = true
        } else {
            data?.append(bytes)
        }
    }

    override func end(name: Int, space: Int) {
        guard name == WordName.binaryData.number, space == WordSpace.flat.rawValue, let data, var item else { return }
        self.data = nil
        self.item = nil
        guard error == nil, !isTooLong else {
            if isTooLong {
                notices.add(
                    .warning, "limit-item", "An item is larger than is allowed and was left out.", place: item.place)
            }
            return
        }
        item.size = Int64(data.bytes.count)
        do throws(PluginError) {
            try output.beginItem(item)
            try output.itemData(data.bytes)
            try output.endItem(intact: data.isSound)
        } catch {
            self.error = error
        }
    }
}
