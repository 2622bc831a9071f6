import KistPlugin

/// Reads a Word document: first what its parts say about styles, lists and properties, then the parts with text.
struct WordDocument {
    let package: OfficePackage
    let parser: XMLPushParser
    /// Another parser, for what is read in the midst of the text.
    let secondParser: () throws(PluginError) -> XMLPushParser
    let job: ImportJob
    let output: any JobOutput
    let notices: Notices

    private static let spreadsheet =
        "This is a spreadsheet. Only texts are read here; save it as PDF or paste it into a document."
    private static let slides =
        "This is a presentation. Only texts are read here; save its notes or outline as a document."

    func read() throws(PluginError) -> Coverage {
        var coverage = CoverageCount()
        let types = package.contentTypes ?? ContentTypes()
        _ = try package.parse("[Content_Types].xml", with: parser, types)
        let root = try relationships(of: "")
        let main = try mainPart(root, types)
        let relationships = try relationships(of: main)
        let languages = Languages()
        let sink = BlockSink(output: output, limits: job.limits, languages: languages, notices: notices)
        let context = WordContext(languages: languages, notices: notices, sink: sink)
        let folder = Relationships.folder(of: main)
        try side("styles", relationships, folder + "styles.xml", context.styles)
        try side("numbering", relationships, folder + "numbering.xml", context.numbering)
        try properties(root, context)

        context.bindings = WordBindings(
            package, parts: targets("customXml", relationships),
            coreProperties: root.first("core-properties")?.target ?? "docProps/core.xml",
            extendedProperties: root.first("extended-properties")?.target ?? "docProps/app.xml", parser: secondParser)
        try body(main, relationships, context, &coverage)
        for (type, part) in [("footnotes", DocumentBlock.Part.footnote), ("endnotes", .endnote)] {
            for name in targets(type, relationships) { try text(name, part, context, &coverage) }
        }
        try diagrams(relationships, context, &coverage)
        for type in ["header", "footer"] {
            for name in targets(type, relationships) {
                try text(name, type == "header" ? .header : .footer, context, &coverage)
            }
        }
        for name in targets("comments", relationships) { try text(name, .comment, context, &coverage) }
        for name in context.charts { try text(name, .embedded, context, &coverage) }
        if context.bindings?.isTooMuch == true {
            notices.add(
                .warning, "limit-bindings",
                "The document's content controls are bound to more than is allowed; some of them have the text that was saved in them."
            )
        }
        let sources = try sources(relationships)
        try items(context, types, sources, &coverage)
        account(context, relationships, types, main, sources, &coverage)
        return coverage.finished(textRead: sink.textRead)
    }

    // MARK: - Finding the parts

    private func relationships(of part: String) throws(PluginError) -> Relationships {
        let result = Relationships(folder: Relationships.folder(of: part))
        let name = part.isEmpty ? "_rels/.rels" : Relationships.name(for: part)
        if let reading = try package.parse(name, with: parser, result) { package.report(reading, part: name) }
        return result
    }

    private func targets(_ type: String, _ relationships: Relationships) -> [String] {
        var names: [String] = []
        for item in relationships.all where item.type == type && !item.isExternal && package.has(item.target) {
            if !names.contains(item.target), names.count < 1_000 { names.append(item.target) }
        }
        return names
    }

    private func mainPart(_ root: Relationships, _ types: ContentTypes) throws(PluginError) -> String {
        var name = root.first("officeDocument")?.target
        if name.map({ package.has($0) }) != true {
            let found = types.part(whoseTypeContains: "wordprocessingml.document.main") ?? "word/document.xml"
            if package.has(found) {
                name = found
                notices.add(
                    .warning, "main-part-guessed", "The file does not say which part is the text; “\(found)” was read.")
            }
        }
        guard let name, let part = package.part(name) else {
            if package.parts.values.contains(where: \.isEncrypted) { throw OfficeError.encrypted }
            throw package.isSalvaged || package.parts.isEmpty
                ? PluginError(.damaged, "The document is damaged: the part with its text is missing.")
                : PluginError(
                    .notThisFormat, "This is a zip archive, but not a Word document: it has no part with the text.")
        }
        if part.isEncrypted { throw OfficeError.encrypted }
        if !part.isSupported {
            throw PluginError(
                .unsupported,
                "The document's text is compressed in a way that is not read here. Open it and save it again.",
                place: name)
        }
        let folded = OfficePackage.fold(name)
        if folded.hasPrefix("xl/") { throw PluginError(.unsupported, WordDocument.spreadsheet) }
        if folded.hasPrefix("ppt/") { throw PluginError(.unsupported, WordDocument.slides) }
        return part.name
    }

