@testable import KistPlugin
@testable import OfficeDocumentImporter

/// Any bytes as a document: flat XML, a package, or what is neither.
enum Target: ImporterTarget {
    nonisolated(unsafe) private static let importer = OfficeImporter()
    static let words =
        ODFName.words + WordName.words + ODFSpace.addresses.flatMap { $0 } + WordSpace.addresses.flatMap { $0 }

    static var seeds: [[UInt8]] {
        let oasis = "urn:oasis:names:tc:opendocument:xmlns:"
        let open =
            "xmlns:office=\"\(oasis)office:1.0\" xmlns:text=\"\(oasis)text:1.0\" xmlns:draw=\"\(oasis)drawing:1.0\""
        let flat =
            "<office:document \(open) office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>one"
            + "<draw:frame><draw:image><office:binary-data>iVBORw0KGgo=</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>"
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package =
            "<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\"><pkg:part pkg:name=\"/_rels/.rels\"><pkg:xmlData>"
            + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"\(relations)/officeDocument\""
            + " Target=\"word/document.xml\"/></Relationships></pkg:xmlData></pkg:part><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>"
            + "<w:document xmlns:w=\"\(word)\"><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part>"
            + "<pkg:part pkg:name=\"/word/media/a.png\"><pkg:binaryData>iVBORw0KGgo=</pkg:binaryData></pkg:part></pkg:package>"
        return [flat, package].map { Array($0.utf8) } + [[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]]
    }

    static func seeds(file: [UInt8]) -> [[UInt8]] { FlatDocument.mayBe(Array(file.prefix(4_096))) ? [file] : [] }

    static func test(_ bytes: [UInt8]) {
        readTwice(importer, bytes, name: "a.fodt", format: "fodt")
    }
}
