public import KistModel

/// How much one job may unpack and give out. Going beyond one gives a partial result and a diagnostic that names it.
/// Sizes are bytes. Shape on the pipe, inside a job; what is left out has its default:
///
/// ```json
/// {"inflatedBytes": 268435456, "partBytes": 268435456, "entries": 20000, "depth": 1000, "ratio": 200,
///  "ratioFloor": 67108864, "itemBytes": 268435456, "imageBytes": 67108864, "cells": 5000000, "outputBytes": 1073741824}
/// ```
public struct JobLimits: WireValue {
    /// All that is unpacked for the job.
    public var inflatedBytes: Int64 = 256 << 20
    /// One part of a container that is parsed.
    public var partBytes: Int64 = 256 << 20
    /// Entries of a container.
    public var entries = 20_000
    /// Nesting of elements, braces, lists.
    public var depth = 1_000
    /// Unpacked bytes for each packed byte, counted once more than `ratioFloor` was unpacked.
    public var ratio = 200
    public var ratioFloor: Int64 = 64 << 20
    /// One nested item that is given out, and one picture.
    public var itemBytes: Int64 = 256 << 20
    public var imageBytes: Int64 = 64 << 20
    /// Cells of all tables.
    public var cells = 5_000_000
    /// All frames that the worker sends for the job.
    public var outputBytes: Int64 = 1 << 30

    public init() {}

    /// The limits for a file of `size` bytes: what may be unpacked grows with the file, up to 1 GiB.
    public init(fileSize size: Int64) {
        let grown = min(max(0, size), 1 << 30) * 200
        inflatedBytes = min(max(256 << 20, grown), 1 << 30)
        outputBytes = 4 * inflatedBytes
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.integer("inflatedBytes", inflatedBytes, &out)
        member.integer("partBytes", partBytes, &out)
        member.integer("entries", Int64(entries), &out)
        member.integer("depth", Int64(depth), &out)
        member.integer("ratio", Int64(ratio), &out)
        member.integer("ratioFloor", ratioFloor, &out)
        member.integer("itemBytes", itemBytes, &out)
        member.integer("imageBytes", imageBytes, &out)
        member.integer("cells", Int64(cells), &out)
        member.integer("outputBytes", outputBytes, &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "limits")
        inflatedBytes = try member.size("inflatedBytes") ?? inflatedBytes
        partBytes = try member.size("partBytes") ?? partBytes
        entries = try member.integer("entries", 0...1_000_000_000, normal: entries)
        depth = try member.integer("depth", 1...1_000_000, normal: depth)
        ratio = try member.integer("ratio", 1...1_000_000_000, normal: ratio)
        ratioFloor = try member.size("ratioFloor") ?? ratioFloor
        itemBytes = try member.size("itemBytes") ?? itemBytes
        imageBytes = try member.size("imageBytes") ?? imageBytes
        cells = try member.integer("cells", 0...1_000_000_000, normal: cells)
        outputBytes = try member.size("outputBytes") ?? outputBytes
    }
}
