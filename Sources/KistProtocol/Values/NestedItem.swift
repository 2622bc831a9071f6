public import KistModel

/// A file inside a file, announced before its bytes. Path, type and size are claims. Shape on the pipe:
///
/// ```json
/// {"path": "photos/café.jpg", "nameEncoding": "utf-8", "role": "member", "mediaType": "image/jpeg", "alt": "…",
///  "size": 1234, "place": "entry 3", "metadata": {"title": "…"}, "parent": "photos/index.html", "number": 2}
/// ```
public struct NestedItem: WireValue {
    public enum Role: String, Sendable, CaseIterable {
        /// A file of a bundle.
        case member
        /// A picture that stands in a document.
        case image
        /// A document inside a document.
        case embedded
        case attachment
    }

    static let highestNumber = 1_000_000

    /// Decoded, parts separated by "/". A name, never to be opened.
    public var path: String
    /// How the name was read: "utf-8", "cp437".
    public var nameEncoding: String
    public var role: Role
    public var mediaType: String?
    /// Alternative text of a picture.
    public var alt: String?
    /// The size that the container states.
    public var size: Int64?
    public var place: String
    /// What the container says about the item.
    public var metadata: DocumentMetadata?
    /// The path of the item of the same job that this one is a part of; nil: a part of the container.
    public var parent: String?
    /// Its place among the parts of the same whole, from 1, where the container gives them an order.
    public var number: Int?

    public init(
        path: String, nameEncoding: String = "utf-8", role: Role, mediaType: String? = nil, alt: String? = nil,
        size: Int64? = nil, place: String = "", metadata: DocumentMetadata? = nil, parent: String? = nil,
        number: Int? = nil
    ) {
        self.path = path
        self.nameEncoding = nameEncoding
        self.role = role
        self.mediaType = mediaType
        self.alt = alt
        self.size = size
        self.place = place
        self.metadata = metadata
        self.parent = parent
        self.number = number
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("path", path, &out)
        if nameEncoding != "utf-8" { member.text("nameEncoding", nameEncoding, &out) }
        member.text("role", role.rawValue, &out)
        member.text("mediaType", mediaType, &out)
        member.text("alt", alt, &out)
        member.integer("size", size, &out)
        if !place.isEmpty { member.text("place", place, &out) }
        if let metadata {
            member.name("metadata", &out)
            metadata.write(to: &out)
        }
        member.text("parent", parent, &out)
        member.integer("number", number.map(Int64.init), &out)
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        if let announced = size, !(0...ProtocolLimits.fileSize).contains(announced) { size = nil }
        if let given = number, !(1...Self.highestNumber).contains(given) { number = nil }
        return any(
            metadata?.fit() ?? false, parent.fit(ProtocolLimits.line), path.fit(ProtocolLimits.line),
            nameEncoding.fit(ProtocolLimits.name), mediaType.fit(ProtocolLimits.name),
            alt.fit(ProtocolLimits.line), place.fit(ProtocolLimits.label))
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "item")
        guard let role = try member.word("role", Role.self) else { throw member.wrong("role", "given") }
        let number = try member.integer("number", 0...Self.highestNumber, normal: 0)
        self.init(
            path: try member.neededText("path", limit: ProtocolLimits.line),
            nameEncoding: try member.text("nameEncoding", limit: ProtocolLimits.name) ?? "utf-8",
            role: role,
            mediaType: try member.text("mediaType", limit: ProtocolLimits.name),
            alt: try member.text("alt", limit: ProtocolLimits.line),
            size: try member.size("size"),
            place: try member.text("place", limit: ProtocolLimits.label) ?? "",
            metadata: try member["metadata"].map { (value) throws(ProtocolError) in try DocumentMetadata(json: value) },
            parent: try member.text("parent", limit: ProtocolLimits.line),
            number: number == 0 ? nil : number)
    }
}
