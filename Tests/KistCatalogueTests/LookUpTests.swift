import KistCatalogue
import KistModel
import Testing

@Suite struct LookUpTests {
    @Test func openReferencesComeInTheOrderOfTheirRecords() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        for number in [12, 10, 11] {
            try catalogue.put(
                record(number, type: "link", ["from": "One", "to": .string("Two \(number)"), "relation": "cites"]))
        }
        try catalogue.read { reader throws in
            #expect(try reader.unresolved().map(\.id) == [12, 12, 10, 10, 11, 11].map { id($0) })
            #expect(try reader.unresolved().map(\.path) == ["/from", "/to", "/from", "/to", "/from", "/to"])
            #expect(try reader.unresolved(limit: 3).map(\.id) == [12, 12, 10].map { id($0) })
            #expect(try reader.unresolved(after: id(12), limit: 3).map(\.id) == [10, 10, 11].map { id($0) })
            #expect(try reader.unresolved(after: id(11)).isEmpty)
        }
    }

    @Test func linksAreFollowedInBothDirections() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let link = record(
            10, type: "link",
            [
                "from": ["ref": .string(id(1).text), "as": "One"], "to": ["ref": .string(id(2).text)],
                "relation": "supports",
            ])
        let open = record(
            11, type: "link", ["from": ["ref": .string(id(1).text)], "to": "Black 1998", "relation": "cites"])
        try catalogue.put(record(1), record(2), link, open)
        try catalogue.read { reader throws in
            #expect(try Set(reader.links(from: id(1)).map(\.id)) == [id(10), id(11)])
            #expect(
                try reader.links(to: id(2)) == [LinkSummary(id: id(10), relation: "supports", from: id(1), to: id(2))])
            #expect(try reader.links(from: id(11)) == [])
            #expect(
                try reader.unresolved() == [ReferenceUse(id: id(11), path: "/to", target: nil, words: "Black 1998")])
            #expect(try reader.referring(to: id(1)).map(\.path) == ["/from", "/from"])
        }
        // Resolving: the reference is set at its place, its words stay.
        let use = try #require(try catalogue.read { try $0.unresolved() }.first)
        let resolved = try #require(open.settingReference(at: use.path, to: id(2)))
        #expect(resolved["to"] == ["as": "Black 1998", "ref": .string(id(2).text)])
        try catalogue.put(resolved, kind: .resolve)
        try catalogue.read { reader throws in
            #expect(try reader.unresolved() == [])
            #expect(try Set(reader.links(to: id(2)).map(\.relation)) == ["supports", "cites"])
        }
        // A withdrawn link is not followed.
        let writer = try catalogue.beginBatch(kind: .withdraw, note: "")
        try writer.withdraw(id(10), reason: "wrong")
        _ = try writer.finish()
        #expect(try catalogue.read { try $0.links(to: id(2)).map(\.id) } == [id(11)])
        #expect(try catalogue.check().problems == [])
    }

    @Test func referencesAreFoundWhereverTheyStand() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let fields: JSONObject = [
            "studies": [["ref": .string(id(2).text), "as": "Two"], ["as": "Not known yet"]],
            "odd/name~x": ["inner": ["as": "deep"]], "text": "as: nothing",
        ]
        try catalogue.put(record(1, "One", fields), record(2))
        let found = try catalogue.read { try $0.references(in: id(1)) }
        #expect(
            found == [
                ReferenceUse(id: id(1), path: "/studies/0", target: id(2), words: "Two"),
                ReferenceUse(id: id(1), path: "/studies/1", target: nil, words: "Not known yet"),
                ReferenceUse(id: id(1), path: "/odd~1name~0x/inner", target: nil, words: "deep"),
            ])
        let deep = try #require(record(1, "One", fields).settingReference(at: found[2].path, to: id(2)))
        #expect(deep["odd/name~x"]?["inner"]?["ref"] == .string(id(2).text))
        #expect(record(1, "One", fields).settingReference(at: "/studies/7", to: id(2)) == nil)
        #expect(record(1, "One", fields).settingReference(at: "/nothing", to: id(2)) == nil)
        #expect(record(1, "One", fields).settingReference(at: "", to: id(2)) == nil)
    }

    @Test func referencesToWhatIsNotHereDangle() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1, "One", ["about": ["ref": .string(id(2).text)]]))
        let report = try catalogue.check()
        #expect(report.isOK)
        #expect(report.problems.map(\.code) == [.dangling])
        try catalogue.put(record(2))
        #expect(try catalogue.check().problems == [])
    }

    @Test func recordsAreRecognisedByTheKeysOfTheirCurrentVersion() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let old = IdentityKey(scheme: IdentityKey.doi, value: "10.1/old")
        let new = IdentityKey(scheme: IdentityKey.doi, value: "10.1/new")
        try catalogue.put(record(1, "One"), identities: [old, old])
        try catalogue.put(record(1, "Two"), identities: [new])
        try catalogue.read { reader throws in
            #expect(try reader.records(with: old) == [])
            #expect(try reader.records(withAny: [old, new]) == [new: [IdentityMatch(id: id(1), state: .current)]])
        }
        _ = try catalogue.undo(2)
        #expect(try catalogue.read { try $0.records(with: old).map(\.id) } == [id(1)])
        // The same content with other keys: they are taken over, nothing is logged.
        let again = try catalogue.put(record(1, "One"), identities: [old, new])
        #expect(again.batch == nil)
        #expect(again.unchanged == 1)
        #expect(try catalogue.check().problems == [])
    }

    @Test func recordsAreFoundByTheSourceOfAnyVersion() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let source = ContentHash(of: "source")
        let writer = try catalogue.beginBatch(kind: .import, note: "")
        _ = try writer.put(record(1, "One"), provenance: Provenance(source: source))
        _ = try writer.put(record(1, "Two"), provenance: Provenance(source: ContentHash(of: "other")))
        _ = try writer.finish()
        #expect(try catalogue.read { try $0.records(fromSource: source).map(\.id) } == [id(1)])
    }

    @Test func prefixesMeanOneRecordOrSayWhichTheyCouldMean() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let a = try #require(RecordID("abcd000000000000")), b = try #require(RecordID("abcd100000000000"))
        let c = try #require(RecordID("zzzzzzzzzzzzzzzz"))
        try catalogue.put(
            KistRecord(id: a, type: "need"), KistRecord(id: b, type: "need"), KistRecord(id: c, type: "need"))
        try catalogue.read { reader throws in
            #expect(try reader.resolve(prefix: "abcd1") == b)
            #expect(try reader.resolve(prefix: "ZZZZ") == c)
            #expect(try reader.ids(withPrefix: "abcd") == [a, b])
            #expect(try reader.ids(withPrefix: "abc") == [])
            #expect(try reader.ids(withPrefix: "ab%_") == [])
            #expect(try reader.shortestPrefix(of: a) == "abcd0")
            #expect(try reader.shortestPrefix(of: c) == "zzzz")
            expectError(.ambiguous) { _ = try reader.resolve(prefix: "abcd") }
            expectError(.notFound) { _ = try reader.resolve(prefix: "qqqq") }
        }
    }

    @Test func listingGoesPageByPageInIDOrder() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        let writer = try catalogue.beginBatch(kind: .import, note: "")
        for number in 0..<600 {
            _ = try writer.put(record(number, type: number % 2 == 0 ? "need" : "study"), provenance: Provenance())
        }
        _ = try writer.finish()
        let all = (0..<600).map(id).sorted()
        try catalogue.read { reader throws in
            var seen: [RecordID] = []
            try reader.forEachRecord { seen.append($0.record.id) }
            #expect(seen == all)
            var needs: [RecordID] = []
            try reader.forEachRecord(type: "need") { needs.append($0.record.id) }
            #expect(needs == stride(from: 0, to: 600, by: 2).map(id).sorted())
            #expect(try reader.countByType() == ["need": 300, "study": 300])
            #expect(try reader.records(after: all[9], limit: 2).map(\.id) == Array(all[10...11]))
        }
    }

    @Test func readsMayStandInsideOneAnother() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1), record(2))
        var titles: [String] = []
        try catalogue.read { outer throws in
            try outer.forEachRecord { version in
                let again = try catalogue.read { try $0.record(version.record.id) }
                titles.append(again?.record["title"]?.string ?? "")
            }
        }
        #expect(titles == ["Title", "Title"])
        let writer = try catalogue.beginBatch(kind: .edit, note: "")
        try writer.read { reader throws in
            try reader.forEachRecord { version in
                var record = version.record
                record["title"] = "Changed"
                _ = try writer.put(record, provenance: Provenance())
            }
        }
        #expect(try writer.finish().counts == [.updated: 2])
    }

    @Test func followersOfTheLogSeeEveryChangeOnce() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.put(record(1, "One"), record(2))
        try catalogue.put(record(1, "Two"))
        _ = try catalogue.undo(1)
        let changes = try catalogue.read { try $0.changes(after: 0, limit: 100) }
        #expect(changes.map(\.number) == [1, 2, 3, 4])
        #expect(changes.map(\.id) == [id(1), id(2), id(1), id(2)])
        #expect(changes.map(\.isLatest) == [false, false, true, true])
        #expect(changes.map(\.state) == [.current, .undone, .current, .undone])
        #expect(try catalogue.read { try $0.changes(after: 2, limit: 1).map(\.number) } == [3])
    }

    @Test func settingsAndSavedSearches() throws {
        let collection = try TemporaryCollection()
        let catalogue = try collection.open()
        try catalogue.set(setting: "a", to: "1")
        try catalogue.set(savedSearch: "feedback", to: #"{"q":"x"}"#)
        let writer = try catalogue.beginBatch(kind: .add, note: "")
        try writer.set(setting: "a", to: nil)
        try writer.set(setting: "b", to: "2")
        _ = try writer.finish()
        try catalogue.read { reader throws in
            #expect(try reader.setting("a") == nil)
            #expect(try reader.setting("b") == "2")
            #expect(try reader.setting("collection") == nil)
            #expect(try reader.savedSearches().map(\.name) == ["feedback"])
            #expect(try reader.savedSearch("feedback") == #"{"q":"x"}"#)
        }
    }
}
