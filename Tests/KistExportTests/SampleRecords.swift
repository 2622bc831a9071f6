import Foundation
import KistExport
import KistModel

/// A small collection with everything in it: for and against, null results, Gaelic, files, links in and out, what must stay.
/// People, schools and results are invented; the studies are real.
enum SampleRecords {
    static let open = #""licence":"licence:CC-BY-4.0","modified":"2026-05-12""#

    static func make(in folder: URL) throws -> [ExportRecord] {
        var list: [ExportRecord] = []
        func add(
            _ number: Int, _ type: String, _ json: String, files: [ExportFile] = [],
            state: ExportRecord.State = .current
        ) throws {
            list.append(
                Fixture.export(
                    try Fixture.record(number, type, json),
                    parents: number % 2 == 0 ? ["\(String(repeating: "ab", count: 32))"] : [], number: number,
                    state: state, files: files))
        }
        func id(_ number: Int) -> String { Fixture.id(number).text }
        func file(_ name: String, _ content: String, role: String? = "original") throws -> ExportFile {
            let bytes = Array(content.utf8)
            let hash = VersionDigestForTests.hex(bytes)
            let url = folder.appending(path: hash)
            try Data(bytes).write(to: url)
            return ExportFile(
                sha256: hash, name: name, mediaType: "text/plain", role: role, byteCount: Int64(bytes.count), path: url)
        }
        try add(
            1, "strategy",
            #"""
            {"title":{"en":"Feedback in the moment","gd":"Fios air ais sa chlas"},"summary":{"en":"Comments that pupils can act on in the same lesson."},"definition":{"en":"Telling learners what to do next while they work."},"steps":["Look at work during the lesson","Say one thing to improve","Come back to see it done"],"stages":["stage:p5","stage:p6"],"themes":["theme:feedback"],"language":["language:en"],"strands":["eef-strand:feedback"],"cost":"eef-cost:1","limits":"Little is known about the youngest classes.","ratings":[{"scheme":"rating-scheme:eef","edition":"2021","value":"x","citation":"c","extra":[1.50]}],"unknownField":{"z":1.0,"a":[true,null]},\#(open)}
            """#)
        for (number, work) in [
            (2, Works.blackWiliam), (3, Works.hattieTimperley), (4, Works.klugerDeNisi), (5, Works.sisk),
        ] {
            list.append(Fixture.export(try Fixture.study(number, work)))
        }
        try add(
            6, "digest",
            #"{"title":{"en":"What research says about feedback"},"question":"Does feedback help?","studies":[{"ref":"\#(id(2))","as":"Black and Wiliam 1998"},{"ref":"\#(id(3))"},{"as":"A study that nobody found"}],"limits":"Mostly older pupils.","citation":"c","direction":"direction:positive","language":["language:en"],\#(open)}"#
        )
        try add(
            7, "digest",
            #"{"title":{"en":"When feedback does harm"},"question":"Can feedback hurt?","studies":[{"ref":"\#(id(4))"}],"limits":"Laboratory tasks.","citation":"c","direction":"direction:mixed",\#(open)}"#
        )
        try add(
            8, "enquiry",
            #"{"title":{"en":"Comments before marks in P5"},"question":"Do comments help?","agents":[{"name":"Isla MacLeod","role":"role:author"}],"stages":["stage:p5"],"direction":"direction:null","results":"No clear difference after ten weeks.","authority":["local-authority:S12000017"],"text":[{"kind":"heading","level":1,"text":"What we did"},{"kind":"paragraph","text":"We gave comments; a’ leughadh gu math.","runs":[[18,38,"gd"]]},{"kind":"list-item","text":"first <b>"},{"kind":"list-item","text":"second & last"},{"kind":"table","rows":[["Week","Score"],["1",{"text":"12","columns":1}]]},{"kind":"paragraph","part":"footnote","text":"A note."}],\#(open)}"#,
            files: [try file("Comments before marks – P5.txt", "what we did\n")])
        try add(
            9, "enquiry",
            #"{"title":{"en":"Marks every week"},"question":"Do marks help?","direction":"direction:negative","stages":["stage:p6"],\#(open)}"#,
            files: [try file("aux", "same\n"), try file("CON.docx", "not really a document\n")])
        try add(
            10, "enquiry",
            #"{"title":{"gd":"Fèin-mheasadh sa bhun-sgoil"},"question":"?","language":["language:gd"],"direction":"direction:positive","text":[{"kind":"paragraph","language":"gd","text":"Dh’fhoghlam sinn mun fhèin-mheasadh na h-Alba."}],\#(open)}"#
        )
        try add(
            11, "resource",
            #"{"title":{"en":"Exit ticket sheet <script>alert(1)</script>"},"resourceType":["resource-type:worksheet"],"implements":[{"ref":"\#(id(1))"}],\#(open)}"#,
            files: [try file("aux", "same\n")])
        try add(12, "hub", #"{"title":{"en":"Skye core hub"},"hubType":"hub-type:core",\#(open)}"#)
        // What must stay.
        try add(20, "resource", #"{"title":{"en":"No licence here"},"resourceType":["resource-type:worksheet"]}"#)
        try add(21, "resource", #"{"title":{"en":"Closed one"},"licence":"licence:in-copyright"}"#)
        try add(
            22, "resource", #"{"title":{"en":"Under embargo"},"licence":"licence:CC-BY-4.0","embargo":"2027-01-01"}"#)
        try add(
            23, "enquiry",
            #"{"title":{"en":"Secret pupil name"},"licence":"licence:CC-BY-4.0","sensitivity":"sensitivity:hold"}"#)
        try add(24, "resource", #"{"title":{"en":"Hub only"},"licence":"licence:CC-BY-4.0","access":"access:hub"}"#)
        try add(
            25, "resource", #"{"title":{"en":"Taken back words"},"licence":"licence:CC-BY-4.0"}"#,
            state: .withdrawn(reason: "an error in the figures", date: "2026-04-01", replacement: Fixture.id(11)))
        try add(26, "enquiry", "{}", state: .erased(reason: "a pupil was named", date: "2026-04-02"))
        let study = try Fixture.study(27, Works.chapter)
        list.append(Fixture.export(study, files: [try file("chapter.pdf", "copy of a chapter")]))
        // Links: three kinds of evidence, one that leaves the pack, one to a held record.
        for (number, from, relation, to, rest) in [
            (
                40, 6, "supports", 1,
                #","linkStrength":"edge-strength:direct","quote":"Feedback moves learning forward.","locator":"p. 7""#
            ), (41, 7, "contradicts", 1, ""), (42, 5, "qualifies", 1, ""), (43, 8, "tries", 1, ""),
            (44, 9, "tries", 1, ""), (45, 10, "tries", 1, ""), (46, 23, "tries", 1, ""), (47, 99, "supports", 1, ""),
        ] {
            try add(
                number, "link",
                #"{"relation":"evidence-relation:\#(relation)","from":{"ref":"\#(id(from))","as":"record \#(from)"},"to":{"ref":"\#(id(to))"}\#(rest)}"#
            )
        }
        return list
    }

    static func source(in folder: URL, includeHeld: String? = nil) throws -> PackSource {
        PackSource(
            collection: Fixture.collection, schemas: Fixture.schemas, vocabularies: Fixture.vocabularies,
            records: try make(in: folder),
            title: "Feedback: what works & what does not", summary: "Sample records for a staff meeting.",
            contact: "hub@example.org", today: "2026-06-01", includeHeld: includeHeld,
            software: "Kist 0.1.0")
    }
}
