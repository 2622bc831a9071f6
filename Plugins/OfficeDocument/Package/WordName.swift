/// The element and attribute names of Office Open XML that the readers know. At most 255.
enum WordName: String, CaseIterable {
    // Packages
    case relationship = "Relationship", relationshipID = "Id", relationshipType = "Type", target = "Target"
    case targetMode = "TargetMode", override = "Override", `default` = "Default", isDefault = "default", partName =
        "PartName"
    case contentType = "ContentType", `extension` = "Extension"
    // Body
    case document, body, p, r, t, pPr, rPr, tbl, tr, tc, tblPr, tblGrid, trPr, tcPr, sdt, sdtPr, sdtEndPr, sdtContent
    case dataBinding, xpath, storeItemID, text, dropDownList, comboBox, listItem, displayText, value
    case val, pStyle, rStyle, outlineLvl, numPr, ilvl, numId, b, lang, eastAsia, bidi, vanish, rtl, sectPr, `type`
    case gridSpan, gridBefore, vMerge, hMerge, tblHeader, tblCaption, tblDescription
    case tab, br, cr, ptab, noBreakHyphen, softHyphen, sym, font, char
    case lastRenderedPageBreak, pageBreakBefore, framePr, dropCap
    case hyperlink, anchor, id, fldChar, fldCharType, fldSimple, instr, instrText, delInstrText, ffData, ddList
    case listEntry, result, checkBox
    case ins, del, moveFrom, moveTo, delText, author, date
    case rPrChange, pPrChange, tblPrChange, tblPrExChange, trPrChange, tcPrChange, sectPrChange, tblGridChange
    case footnoteReference, endnoteReference, commentReference, commentRangeStart, commentRangeEnd
    case footnote, endnote, footnotes, endnotes, comment, comments, hdr, ftr, separator, continuationSeparator
    case ruby, rubyPr, rt, rubyBase, txbxContent, textbox, altChunk, subDoc, bookmarkStart, name, initials
    case object, pict, drawing, shape, imagedata, textpath, string, alt, title, descr, docPr, cNvPr, blip, embed, link
    case oleObject = "OLEObject", progID = "ProgID", control
    case alternateContent = "AlternateContent", choice = "Choice", fallback = "Fallback"
    // Styles and numbering
    case styles, style, styleId, basedOn, docDefaults, rPrDefault, pPrDefault, numbering, abstractNum, abstractNumId
    case lvl, numFmt, num, lvlOverride, numStyleLink, styleLink, latentStyles
    // Mathematics
    case oMath, oMathPara, f, den, sup, sub, rad, deg, e, d, nary, chr, `func`, fName, m, mr, ctrlPr
    case sSup, sSub, sSubSup, sPre, acc, bar, box, borderBox, groupChr, limLow, limUpp, eqArr, phant, lim
    case dPr, begChr, endChr, sepChr, naryPr
    // Drawings, charts, diagrams
    case v, pt, strCache, numCache, strLit, numLit, chart, dataModel, numRef, strRef
    // Sources of citations
    case sources = "Sources", source = "Source"
    // A package in one XML file
    case package, part, xmlData, binaryData, flatContentType = "contentType"
    // Properties
    case coreProperties, creator, subject, description, keywords, language, created, modified, publisher, rights
    case identifier, category, lastModifiedBy, application = "Application", appVersion = "AppVersion"
    case company = "Company", property, contributor, properties = "Properties", titleOfParts = "TitlesOfParts"
    case template = "Template", pages = "Pages"

    /// The name's number in the parser's vocabulary.
    var number: Int { Int(unsafeBitCast(self, to: UInt8.self)) + 1 }

    /// The name with a number that the parser gave; nil for 0.
    init?(number: Int) {
        guard number > 0, number <= WordName.pages.number else { return nil }
        // A closed enumeration without payloads is stored as the place of its case; the tests compare all of them.
        self = unsafeBitCast(UInt8(truncatingIfNeeded: number - 1), to: WordName.self)
    }

    static let words = allCases.map(\.rawValue)
}
