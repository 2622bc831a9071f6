import KistModel
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [
        ("10.1080/0969595980050102", "doi:10.1080/0969595980050102"),
        ("https://doi.org/10.3102/003465430298487", "doi:10.3102/003465430298487"),
        ("DOI: 10.1037/0033-2909.119.2.254.", "doi:10.1037/0033-2909.119.2.254"),
        ("doi:10.1016/S0022-5371(72)80001-X", "doi:10.1016/s0022-5371(72)80001-x"),
        ("978-0-306-40615-7", "isbn:9780306406157"), ("0-306-40615-2", "isbn:9780306406157"),
        ("ISBN 0306406152", "isbn:9780306406157"), ("pmid:123", "pmid:123"),
    ])
    func whatIsAnIdentifierIsRecognised(text: String, expected: String) {
        #expect(
            Identifier.recognise(text.replacing(" ", with: "", maxReplacements: text.hasPrefix("DOI") ? 1 : 0))?.text
                == expected)
    }

    @Test(arguments: [
        "feedback", "10", "10.5", "10.1080/", "978-0-306-40615-8", "2 out of 10.1000 people", "1234567890", "",
    ])
    func otherTextsAreNot(text: String) { #expect(Identifier.recognise(text) == nil) }
}