    private func side(
        _ type: String, _ relationships: Relationships, _ usual: String, _ handler: XMLHandler
    ) throws(PluginError) {
        let name = relationships.first(type)?.target ?? usual
        if let reading = try package.parse(name, with: parser, handler) { package.report(reading, part: name) }
    }

    private func properties(_ root: Relationships, _ context: WordContext) throws(PluginError) {
        let properties = WordProperties()
        try side("core-properties", root, "docProps/core.xml", properties)
        try side("extended-properties", root, "docProps/app.xml", properties)
        try side("custom-properties", root, "docProps/custom.xml", properties)
        var metadata = properties.finished()
        if metadata.language == nil, let latin = context.styles.defaults.latin {
            metadata.language = context.languages[latin]
        }
        try output.metadata(metadata)
    }

    // MARK: - Text

    private func body(
        _ name: String, _ relationships: Relationships, _ context: WordContext, _ coverage: inout CoverageCount
    ) throws(PluginError) {
        let reader = WordReader(context: context, relationships: relationships, part: .body)
        let reading = try run(reader, name, context)
        if !reader.hasRoot || context.sink.blockCount == 0 {
            if case .limit(let limit) = reading.zip, context.sink.blockCount == 0 {
                throw PluginError(.limit, limit.message, place: name)
            }
            if let failure = reading.xml, failure.code != .stopped {
                throw PluginError(
                    failure.code.rawValue.hasPrefix("limit") ? .limit : .damaged,
                    "The document's text cannot be read: \(failure.message.prefix(300)) (line \(failure.line)).",
                    place: name)
            }
            if reading.zip != .intact, !reader.hasRoot {
                throw PluginError(.damaged, "The document's text is damaged.", place: name)
            }
            if !reader.hasRoot { throw PluginError(.notThisFormat, "This is not a Word document.", place: name) }
        }
        let isBad = package.report(reading, part: name)
        coverage.add(
            name, size: package.part(name)?.size, isBad ? .failed : .read, why: isBad ? "It was read in part." : nil)
    }

    private func text(
        _ name: String, _ part: DocumentBlock.Part, _ context: WordContext, _ coverage: inout CoverageCount
    ) throws(PluginError) {
        let reader = WordReader(context: context, relationships: try relationships(of: name), part: part)
        if part == .header || part == .footer { context.sink.placeName = part.rawValue }
        if part == .embedded { context.sink.placeName = "chart" }
        defer { context.sink.placeName = nil }
        let reading = try run(reader, name, context)
        let isBad = package.report(reading, part: name)
        coverage.add(
            name, size: package.part(name)?.size, isBad ? .failed : .read, why: isBad ? "It was read in part." : nil)
    }

    private func run(
        _ reader: WordReader, _ name: String, _ context: WordContext
    ) throws(PluginError) -> OfficePackage.Reading {
        reader.parser = parser
        let sink = context.sink
        let reading = try package.parse(name, with: parser, reader) { () throws(PluginError) in
            if let error = sink.error ?? context.bindings?.failure { throw error }
        }
        if let failure = context.bindings?.failure { throw failure }
        sink.finish()
        if let error = sink.error { throw error }
        guard let reading else { return OfficePackage.Reading(zip: .damaged, xml: nil) }
        return reading
    }

    /// Diagrams keep their text in a part of its own, twice: as drawn, and as data. The drawing is read, else the data.
    private func diagrams(
        _ relationships: Relationships, _ context: WordContext, _ coverage: inout CoverageCount
    ) throws(PluginError) {
        let drawn = targets("diagramDrawing", relationships)
        for name in drawn.isEmpty ? targets("diagramData", relationships) : drawn {
            try text(name, .body, context, &coverage)
        }
    }

