/// The names of elements and attributes that the XML formats know; the raw value is the number by which the parser tells
/// them. A case is the name itself; `k_articleTitle` stands for `article-title`, `s_fullTitle` for `full_title`.
enum XMLName: Int, CaseIterable {
    case unknownName = 0

    // MODS
    case mods, modsCollection, titleInfo, title, subTitle, partNumber, partName, nonSort, name, namePart, role, roleTerm
    case displayForm, affiliation, typeOfResource, genre, originInfo, dateIssued, dateCreated, dateCaptured
    case copyrightDate, dateOther, dateModified, publisher, place, placeTerm, edition, issuance, language, languageTerm
    case physicalDescription, extent, note, abstract, subject, topic, geographic, temporal, classification, relatedItem
    case part, detail, number, caption, date, start, end, total, list, identifier, location, url, physicalLocation
    case shelfLocator, accessCondition, recordInfo, recordIdentifier, type, unit, encoding, point, authority, usage
    case targetAudience, tableOfContents, ID, lang

    // MARC
    case collection, record, leader, controlfield, datafield, subfield, tag, code, ind1, ind2

    // EndNote
    case records, k_recNumber, k_refType, contributors, authors, author, k_secondaryAuthors, k_tertiaryAuthors
    case k_subsidiaryAuthors, k_translatedAuthors, k_secondaryTitle, k_tertiaryTitle, k_altTitle, k_shortTitle
    case k_translatedTitle, titles, periodical, k_fullTitle, k_abbr1, k_abbr2, k_altPeriodical, pages, volume, issue
    case k_numVols, k_reprintEdition, section, keywords, keyword, dates, year, k_pubDates, k_copyrightDates
    case k_pubLocation, isbn, k_accessionNum, k_callNum, k_electronicResourceNum, label, image, notes
    case k_researchNotes, k_workType, urls, k_webUrls, k_relatedUrls, k_pdfUrls, k_textUrls, k_imageUrls
    case k_remoteDatabaseName, k_remoteDatabaseProvider, k_accessDate, style, database, k_sourceApp, k_foreignKeys
    case k_authAddress, k_origPub, first, initials, suffix, prefix, corp

    // PubMed
    case PubmedArticle, PubmedBookArticle, MedlineCitation, PubmedData, PMID, Article, Journal, ISSN, JournalIssue
    case Volume, Issue, PubDate, Year, Month, Day, Season, MedlineDate, Title, ISOAbbreviation, ArticleTitle
    case VernacularTitle, Pagination, MedlinePgn, StartPage, EndPage, ELocationID, EIdType, Abstract, AbstractText
    case Label, CopyrightInformation, AuthorList, Author, LastName, ForeName, FirstName, Initials, Suffix
    case CollectiveName, AffiliationInfo, Affiliation, Identifier, Language, PublicationTypeList, PublicationType
    case MedlineJournalInfo, MedlineTA, Country, NlmUniqueID, ISSNLinking, MeshHeadingList, MeshHeading
    case DescriptorName, QualifierName, KeywordList, Keyword, ArticleIdList, ArticleId, IdType, ReferenceList
    case CommentsCorrectionsList, BookDocument, Book, Publisher, PublisherName, PublisherLocation, BookTitle
    case CollectionTitle, Isbn, Edition, ArticleDate, ContributionDate, DateCompleted, DateRevised, DateCreated
    case History, TypeAttribute, Source, ChemicalList, GrantList, InvestigatorList, OtherAbstract, PubModel, Medium

    // Sources of Word
    case Sources, SourceType, Tag, Guid, LCID, RefOrder, ShortTitle, YearAccessed, MonthAccessed, DayAccessed
    case City, StateProvince, CountryRegion, NumberVolumes, Pages, JournalName, PeriodicalTitle, ConferenceName
    case InternetSiteTitle, PublicationTitle, AlbumTitle, BroadcastTitle, URL, StandardNumber, Comments
    case Institution, ThesisType, ChapterNumber, PatentNumber, CaseNumber, Court, Version, ProductionCompany
    case Editor, Translator, BookAuthor, NameList, Person, First, Middle, Last, Corporate, Interviewee
    case Interviewer, Artist, Director, Performer, Composer, Inventor, Writer, Compiler

    // Dublin Core, OAI-PMH
    case dc, qualifieddc, creator, contributor, description, format, source, relation, coverage, rights, created, issued
    case alternative, bibliographicCitation, RDF, Description, about, resource, metadata, header, setSpec, datestamp
    case ListRecords, GetRecord, value, isPartOf, license, modified, available, spatial, temporalCoverage
    case subjectScheme

    // DataCite
    case creators, creatorName, givenName, familyName, nameType, titleType, publicationYear, resourceType
    case resourceTypeGeneral, subjects, contributorType, contributorName, identifierType, dateType, alternateIdentifiers
    case alternateIdentifier, alternateIdentifierType, relatedIdentifiers, relatedIdentifier, relatedIdentifierType
    case relationType, relatedItems, relatedItemType, relatedItemIdentifier, relatedItemIdentifierType, firstPage
    case lastPage, sizes, size, formats, version, rightsList, rightsURI, rightsIdentifier, descriptions, descriptionType
    case nameIdentifier, nameIdentifierScheme, geoLocations, fundingReferences

