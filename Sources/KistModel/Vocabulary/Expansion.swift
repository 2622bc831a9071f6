/// What a query was found to say: phrases that vocabularies know under other names, words that name a facet, and what to
/// tell the person who asked. Typed words always outrank what is added; nothing here removes a word from the query.
public struct Expansion: Hashable, Sendable {
    /// Weights of what is added, beside 1 for what was typed.
    public enum Weight {
        public static let exact = 0.8
        public static let close = 0.4
        public static let narrower = 0.5
        /// A short form that several things share.
        public static let ambiguous = 0.4
    }

    /// A run of typed words that names something.
    public struct Phrase: Hashable, Sendable {
        /// Which of the query's words.
        public var words: Range<Int>
        public var text: String
        /// What it may mean; several when the words do not decide.
        public var senses: [Sense]
    }

    /// One thing that a phrase may mean.
    public struct Sense: Hashable, Sendable {
        /// The concept's id and preferred label.
        public var concept: String
        public var label: String
        /// What to search for beside the phrase, heaviest first.
        public var alternatives: [Alternative]
        /// Labels of the concepts above: offered as “widen to…”, never searched silently.
        public var widenTo: [String]
    }

    /// A text to search for in addition.
    public struct Alternative: Hashable, Sendable {
        public enum Kind: String, Sendable {
            /// A true synonym.
            case exact
            /// A near term: searched when there are few hits, or when asked for.
            case close
            case narrower
            case abbreviation
            /// The same in another language.
            case translation
        }

        public var text: String
        public var language: String
        public var weight: Double
        public var kind: Kind
    }

    /// Words that name a value of a facet: a soft filter, shown as something that can be taken off.
    public struct FacetWord: Hashable, Sendable {
        public enum Condition: Hashable, Sendable {
            /// The field has one of these terms.
            case anyOf([String])
            /// The field's term has a notation that is a number not above this.
            case atMost(Int)
            /// The field has this code, or one that begins with it.
            case code(String)
            /// In the asker's own authority, then its region.
            case near
        }

        public var words: Range<Int>
        public var text: String
        /// The field's name; empty for ``Condition/near``.
        public var field: String
        public var condition: Condition
        /// What the value means in other fields, weaker still: the level of a stage.
        public var also: [String: [String]]
    }

    public var phrases: [Phrase] = []
    public var facets: [FacetWord] = []
    /// For people, one sentence each: “Also searched: …”, “Did you mean …?”.
    public var notes: [String] = []

    public var isEmpty: Bool { phrases.isEmpty && facets.isEmpty }
}
