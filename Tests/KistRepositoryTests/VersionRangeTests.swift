import Testing

@testable import KistRepository

@Suite struct VersionRangeTests {
    @Test(arguments: [
        ("<1.2", "1.1.9", true), ("<1.2", "1.2", false), ("<1.2", "1.2.0", false), ("<=1.2", "1.2.0", true),
        ("1.2", "1.2.0", true), ("=1.2", "1.2.1", false), (">1", "1.0.1", true), (">=1.0,<1.2", "1.1", true),
        (">=1.0, <1.2", "1.2", false), ("<10", "9.99", true), ("1.2.3", "1.2.3-beta", true), ("<2", "unknown", false),
    ])
    func saysWhichVersionsAreMeant(range: String, version: String, isIn: Bool) throws {
        #expect(try #require(VersionRange(range)).contains(version) == isIn)
    }

    @Test(arguments: ["", "<", "one", "<1.2,", "1..2", "~1.2", "<1.2 or 3"])
    func refusesWhatIsNoRange(text: String) {
        #expect(VersionRange(text) == nil)
    }
}
