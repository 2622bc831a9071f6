import Glibc
import KistPlugin

/// Does what the first line of its file says after `kist-self-test`: mostly what a plugin must not do, so that the host
/// and the box can be seen to hold. What it may not do but survives is told as a block: "open: 13".
struct SelfTest: Importer {
    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage {
        let start = try input.read(at: 0, count: 4_096)
        let line = String(decoding: start.prefix { $0 != 0x0A }, as: UTF8.self)
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 2, words[0] == "kist-self-test" else {
            throw PluginError(.notThisFormat, "The first line must be “kist-self-test” and a word.", place: "line 1")
        }
        let number = words.count > 2 ? Int(words[2]) ?? 0 : 0
        switch words[1] {
        case "echo": return try echo(input, output)
        case "items": return try items(input, output, count: max(1, number))
        case "slow": return try slow(output, count: max(1, number))
        case "long": return try long(output, bytes: max(1, number))
        case "fail":
            let code = words.count > 2 ? PluginError.Code(rawValue: words[2]) : nil
            throw PluginError(code ?? .internal, "It was asked to fail.", place: "line 1")
        case "open": try tell("open", Glibc.open("/etc/passwd", O_RDONLY), output)
        case "write": try tell("write", Glibc.open("/tmp/kist-self-test", O_WRONLY | O_CREAT, 0o600), output)
        case "folder": try tell("folder", Glibc.open("/", O_RDONLY | O_DIRECTORY), output)
        case "memory": try memory(output)
        case "flood-politely": try floodPolitely(output)
        default: Misdeed(rawValue: words[1])?.commit()
        }
        return Coverage()
    }

    /// A paragraph for every further line.
    private func echo(_ input: any JobInput, _ output: any JobOutput) throws(PluginError) -> Coverage {
        var bytes: [UInt8] = []
        var position: Int64 = 0
        while position < input.size {
            bytes += try input.read(at: position, count: 100_000)
            position += 100_000
            try output.progress(done: min(position, input.size), total: input.size)
        }
        var coverage = Coverage(parts: [PartCoverage(name: "lines", status: .read)], share: 1)
        var metadata = DocumentMetadata()
        metadata.title = "Echo"
        try output.metadata(metadata)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst()
        for (number, line) in lines.enumerated() where !line.isEmpty {
            let text = String(decoding: line, as: UTF8.self)
            coverage.textRead += text.utf8.count
            try output.block(DocumentBlock(text: text, place: "line \(number + 2)"))
        }
        return coverage
    }

    /// The whole file as nested items.
    private func items(_ input: any JobInput, _ output: any JobOutput, count: Int) throws(PluginError) -> Coverage {
        for number in 1...count {
            try output.beginItem(NestedItem(path: "copy-\(number).txt", role: .member, size: input.size))
            var position: Int64 = 0
            while position < input.size {
                try output.itemData(try input.read(at: position, count: 70_000))
                position += 70_000
            }
            try output.endItem(intact: true)
        }
        return Coverage(parts: [PartCoverage(name: "items", status: .read, count: count)])
    }

    /// Works for a while and shows signs of life: `count` steps of a tenth of a second.
    private func slow(_ output: any JobOutput, count: Int) throws(PluginError) -> Coverage {
        for step in 1...count {
            Misdeed.rest(milliseconds: 100)
            try output.block(DocumentBlock(text: "step \(step)"))
            try output.progress(done: Int64(step), total: Int64(count))
        }
        return Coverage()
    }

    /// One paragraph of so many bytes.
    private func long(_ output: any JobOutput, bytes: Int) throws(PluginError) -> Coverage {
        let text = String(repeating: "word ", count: (min(bytes, 100 << 20) + 4) / 5)
        try output.block(DocumentBlock(text: text, bold: [ByteSpan(start: 0, end: text.utf8.count)]))
        return Coverage(textRead: text.utf8.count)
    }

    private func memory(_ output: any JobOutput) throws(PluginError) {
        guard let block = malloc(2 << 30) else {
            throw PluginError(.limit, "There is no memory of 2 GiB.")
        }
        memset(block, 1, 2 << 30)
        free(block)
        try output.block(DocumentBlock(text: "memory: 0"))
    }

    /// Endless blocks through the worker, which stops it at the job's budget.
    private func floodPolitely(_ output: any JobOutput) throws(PluginError) {
        while true { try output.block(DocumentBlock(text: "All work and no play.")) }
    }

    private func tell(_ what: String, _ result: Int32, _ output: any JobOutput) throws(PluginError) {
        let code = result < 0 ? errno : 0
        if result >= 0 { close(result) }
        try output.block(DocumentBlock(text: "\(what): \(code)"))
    }
}
