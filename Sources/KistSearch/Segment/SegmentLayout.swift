/// Numbers that writer and reader of a segment share. Documentation/index-format.md is their long form.
enum SegmentLayout {
    /// "KSEGMENT" read as a little-endian number.
    static let magic: UInt64 = 0x544E_454D_4745_534B
    static let version: UInt32 = 2
    static let headerSize = 64
    /// Unit of checking: small enough for one term's list, large enough for a short table.
    static let pageSize = 65536
    static let sectionEntrySize = 24
    /// So that reading eight bytes at the last value of a section stays inside the body.
    static let padding = 16
    /// Postings in a packed block.
    static let blockSize = 128
    /// Bytes before the entries of a list of 128 and more: its length, then four unit scores.
    static let listHeadSize = 12
    /// Ranks whose unit scores a list of 128 and more begins with; the best one comes last.
    static let rankedBest: [UInt32] = [10, 100, 1000]
    /// Kind of a block whose documents are bits.
    static let bitBlock: UInt8 = 0x40
    /// More words than this a block of bits never has.
    static let largestBitWords = 32
    /// Set in the width of frequencies some of which stand apart.
    static let hasExceptions: UInt8 = 0x80
    /// Bytes of an entry of the table of term blocks.
    static let termBlockEntrySize = 24
    /// Terms in a block of the dictionary.
    static let termsPerBlock = 32
    /// Field number for sections that belong to no field.
    static let noField: UInt16 = 0xFFFF
    /// Positions between the last word of a passage and the first of the next.
    static let passageGap: UInt32 = 16
    static let maximumKeyLength = 1024

    enum Section: UInt16, CaseIterable {
        case terms = 1
        case termBlocks = 2
        case postings = 3
        case positions = 4
        case norms = 5
        case statistics = 6
        case orders = 7
        case keyBlocks = 8
        case keys = 9
        case storeOffsets = 10
        case store = 11
        case numbers = 12
        case keywordOffsets = 13
        case keywordOrdinals = 14
        case valueOffsets = 15
        case values = 16
        case positionWidths = 17
        case signatures = 18
        case keyOrder = 40
        case lengthRests = 41
        case storeFirsts = 42
        case storeCount = 43

        var name: String {
            switch self {
            case .terms: "terms"
            case .termBlocks: "term blocks"
            case .postings: "postings"
            case .positions: "positions"
            case .norms: "lengths"
            case .statistics: "statistics"
            case .orders: "orders"
            case .keyBlocks: "key blocks"
            case .keys: "keys"
            case .storeOffsets: "store offsets"
            case .store: "store"
            case .numbers: "numbers"
            case .keywordOffsets: "keyword offsets"
            case .keywordOrdinals: "keyword ordinals"
            case .valueOffsets: "value offsets"
            case .values: "values"
            case .positionWidths: "position widths"
            case .signatures: "signatures"
            case .keyOrder: "key order"
            case .lengthRests: "length rests"
            case .storeFirsts: "store documents"
            case .storeCount: "store blocks"
            }
        }
    }

    /// The second byte of a term: what the rest of its bytes is. The first byte is the field's number.
    enum Space: UInt8 {
        /// Normalised word (stem): frequencies and positions.
        case primary = 1
        /// Word as written, lower-case: frequencies.
        case form = 2
        /// Word without accents where `form` has some: frequencies.
        case folded = 3
        /// Exact value of a keyword field: documents only.
        case keyword = 4
        /// Key of a document (field byte 0xFF): documents only.
        case key = 5

        var hasFrequencies: Bool { rawValue <= 3 }
        var hasPositions: Bool { self == .primary }
    }

    static let keyField: UInt8 = 0xFF

    /// Bytes that a block of a list of 128 and more takes in the list's entries.
    static func blockEntrySize(_ space: Space) -> Int {
        8 + (space.hasPositions ? 4 : 0) + (space.hasFrequencies ? 2 : 0)
    }
}
