public import KistModel

/// One file to read. Shape on the pipe; the file's first bytes follow in a BYTES frame:
///
/// ```json
/// {"id": 7, "fileName": "digest.docx", "format": "docx", "size": 48213, "options": {}, "limits": {"entries": 20000}}
/// ```
public struct ImportJob: WireValue {
    /// Counts the jobs of one worker.
    public var id: UInt64
    /// The last part of the file's path, as data.
    public var fileName: String
    /// One of the formats that the plugin's manifest claims.
    public var format: String
    public var size: Int64
    public var options: JSONObject
    public var limits: JobLimits

    public init(
        id: UInt64, fileName: String, format: String, size: Int64, options: JSONObject = JSONObject(),
        limits: JobLimits? = nil
    ) {
        self.id = id
        self.fileName = fileName
        self.format = format
        self.size = size
        self.options = options
        self.limits = limits ?? JobLimits(fileSize: size)
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.integer("id", Int64(clamping: id), &out)
        member.text("fileName", fileName, &out)
        member.text("format", format, &out)
        member.integer("size", size, &out)
        member.object("options", options, &out)
        member.name("limits", &out)
        limits.write(to: &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "job")
        let size = try member.neededSize("size")
        self.init(
            id: UInt64(try member.neededSize("id")),
            fileName: try member.neededText("fileName", limit: ProtocolLimits.line),
            format: try member.neededText("format", limit: ProtocolLimits.name),
            size: size,
            options: try member.members("options"))
        if let value = member["limits"] { limits = try JobLimits(json: value) }
    }
}
