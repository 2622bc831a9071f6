import KistPlugin

/// Reads an OpenDocument text in a zip package.
struct OpenDocument {
    let package: OfficePackage
    let parser: XMLPushParser
    let job: ImportJob
    let output: any JobOutput
    let notices: Notices

    func read() throws(PluginError) -> Coverage {
        var coverage = CoverageCount()
        let languages = Languages()
        let sink = BlockSink(output: output, limits: job.limits, languages: languages, notices: notices)
        let context = ODFContext(languages: languages, notices: notices, sink: sink, imageLimit: job.limits.imageBytes)
        try checkEncryption(parser)
        guard let content = package.part("content.xml") else {
            throw PluginError(.damaged, "The document is damaged: the part with its text (content.xml) is missing.")
        }
        if content.isEncrypted { throw OfficeError.encrypted }
        if !content.isSupported {
            throw PluginError(
                .unsupported,
                "The document's text is compressed in a way that is not read here. Open it and save it again.")
        }
        _ = try part("meta.xml", ODFReader(context: context), parser, context)
        // Headers and footers stand with the styles, which are needed first; they are given out after the text.
        sink.beginHold()
        if let isBad = try part("styles.xml", ODFReader(context: context), parser, context) {
            coverage.add("styles.xml (headers and footers)", size: nil, isBad ? .failed : .read)
        }
        sink.endHold()
        try output.metadata(context.meta.finished(language: context.styles.standardLanguage))
        try body(parser, context, &coverage)
        try objects(parser, context, &coverage)
        try sink.release()
        try items(context, &coverage)
        OpenDocument.account(context, &coverage)
        for name in package.names where name.hasPrefix("Basic/") || name.hasPrefix("Scripts/") {
            coverage.add(name, size: nil, .leftOut, why: "Macros are never read or run.")
        }
        return coverage.finished(textRead: sink.textRead)
    }

    private func checkEncryption(_ parser: XMLPushParser) throws(PluginError) {
        if package.has("encrypted-package") { throw OfficeError.encrypted }
        let manifest = ODFManifest()
        _ = try package.parse("META-INF/manifest.xml", with: parser, manifest)
        if manifest.encrypted.contains("content.xml") || manifest.encrypted.contains("encrypted-package") {
            throw OfficeError.encrypted
        }
    }

    /// Parses one part; says whether it was read badly, or nil when there is none.
    private func part(
        _ name: String, _ reader: ODFReader, _ parser: XMLPushParser, _ context: ODFContext
    ) throws(PluginError) -> Bool? {
        reader.parser = parser
        let sink = context.sink
        let reading = try package.parse(name, with: parser, reader) { () throws(PluginError) in
            if let error = sink.error { throw error }
        }
        sink.finish()
        if let error = sink.error { throw error }
        guard let reading else { return nil }
        return package.report(reading, part: name)
    }

    private func body(
        _ parser: XMLPushParser, _ context: ODFContext, _ coverage: inout CoverageCount
    ) throws(PluginError) {
        let reader = ODFReader(context: context)
        reader.parser = parser
        let sink = context.sink
        let reading = try package.parse("content.xml", with: parser, reader) { () throws(PluginError) in
            if let error = sink.error { throw error }
        }
        sink.finish()
        if let error = sink.error { throw error }
        guard let reading else { return }
        try OpenDocument.check(reader, reading, blocks: sink.blockCount)
        let isBad = package.report(reading, part: "content.xml")
        coverage.add(
            "content.xml", size: package.part("content.xml")?.size, isBad ? .failed : .read,
            why: isBad ? "It was read in part." : nil)
    }

    /// Throws when nothing of the text could be read, or when it is no text.
    static func check(_ reader: ODFReader, _ reading: OfficePackage.Reading, blocks: Int) throws(PluginError) {
        if let kind = reader.bodyKind, kind != "text" {
            throw PluginError(
                .unsupported,
                "This is an OpenDocument \(kind). Only texts are read here; save it as PDF or paste it into a text.")
        }
        guard !reader.hasRoot || blocks == 0 else { return }
        if case .limit(let limit) = reading.zip { throw PluginError(.limit, limit.message) }
        if let failure = reading.xml, failure.code != .stopped {
            throw PluginError(
                failure.code.rawValue.hasPrefix("limit") ? .limit : .damaged,
                "The document's text cannot be read: \(failure.message.prefix(300)) (line \(failure.line)).")
        }
        if reading.zip != .intact { throw PluginError(.damaged, "The document's text is damaged.") }
        if !reader.hasRoot { throw PluginError(.notThisFormat, "This is not an OpenDocument text.") }
    }

    /// Formulas become text; charts and embedded documents are read apart.
    private func objects(
        _ parser: XMLPushParser, _ context: ODFContext, _ coverage: inout CoverageCount
    ) throws(PluginError) {
        let sink = context.sink
        for folder in context.objects {
            let name = folder + "/content.xml"
            guard package.has(name) else { continue }
            sink.placeName = "object"
            let isBad = try part(name, ODFReader(context: context, part: .embedded), parser, context)
            sink.placeName = nil
            coverage.add(name, size: package.part(name)?.size, isBad == false ? .read : .failed)
        }
    }

    private func items(_ context: ODFContext, _ coverage: inout CoverageCount) throws(PluginError) {
        var items: [String: NestedItem] = [:]
        for item in context.items {
            guard let part = package.part(item.part) else {
                notices.add(
                    .warning, "part-missing", "A picture or object of the document is missing from the file.",
                    place: item.place)
                continue
            }
            items[OfficePackage.fold(part.name)] = NestedItem(
                path: Clip.text(part.name, 4_000), role: item.isPicture ? .image : .embedded, alt: item.alt,
                size: part.size, place: item.place)
        }
        let pictures = items.values.count { $0.role == .image }
        if pictures > 0 { coverage.add("pictures", size: nil, .read, count: pictures) }
        if items.count > pictures { coverage.add("embedded files", size: nil, .read, count: items.count - pictures) }
        try package.give(items, limits: job.limits)
    }

    static func account(_ context: ODFContext, _ coverage: inout CoverageCount) {
        let reasons: [ODFContext.Feature: (PartCoverage.Status, String?)] = [
            .deleted: (.read, "Kept apart from the text."), .hidden: (.read, "Marked as hidden."),
            .linked: (.leftOut, "Nothing outside the file is fetched."),
            .forms: (.read, "Labels and values, kept apart from the text."),
            .bookmarks: (.read, "Their names are kept with the paragraphs that they begin in."),
            .scripts: (.leftOut, "Scripts are never read or run."), .formulas: (.read, "Written out in one line each."),
        ]
        for feature in ODFContext.Feature.allCases {
            guard let count = context.counts[feature], let (status, why) = reasons[feature] else { continue }
            coverage.add(feature.rawValue, size: nil, status, why: why, count: count)
        }
    }
}

/// Which parts a package's manifest says are encrypted.
final class ODFManifest: XMLHandler {
    private(set) var encrypted: Set<String> = []
    private var path: String?

    override func start(_ element: borrowing XMLElementStart) {
        if element.name == ODFName.fileEntry.number {
            path = element.string(ODFName.fullPath.number)
        } else if element.name == ODFName.encryptionData.number, let path, encrypted.count < 10_000 {
            encrypted.insert(path)
        }
    }
}
