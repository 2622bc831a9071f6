import KistProtocol

/// The file of the running job, asked from the host in windows. The last few windows are kept, so that a reader that
/// takes small pieces, or goes between the end of a file and its entries, asks rarely.
final class PipeInput: JobInput {
    /// What is asked for at once: as much as the host sends with the job.
    static let window = ProtocolLimits.firstBytes
    private static let keptWindows = 4

    let size: Int64
    private let pipe: WorkerPipe
    private let output: PipeOutput
    /// The latest used last.
    private var windows: [(number: Int64, bytes: [UInt8])] = []

    init(size: Int64, first: [UInt8], pipe: WorkerPipe, output: PipeOutput) {
        self.size = size
        self.pipe = pipe
        self.output = output
        windows.append((0, first))
    }

    func read(at offset: Int64, count: Int) throws(PluginError) -> [UInt8] {
        guard offset >= 0, count > 0, offset < size else { return [] }
        let end = min(size, offset.addingReportingOverflow(Int64(count)).overflow ? size : offset + Int64(count))
        var result: [UInt8] = []
        result.reserveCapacity(Int(end - offset))
        var position = offset
        while position < end {
            let number = position / Int64(PipeInput.window)
            let bytes = try window(number)
            let start = Int(position - number * Int64(PipeInput.window))
            let stop = min(bytes.count, start + Int(end - position))
            guard start < stop else {
                throw PluginError(.damaged, "The file ends before the size that it had when it was opened.")
            }
            result.append(contentsOf: bytes[start..<stop])
            position += Int64(stop - start)
        }
        return result
    }

    private func window(_ number: Int64) throws(PluginError) -> [UInt8] {
        if let index = windows.lastIndex(where: { $0.number == number }) {
            if index != windows.count - 1 { windows.append(windows.remove(at: index)) }
            return windows[windows.count - 1].bytes
        }
        let offset = number * Int64(PipeInput.window)
        let length = Int(min(Int64(PipeInput.window), size - offset))
        let bytes: [UInt8]
        do {
            try output.sendNow(.read(ReadRequest(offset: offset, length: length)))
            guard case .bytes(let answer) = try pipe.receive() else {
                throw pipe.stop(.breach(ProtocolError(.order, "only BYTES may answer READ")))
            }
            bytes = answer
        } catch {
            throw PluginError(.internal, "The program that started the plugin is gone.")
        }
        if windows.count == PipeInput.keptWindows { windows.removeFirst() }
        windows.append((number, bytes))
        return bytes
    }
}
