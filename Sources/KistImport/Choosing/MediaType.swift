/// Media types that the host tells by itself, from the first bytes alone: what a plugin says of a picture is a claim.
enum MediaType {
    static func of(_ sample: ContentSample) -> String? {
        for (pattern, offset, type) in signatures where sample.has(pattern, at: offset) { return type }
        if sample.has(Array("RIFF".utf8), at: 0), sample.has(Array("WEBP".utf8), at: 8) { return "image/webp" }
        if let root = XMLRoot.find(in: sample) {
            if root.name == "svg", root.namespace.isEmpty || root.namespace == "http://www.w3.org/2000/svg" {
                return "image/svg+xml"
            }
            return root.name.lowercased() == "html" ? "text/html" : "application/xml"
        }
        return sample.looksLikeText ? "text/plain" : nil
    }

    private static let signatures: [([UInt8], Int64, String)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0, "image/png"),
        ([0xFF, 0xD8, 0xFF], 0, "image/jpeg"),
        (Array("GIF87a".utf8), 0, "image/gif"),
        (Array("GIF89a".utf8), 0, "image/gif"),
        ([0x49, 0x49, 0x2A, 0x00], 0, "image/tiff"),
        ([0x4D, 0x4D, 0x00, 0x2A], 0, "image/tiff"),
        ([0x01, 0x00, 0x00, 0x00, 0x20], 36, "image/emf"),
        ([0xD7, 0xCD, 0xC6, 0x9A], 0, "image/wmf"),
        (Array("%PDF-".utf8), 0, "application/pdf"),
        ([0x50, 0x4B, 0x03, 0x04], 0, "application/zip"),
        ([0x50, 0x4B, 0x05, 0x06], 0, "application/zip"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 0, "application/x-ole-storage"),
        (Array("{\\rtf".utf8), 0, "application/rtf"),
        (Array("ftyp".utf8), 4, "video/mp4"),
        (Array("ID3".utf8), 0, "audio/mpeg"),
        (Array("OggS".utf8), 0, "application/ogg"),
        ([0x1F, 0x8B, 0x08], 0, "application/gzip"),
        (Array("Rar!".utf8), 0, "application/vnd.rar"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0, "application/x-7z-compressed"),
        ([0x7F, 0x45, 0x4C, 0x46], 0, "application/x-executable"),
        (Array("BM".utf8), 0, "image/bmp"),
    ]
}