    // Crossref
    case s_doiRecord, crossref, query, journal, s_journalMetadata, s_journalIssue, s_journalArticle, s_journalVolume
    case s_fullTitle, s_abbrevTitle, issn, s_publicationDate, month, day, s_personName, s_givenName, surname
    case s_contributorRole, organization, s_firstPage, s_lastPage, s_otherPages, s_doiData, doi, book, s_bookMetadata
    case s_bookSeriesMetadata, s_bookSetMetadata, s_contentItem, s_seriesMetadata, s_setMetadata, conference
    case s_eventMetadata, s_proceedingsMetadata, s_proceedingsSeriesMetadata, s_proceedingsTitle, s_conferencePaper
    case s_conferenceName, s_conferenceLocation, s_conferenceDate, dissertation, degree, institution
    case s_institutionName, s_institutionPlace, s_reportPaper, s_reportPaperMetadata, s_reportNumber, s_publisherName
    case s_publisherPlace, s_editionNumber, s_mediaType, subtitle, s_postedContent, s_postedDate, s_acceptanceDate
    case s_citationList, k_crmItem, s_componentList, s_componentNumber, standard, s_standardMetadata, s_peerReview
    case s_saComponent, component, s_itemNumber, s_databaseTitle, dataset, s_seriesNumber, s_creationDate, s_reviewDate
    case program, s_crossrefResult, s_doiRecords, s_publisherItem, s_archiveLocations

    // JATS
    case article, front, body, back, k_subArticle, k_articleMeta, k_journalMeta
    case k_journalTitle, k_journalTitleGroup, k_journalId, k_journalIdType, k_abbrevJournalTitle, k_publisherName
    case k_publisherLoc, k_articleId, k_pubIdType, k_titleGroup, k_articleTitle, k_transTitleGroup, k_transTitle
    case k_transAbstract, k_contribGroup, contrib, k_contribType, collab, k_stringName, k_givenNames, aff, k_pubDate
    case k_dateType, k_pubType, season, fpage, lpage, k_elocationId, k_kwdGroup, kwd, k_articleType, k_issueTitle
    case permissions, history, sec, p, fig, k_tableWrap, table, tr, td, th, thead, tbody, tfoot, graphic, href,
        k_refList
    case ref, k_elementCitation, k_mixedCitation, k_nlmCitation, citation, k_publicationType, k_personGroup
    case k_personGroupType, k_pubId, k_chapterTitle, k_dataTitle, k_partTitle, comment, series, k_confName, k_confLoc
    case k_confDate, k_pageRange, k_dateInCitation, uri, k_extLink, etal, anonymous
    case k_listItem, k_dispQuote, k_dispFormula, k_inlineFormula, k_texMath, math, xref, fn, k_fnGroup, ack, app
    case k_appGroup, bio, k_boxedText, sup, sub, bold, italic, k_defList, k_defItem, term, def, k_supplementaryMaterial
    case k_sectionMeta, k_articleCategories, k_subjGroup, k_abstractType, rid, colspan, rowspan, preformat
    case id, response, k_floatsGroup, k_objectId, k_customMeta, k_customMetaGroup, k_authorNotes, k_fundingGroup,
        counts, k_relatedArticle, email

    var text: String {
        // A case of this name would be the metatype.
        if self == .TypeAttribute { return "Type" }
        let name = "\(self)"
        guard name.hasPrefix("k_") || name.hasPrefix("s_") else { return name }
        let joint = name.hasPrefix("k_") ? "-" : "_"
        return name.dropFirst(2).map { $0.isUppercase ? joint + $0.lowercased() : String($0) }.joined()
    }

    /// All names, in the order of their numbers from 1.
    static let vocabulary: [String] = allCases.dropFirst().map(\.text)
}

/// Namespaces that are told apart, by number.
enum XMLSpace {
    static let mods = 1, marc = 2, dublinCore = 3, terms = 4, rdf = 5, datacite = 6, oaiDC = 7, oai = 8
    static let wordSources = 9

    static let addresses: [[String]] = [
        ["http://www.loc.gov/mods/v3", "http://www.loc.gov/mods/"],
        ["http://www.loc.gov/MARC21/slim", "info:lc/xmlns/marcxchange-v1", "info:lc/xmlns/marcxchange-v2"],
        ["http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/"], ["http://purl.org/dc/terms/"],
        ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
        [
            "http://datacite.org/schema/kernel-4", "http://datacite.org/schema/kernel-3",
            "http://datacite.org/schema/kernel-2.2", "http://datacite.org/schema/kernel-2.1",
            "http://datacite.org/schema/kernel-2", "http://datacite.org/schema/kernel-4.0",
        ],
        ["http://www.openarchives.org/OAI/2.0/oai_dc/"], ["http://www.openarchives.org/OAI/2.0/"],
        [
            "http://schemas.openxmlformats.org/officeDocument/2006/bibliography",
            "http://purl.oclc.org/ooxml/officeDocument/bibliography",
            "http://schemas.microsoft.com/office/word/2004/10/bibliography",
        ],
    ]
}
