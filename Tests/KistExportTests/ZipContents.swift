import CZip
import Foundation
import Testing

/// The entries of an archive that this test wrote itself.
enum ZipContents {
    static func read(_ url: URL) throws -> [String: [UInt8]] {
        let bytes = [UInt8](try Data(contentsOf: url))
        return try bytes.withUnsafeBytes { whole in
            var box = whole
            return try withUnsafeMutablePointer(to: &box) { context in
                var status: Int32 = 0
                let reader = czip_reader_open(
                    context,
                    { context, offset, buffer, count in
                        guard let whole = context?.assumingMemoryBound(to: UnsafeRawBufferPointer.self).pointee,
                            let buffer
                        else { return -1 }
                        let available = max(0, min(Int(count), whole.count - Int(offset)))
                        if available > 0, let base = whole.baseAddress {
                            buffer.copyMemory(from: base + Int(offset), byteCount: available)
                        }
                        return Int64(available)
                    }, Int64(whole.count), Int32(CZIP_BY_DIRECTORY), &status)
                defer { czip_reader_close(reader) }
                let opened = try #require(reader)
                var files: [String: [UInt8]] = [:]
                var entry = czip_entry()
                while czip_reader_next(opened, &entry) == CZIP_OK {
                    let name = String(
                        decoding: UnsafeRawBufferPointer(start: entry.name, count: entry.name_length), as: UTF8.self)
                    var content: [UInt8] = []
                    while true {
                        var pointer: UnsafeRawPointer?
                        var count = 0
                        let result = czip_reader_block(opened, &pointer, &count)
                        if let pointer { content += UnsafeRawBufferPointer(start: pointer, count: count) }
                        if result != CZIP_OK {
                            #expect(result == CZIP_END)
                            break
                        }
                    }
                    files[name] = content
                }
                return files
            }
        }
    }
}
