/// Published works with their true details, as CSL-JSON.
enum Works {
    static let blackWiliam = #"""
        {"type":"article-journal","title":"Assessment and classroom learning","author":[{"family":"Black","given":"Paul"},{"family":"Wiliam","given":"Dylan"}],"issued":{"date-parts":[[1998]]},"container-title":"Assessment in Education: Principles, Policy & Practice","volume":"5","issue":"1","page":"7-74","DOI":"10.1080/0969595980050102"}
        """#
    static let hattieTimperley = #"""
        {"type":"article-journal","title":"The power of feedback","author":[{"family":"Hattie","given":"John"},{"family":"Timperley","given":"Helen"}],"issued":{"date-parts":[[2007,3,1]]},"container-title":"Review of Educational Research","volume":77,"issue":1,"page":"81–112","DOI":"10.3102/003465430298487"}
        """#
    static let klugerDeNisi = #"""
        {"type":"article-journal","title":"The effects of feedback interventions on performance: A historical review, a meta-analysis, and a preliminary feedback intervention theory","author":[{"family":"Kluger","given":"Avraham N."},{"family":"DeNisi","given":"Angelo"}],"issued":{"date-parts":[["1996"]]},"container-title":"Psychological Bulletin","volume":"119","issue":"2","page":"254--284","DOI":"10.1037/0033-2909.119.2.254"}
        """#
    static let sisk = #"""
        {"type":"article-journal","title":"To what extent and under which circumstances are growth mind-sets important to academic achievement? Two meta-analyses","author":[{"family":"Sisk","given":"Victoria F."},{"family":"Burgoyne","given":"Alexander P."},{"family":"Sun","given":"Jingze"},{"family":"Butler","given":"Jennifer L."},{"family":"Macnamara","given":"Brooke N."}],"issued":{"date-parts":[[2018]]},"container-title":"Psychological Science","volume":"29","issue":"4","page":"549-571","DOI":"10.1177/0956797617739704"}
        """#
    static let visibleLearning = #"""
        {"type":"book","title":"Visible learning: A synthesis of over 800 meta-analyses relating to achievement","author":[{"family":"Hattie","given":"John A. C."}],"issued":{"date-parts":[[2009]]},"publisher":"Routledge","publisher-place":"London","ISBN":"9780415476188"}
        """#
    static let chapter = #"""
        {"type":"chapter","title":"Formative assessment: Definitions and relationships","author":[{"family":"Wiliam","given":"Dylan"}],"editor":[{"family":"Andrade","given":"Heidi L."},{"family":"Cizek","given":"Gregory J."}],"container-title":"Handbook of formative assessment","page":"18-40","publisher":"Routledge","publisher-place":"New York","issued":{"date-parts":[[2010]]}}
        """#
    static let report = #"""
        {"type":"report","title":"How good is our school? (4th ed.)","author":[{"literal":"Education Scotland"}],"publisher":"Education Scotland","publisher-place":"Livingston","issued":{"date-parts":[[2015]]},"URL":"https://education.gov.scot/","accessed":{"date-parts":[[2026,5,1]]}}
        """#
    static let webpage = #"""
        {"type":"webpage","title":"Feedback","author":[{"literal":"Education Endowment Foundation"}],"issued":{"date-parts":[[2021,6,10]]},"container-title":"Teaching and Learning Toolkit","URL":"https://educationendowmentfoundation.org.uk/feedback"}
        """#
}
