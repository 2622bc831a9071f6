/// The variables of a CSL-JSON item that the readers set.
enum CSLVariable: UInt8, CaseIterable {
    case id, type, title, author, editor, translator, issued, accessed, abstract, annote, archive, archiveLocation
    case authorShort, authority, availableDate, callNumber, chapterNumber, collectionEditor, collectionNumber
    case collectionTitle, collectionTitleShort, composer, containerAuthor, containerTitle, containerTitleShort
    case contributor, dimensions, director, edition, editorialDirector, eventDate, eventPlace, eventTitle, genre, holder
    case illustrator, interviewer, issue, issueTitle, jurisdiction, keyword, language, license, medium, note, number
    case numberOfPages, numberOfVolumes, originalDate, originalLanguage, originalPublisher, originalPublisherPlace
    case originalTitle, page, partNumber, partTitle, performer, publisher, publisherPlace, recipient, references
    case reviewedTitle, scale, section, source, status, submitted, titleShort, translatedTitle, version, volume
    case volumeTitle, yearSuffix, DOI, ISBN, ISSN, PMCID, PMID, URL

    /// The member's name: `container-title`.
    var name: String { Self.names[Int(rawValue)] }

    static let names: [String] = allCases.map { variable in
        // CSL's one name with a low line.
        if variable == .archiveLocation { return "archive_location" }
        let name = "\(variable)"
        guard name.utf8.first.map({ $0 >= UInt8(ascii: "a") }) == true else { return name }
        return name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }

    /// `"container-title":` as it stands in JSON.
    static let members: [[UInt8]] = names.map { Array("\"\($0)\":".utf8) }
}
