import KistPlugin

/// Reads Word and OpenDocument texts. What a file is, is decided by its content alone.
struct OfficeImporter: Importer {
    private let parsers = Parsers()

    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage {
        let head = try input.read(at: 0, count: 4_096)
        guard !head.isEmpty else { throw PluginError(.empty, "The file is empty.") }
        let notices = Notices()
        let coverage: Coverage
        let tail = try tail(of: input)
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            throw try compoundFile(input)
        } else if head.starts(with: [0x50, 0x4B]) || OfficeImporter.isZip(tail) {
            coverage = try package(job, input, output, notices)
        } else if head.starts(with: Array("{\\rtf".utf8)) {
            throw PluginError(
                .unsupported, "This is a document in Rich Text Format (.rtf). Open it and save it as .docx or .odt.")
        } else if FlatDocument.mayBe(head), FlatPackage.mayBe(head) {
            let parser = try parsers.word(job.limits)
            let package = try FlatPackage(flat: input, parser: parser, job: job, output: output, notices: notices)
            coverage = try WordDocument(
                package: package, parser: parser,
                secondParser: { () throws(PluginError) in try parsers.data(job.limits) },
                job: job, output: output, notices: notices
            ).read()
        } else if FlatDocument.mayBe(head) {
            coverage = try FlatDocument(
                input: input, parser: parsers.openDocument(job.limits), job: job, output: output, notices: notices
            ).read()
        } else {
            throw PluginError(.notThisFormat, "This is neither a Word nor an OpenDocument text.")
        }
        try notices.send(to: output)
        return coverage
    }

    private func tail(of input: any JobInput) throws(PluginError) -> [UInt8] {
        let count = 1_024
        return try input.read(at: max(0, input.size - Int64(count)), count: count)
    }

    /// A zip's end record, for archives with something in front.
    private static func isZip(_ tail: [UInt8]) -> Bool {
        tail.indices.contains { tail[$0...].starts(with: [0x50, 0x4B, 5, 6]) }
    }

    private func package(
        _ job: ImportJob, _ input: any JobInput, _ output: any JobOutput, _ notices: Notices
    ) throws(PluginError) -> Coverage {
        let package = try OfficePackage(input, job: job, output: output, notices: notices)
        if package.parts.isEmpty {
            throw package.isSalvaged
                ? PluginError(.damaged, "The file is damaged: nothing in it can be read.")
                : PluginError(.empty, "The archive is empty.")
        }
        let isOpenDocument =
            package.shortText("mimetype").map { Words.contains("opendocument", in: $0) } == true
            || package.has("content.xml") && !package.has("[Content_Types].xml") && !package.has("word/document.xml")
        if isOpenDocument {
            let parser = try parsers.openDocument(job.limits)
            return try OpenDocument(package: package, parser: parser, job: job, output: output, notices: notices).read()
        }
        let parser = try parsers.word(job.limits)
        return try WordDocument(
            package: package, parser: parser, secondParser: { () throws(PluginError) in try parsers.data(job.limits) },
            job: job, output: output, notices: notices
        ).read()
    }

    /// The container of Office 97, and of password-protected documents of today. Its directory names what is in it.
    private func compoundFile(_ input: any JobInput) throws(PluginError) -> PluginError {
        let kinds = OfficeImporter.compoundKinds.map {
            (Array($0.stream.utf16.map { [UInt8($0), 0] }.joined()), $0.what)
        }
        var offset: Int64 = 0
        var rest: [UInt8] = []
        var found: Int?
        while offset < min(input.size, 4 << 20) {
            let bytes = try input.read(at: offset, count: 256 << 10)
            if bytes.isEmpty { break }
            offset += Int64(bytes.count)
            let window = rest + bytes
            for (index, kind) in kinds.enumerated() where index < found ?? .max {
                if OfficeImporter.contains(window, kind.0) { found = index }
            }
            rest = Array(window.suffix(64))
        }
        if found == 0 { return OfficeError.encrypted }
        let what = found.map { kinds[$0].1 } ?? "a document of an old version of Word (.doc)"
        let advice =
            what.hasSuffix("(.doc)")
            ? "Open it and save it as .docx or .odt."
            : "Only texts are read here; save it as PDF or paste it into a document."
        return PluginError(.unsupported, "This is \(what). \(advice)")
    }

    /// Names of streams, and what a file is that has one; an earlier one counts for more.
    private static let compoundKinds: [(stream: String, what: String)] = [
        ("EncryptedPackage", ""), ("WordDocument", "a document of an old version of Word (.doc)"),
        ("Workbook", "a spreadsheet of an old version of Excel (.xls)"),
        ("PowerPoint Document", "a presentation of an old version of PowerPoint (.ppt)"),
        ("__substg1.0_", "a message of Outlook (.msg)"), ("VisioDocument", "a drawing of Visio (.vsd)"),
        ("Quill", "a document of Publisher (.pub)"),
    ]

    private static func contains(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
        guard bytes.count >= word.count else { return false }
        for start in 0...(bytes.count - word.count) where bytes[start] == word[0] {
            if bytes[start..<start + word.count].elementsEqual(word) { return true }
        }
        return false
    }
}
