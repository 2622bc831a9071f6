public import KistModel

/// The end of a nested item's bytes. Shape on the pipe:
///
/// ```json
/// {"intact": true}
/// ```
public struct ItemEnd: WireValue {
    /// All bytes came and their checksum, where there is one, is right.
    public var intact: Bool

    public init(intact: Bool) { self.intact = intact }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.flag("intact", intact, &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "item end")
        guard member["intact"] != nil else { throw member.wrong("intact", "given") }
        self.init(intact: try member.flag("intact"))
    }
}
