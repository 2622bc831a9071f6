@testable import BundleImporter
@testable import KistPlugin

/// What describes a bundle. The first byte says which description the rest is; the other files are sound.
enum Target: ImporterTarget {
    private static let importer = BundleImporter()
    static let words = [
        "@graph", "@id", "@type", "hasPart", "ro-crate-metadata.json", "\"about\":{\"@id\":\"./\"}", "imsmanifest",
        "organization",
        "<item identifierref=", "resource", "xml:base=", "dcvalue", "rdf:RDF", "z:itemType", "BagIt-Version: 1.0\n",
        "Tag-File-Character-Encoding: UTF-8\n", "data/a.txt", "bundle:ORIGINAL", "%0A", "%25", "../",
    ]

    private static let parts = [
        "ro-crate-metadata.json", "imsmanifest.xml", "item/dublin_core.xml", "item/contents", "library.rdf",
        "bagit.txt",
        "manifest-md5.txt", "fetch.txt", "bag-info.txt", "tagmanifest-sha256.txt", "meta.xml",
    ]

    static var seeds: [[UInt8]] {
        let texts: [(Int, String)] = [
            (
                0,
                "{\"@graph\":[{\"@id\":\"ro-crate-metadata.json\",\"about\":{\"@id\":\"./\"}},{\"@id\":\"./\",\"name\":\"n\",\"author\":{\"@id\":\"#p\"},"
                    + "\"license\":\"CC0\",\"hasPart\":[{\"@id\":\"data/a.txt\"},{\"@id\":\"d/\"}]},{\"@id\":\"#p\",\"name\":\"P\"},"
                    + "{\"@id\":\"d/\",\"hasPart\":{\"@id\":\"./\"}},{\"@id\":\"data/a.txt\",\"@type\":\"File\",\"name\":{\"@value\":\"a\"}}]}"
            ),
            (
                1,
                "<manifest xmlns:adlcp=\"a\"><metadata><schema>s</schema><adlcp:location>meta.xml</adlcp:location></metadata><organizations default=\"o\">"
                    + "<organization identifier=\"o\"><title>t</title><item identifierref=\"r\"><title>i</title><item><title>j</title></item></item></organization>"
                    + "</organizations><resources xml:base=\"data/\"><resource identifier=\"r\" href=\"a.txt?x#y\"><file href=\"a.txt\"/></resource></resources></manifest>"
            ),
            (
                2,
                "<dublin_core><dcvalue element=\"title\">t</dcvalue><dcvalue element=\"rights\" qualifier=\"uri\">"
                    + "https://creativecommons.org/licenses/by/4.0/</dcvalue></dublin_core>"
            ),
            (3, "a.txt\tbundle:ORIGINAL\tdescription:d\tprimary:true\n-r -s 0 -f b.txt\n"),
            (
                4,
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:z=\"http://www.zotero.org/namespaces/export#\" xmlns:l=\""
                    + "http://purl.org/rss/1.0/modules/link/\"><a rdf:about=\"#1\"><z:itemType>book</z:itemType><title>t</title><l:link rdf:resource=\"#2\"/>"
                    + "<date>2020-1</date><identifier>DOI 10.1/a</identifier></a><z:Attachment rdf:about=\"#2\"><resource rdf:resource=\"data/a.txt\"/></z:Attachment></rdf:RDF>"
            ),
            (5, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
            (6, "6d65c2b2b0a2b4bd5d1d9f1d8d2f9f2b *./data/a.txt\n"), (7, "https://e.org/a - data/a.txt\n"),
            (8, "Title: t\r\n more\r\nPayload-Oxum: 4.1\r\n"), (9, "00  bagit.txt\n"),
            (
                10,
                "<lom><general><title><langstring xml:lang=\"en\">t</langstring></title></general><lifecycle><contribute><role><value>author</value></role>"
                    + "<centity>BEGIN:VCARD FN:A END:VCARD</centity></contribute></lifecycle></lom>"
            ),
        ]
        return texts.map { [UInt8($0.0)] + Array($0.1.utf8) }
    }

    static func seeds(file: [UInt8]) -> [[UInt8]] {
        StoredZip.parts(file).compactMap { part in
            let name = part.name.split(separator: "/").last.map(String.init) ?? ""
            return parts.firstIndex { $0.hasSuffix(name) && !name.isEmpty }.map { [UInt8($0)] + part.bytes }
        }
    }

    static func test(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let name = parts[Int(first) % parts.count]
        var files: [(name: String, bytes: [UInt8])] = [
            ("data/a.txt", Array("text".utf8)), ("item/a.txt", [1]), ("item/b.txt", [2]),
        ]
        let bag = ["bagit.txt", "manifest-md5.txt"]
        if bag.contains(name) || ["fetch.txt", "bag-info.txt", "tagmanifest-sha256.txt"].contains(name) {
            files.removeLast(2)
            files += [
                ("bagit.txt", Array("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n".utf8)),
                ("manifest-md5.txt", Array((MessageDigest.of(Array("text".utf8), .md5) + "  data/a.txt\n").utf8)),
            ]
        }
        if name == "item/contents" {
            files.append(
                (
                    "item/dublin_core.xml",
                    Array("<dublin_core><dcvalue element=\"title\">t</dcvalue></dublin_core>".utf8)
                ))
        }
        if name == "meta.xml" {
            let manifest = "<manifest><metadata><location>meta.xml</location></metadata></manifest>"
            files.append(("imsmanifest.xml", Array(manifest.utf8)))
        }
        files.removeAll { $0.name == name }
        files.append((name, Array(bytes.dropFirst())))
        readTwice(importer, StoredZip.bytes(files), name: "a.zip", format: "zip")
    }
}
