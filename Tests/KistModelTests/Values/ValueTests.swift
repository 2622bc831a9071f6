import KistModel
import Testing

@Suite struct ValueTests {
    @Test(arguments: [
        ("2026", "2026"), ("2026-05", "2026-05"), ("2026-05-12", "2026-05-12"),
        ("2026-05-12T16:00", "2026-05-12T16:00"),
        ("12 May 2026", "2026-05-12"), ("12th May, 2026", "2026-05-12"),
        ("Tuesday 12 May 2026 at 4.30pm", "2026-05-12T16:30"),
        ("12/05/2026", "2026-05-12"), ("1/2/26", "2026-02-01"), ("12.05.2026", "2026-05-12"), ("May 2026", "2026-05"),
        ("Sept 2025", "2025-09"), ("May 12, 2026", "2026-05-12"), (" 12 May 2026. ", "2026-05-12"),
        ("12/05/2026 16:00", "2026-05-12T16:00"),
        ("12 an Cèitean 2026", "2026-05-12"), ("An t-Sultain 2026", "2026-09"), ("29 February 2024", "2024-02-29"),
        ("05/2026", "2026-05"),
        ("12 May 2026, 4 pm", "2026-05-12T16:00"), ("2024-05-01T09:30:00Z", "2024-05-01T09:30:00Z"),
        ("2 October 2025", "2025-10-02"),
    ])
    func datesAreReadAsPeopleWriteThem(text: String, iso: String) { #expect(CalendarDate(written: text)?.iso == iso) }

    @Test(arguments: [
        "", "soon", "31/02/2026", "29 February 2025", "13/13/2026", "2026-13", "2026-00-01", "12 Mai 2026", "26",
        "12 May", "32 May 2026",
        "2026-05-12T25:00", "99999999999999999999", "5 of 9", "1/1/1/1",
    ])
    func whatIsNoDateIsNone(text: String) { #expect(CalendarDate(written: text) == nil) }

    @Test(arguments: [
        ("2 hours", "PT2H"), ("45 minutes", "PT45M"), ("1 hour 30 minutes", "PT1H30M"), ("1h30m", "PT1H30M"),
        ("1.5 hours", "PT1H30M"),
        ("90 mins", "PT1H30M"), ("half an hour", "PT30M"), ("an hour", "PT1H"), ("PT2H", "PT2H"), ("p1dt2h", "P1DT2H"),
        ("2 uairean", "PT2H"),
        ("3 weeks", "P21D"), ("1 day", "P1D"), ("45 mionaidean", "PT45M"), ("1 hour and 15 minutes", "PT1H15M"),
    ])
    func lengthsOfTimeAreRead(text: String, iso: String) { #expect(DurationText.iso(text) == iso) }

    @Test(arguments: [
        "", "long", "45", "hours", "PT", "P", "2 3 hours", "PT2", "P1M2Y", "PTT2H", "1.333 minutes", "2 hours 3",
    ])
    func whatIsNoLengthIsNone(text: String) { #expect(DurationText.iso(text) == nil) }

    @Test(arguments: [
        ("PT1H30M", "1 hour 30 minutes"), ("P21D", "21 days"), ("PT45M", "45 minutes"), ("P1DT2H", "1 day 2 hours"),
        ("x", "x"),
    ])
    func lengthsOfTimeComeBackAsWords(iso: String, words: String) {
        #expect(DurationText.words(ofISO: iso) == words)
        if iso != "x" { #expect(DurationText.iso(words) == iso) }
    }

    @Test(
        arguments: [
            ("LIT 2-02a", "LIT 2-02a"), ("mnu1-03", "MNU 1-03"), ("scn 2‑04A", "SCN 2-04a"),
            ("RERC 4-12b", "RERC 4-12b"),
            ("XYZ 2-02a", nil), ("LIT 5-02a", nil), ("LIT 2-2a", nil), ("LIT 2-02ab", nil), ("LIT", nil), ("", nil),
        ] as [(String, String?)])
    func curriculumCodesAreReadInAnyForm(text: String, code: String?) { #expect(CurriculumCode(text)?.text == code) }

    @Test(arguments: [
        ("https://example.org/a?b=c", true), ("http://localhost:8080/x", true), ("ftp://example.org", false),
        ("https://", false),
        ("javascript:alert(1)", false), ("https://exa mple.org", false), ("https://example", false),
    ])
    func webAddressesAreJudgedByTheirForm(text: String, isOne: Bool) { #expect(WebAddress.isPlausible(text) == isOne) }
}