    /// The parts with the works that the document cites, as Word's citation manager keeps them.
    private func sources(_ relationships: Relationships) throws(PluginError) -> [String] {
        var found: [String] = []
        for name in targets("customXml", relationships).prefix(100) {
            let handler = WordSources()
            handler.parser = parser
            _ = try package.parse(name, with: parser, handler)
            if handler.hasSources { found.append(name) }
        }
        return found
    }

    // MARK: - Items and account

    private func items(
        _ context: WordContext, _ types: ContentTypes, _ sources: [String], _ coverage: inout CoverageCount
    ) throws(PluginError) {
        var items: [String: NestedItem] = [:]
        for item in context.items {
            guard let part = package.part(item.part) else {
                notices.add(
                    .warning, "part-missing", "A picture or object of the document is missing from the file.",
                    place: item.place)
                continue
            }
            guard !part.name.hasSuffix(".xml") || item.role != .image else { continue }
            items[OfficePackage.fold(part.name)] = NestedItem(
                path: Clip.text(part.name, 4_000), role: item.role,
                mediaType: types.type(of: part.name).map { Clip.text($0, 100) }, alt: item.alt, size: part.size,
                place: item.place)
        }
        let pictures = items.values.count { $0.role == .image }
        if pictures > 0 { coverage.add("pictures", size: nil, .read, count: pictures) }
        if items.count > pictures { coverage.add("embedded files", size: nil, .read, count: items.count - pictures) }
        for name in sources {
            guard let part = package.part(name) else { continue }
            // A list of references like any other: whoever reads such lists reads it.
            items[OfficePackage.fold(part.name)] = NestedItem(
                path: Clip.text(part.name, 4_000), role: .member, mediaType: WordSources.mediaType, size: part.size,
                place: "sources of citations")
            coverage.add(part.name, size: part.size, .read, why: "Given out as a list of references.")
        }
        try package.give(items, limits: job.limits)
    }

    private func account(
        _ context: WordContext, _ relationships: Relationships, _ types: ContentTypes, _ main: String,
        _ sources: [String], _ coverage: inout CoverageCount
    ) {
        let reasons: [WordContext.Feature: (PartCoverage.Status, String?)] = [
            .fields: (.leftOut, "Instructions are never run; their results were read."),
            .deleted: (.read, "Kept apart from the text."), .hidden: (.read, "Marked as hidden."),
            .linkedPictures: (.leftOut, "Nothing outside the file is fetched."),
            .chunks: (.read, "Given out as documents of their own."),
            .bound: (.read, "What they are bound to stands for their text, as Word shows it."),
            .bookmarks: (.read, "Their names are kept with the paragraphs that they begin in."),
            .subdocuments: (.leftOut, "Nothing outside the file is fetched."),
            .equations: (.read, "Written out in one line each."),
        ]
        for feature in WordContext.Feature.allCases {
            guard let count = context.counts[feature], let (status, why) = reasons[feature] else { continue }
            coverage.add(feature.rawValue, size: nil, status, why: why, count: count)
        }
        for name in package.names {
            let folded = OfficePackage.fold(name)
            if folded.hasSuffix("vbaproject.bin") {
                coverage.add(name, size: nil, .leftOut, why: "Macros are never read or run.")
            } else if folded.hasSuffix("/glossary/document.xml") {
                coverage.add(
                    name, size: package.part(name)?.size, .leftOut, why: "Building blocks are not part of the text.")
            } else if folded.hasPrefix("customxml/item"), !folded.hasPrefix("customxml/itemprops"),
                !sources.contains(where: { OfficePackage.fold($0) == folded })
            {
                let isUsed = context.bindings?.partsUsed.contains(folded) == true
                coverage.add(
                    name, size: nil, isUsed ? .read : .leftOut,
                    why: isUsed ? "Shown in content controls." : "Data of other programs.")
            }
        }
    }
}
