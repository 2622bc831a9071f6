import KistPlugin

/// Reads an OpenDocument text that is one XML file.
struct FlatDocument {
    let input: any JobInput
    let parser: XMLPushParser
    let job: ImportJob
    let output: any JobOutput
    let notices: Notices

    private static let piece = 64 << 10

    /// Whether the beginning of a file is XML: `<` after an optional byte order mark and white space.
    static func mayBe(_ head: [UInt8]) -> Bool {
        var bytes = head[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { bytes.removeFirst(2) }
        guard let first = bytes.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 && $0 != 0 }) else {
            return false
        }
        return first == UInt8(ascii: "<")
    }

    func read() throws(PluginError) -> Coverage {
        let languages = Languages()
        let sink = BlockSink(output: output, limits: job.limits, languages: languages, notices: notices)
        let context = ODFContext(languages: languages, notices: notices, sink: sink, imageLimit: job.limits.imageBytes)
        let reader = ODFReader(context: context)
        reader.parser = parser
        sink.beginHold()
        var metadataError: PluginError?
        var hasMetadata = false
        // Meta data and styles come first; headers stand among the styles and are held back until the text is out.
        reader.metaEnded = { [output] in
            guard !hasMetadata else { return }
            hasMetadata = true
            do throws(PluginError) {
                try output.metadata(context.meta.finished(language: context.styles.standardLanguage))
            } catch {
                metadataError = error
            }
        }
        reader.bodyBegan = { sink.endHold() }
        parser.begin(reader)
        var offset: Int64 = 0
        let size = min(input.size, job.limits.partBytes)
        while offset < size {
            let bytes = try input.read(at: offset, count: FlatDocument.piece)
            if bytes.isEmpty { break }
            offset += Int64(bytes.count)
            let goesOn = bytes.withUnsafeBytes { parser.feed($0) }
            if let error = sink.error ?? metadataError { throw error }
            if !goesOn { break }
            try output.progress(done: offset, total: input.size)
        }
        let isTooLong = input.size > size
        let failure = parser.finish()
        sink.finish()
        sink.endHold()
        if let error = sink.error { throw error }
        guard reader.hasRoot else {
            throw PluginError(.notThisFormat, "This is XML, but not an OpenDocument text.")
        }
        let reading = OfficePackage.Reading(zip: isTooLong ? .limit(.part) : .intact, xml: failure)
        try OpenDocument.check(reader, reading, blocks: sink.blockCount)
        if isTooLong {
            notices.add(ZipLimit.part.diagnostic())
        } else if let failure, failure.code != .stopped {
            notices.add(OfficePackage.diagnostic(failure, part: "document"))
        }
        var coverage = CoverageCount()
        coverage.add(
            "document", size: input.size, reading.isWhole ? .read : .failed,
            why: reading.isWhole ? nil : "It was read in part.")
        try sink.release()
        try pictures(context, &coverage)
        OpenDocument.account(context, &coverage)
        return coverage.finished(textRead: sink.textRead)
    }

    private func pictures(_ context: ODFContext, _ coverage: inout CoverageCount) throws(PluginError) {
        for (index, picture) in context.pictures.enumerated() {
            let place = "picture \(index + 1)"
            try output.beginItem(
                NestedItem(
                    path: "picture-\(index + 1)", role: .image, alt: picture.alt, size: Int64(picture.bytes.count),
                    place: place))
            var start = 0
            while start < picture.bytes.count {
                let end = min(picture.bytes.count, start + FlatDocument.piece)
                try output.itemData(Array(picture.bytes[start..<end]))
                start = end
            }
            try output.endItem(intact: picture.isWhole)
        }
        if !context.pictures.isEmpty { coverage.add("pictures", size: nil, .read, count: context.pictures.count) }
    }
}
