/// A form as a Word document (Office Open XML, transitional).
enum WordForm {
    private static let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

    static func parts(_ form: FormText) -> [(path: String, text: String)] {
        [
            ("[Content_Types].xml", types), ("_rels/.rels", relations), ("docProps/core.xml", core(form)),
            ("docProps/custom.xml", custom(form)),
            ("word/_rels/document.xml.rels", documentRelations), ("word/document.xml", document(form)),
            ("word/settings.xml", settings(form)),
            ("word/styles.xml", styles(form)),
        ]
    }

    private static var types: String {
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        return head + """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="\(word).document.main+xml"/><Override PartName="/word/styles.xml" ContentType="\(word).styles+xml"/><Override PartName="/word/settings.xml" ContentType="\(word).settings+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>
            """
    }

    private static var relations: String {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        return head + """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="\(office)/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="\(office)/custom-properties" Target="docProps/custom.xml"/></Relationships>
            """
    }

    private static var documentRelations: String {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        return head + """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="\(office)/styles" Target="styles.xml"/><Relationship Id="rId2" Type="\(office)/settings" Target="settings.xml"/></Relationships>
            """
    }

    private static func core(_ form: FormText) -> String {
        head + """
            <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>\(FormText.xml(form.title))</dc:title><dc:language>\(form.locale)</dc:language></cp:coreProperties>
            """
    }

    private static func custom(_ form: FormText) -> String {
        head + """
            <Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="kist:type"><vt:lpwstr>\(FormText.xml(form.type))</vt:lpwstr></property></Properties>
            """
    }

    private static func settings(_ form: FormText) -> String {
        head
            + "<w:settings xmlns:w=\"\(main)\"><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"\(form.locale)\"/></w:settings>"
    }

    private static func styles(_ form: FormText) -> String {
        func style(_ id: String, _ name: String, _ paragraph: String, _ run: String, next: String = "Normal") -> String
        {
            "<w:style w:type=\"paragraph\" w:styleId=\"\(id)\"><w:name w:val=\"\(name)\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"\(next)\"/><w:qFormat/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(run)</w:rPr></w:style>"
        }
        let borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map {
            "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"595959\"/>"
        }.joined()
        var out =
            head
            + "<w:styles xmlns:w=\"\(main)\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"\(form.locale)\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
        out +=
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
        out += style(
            "Title", "Title", "<w:spacing w:after=\"240\"/>", "<w:b/><w:sz w:val=\"40\"/><w:szCs w:val=\"40\"/>")
        out += style(
            "Heading1", "heading 1",
            "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
            "<w:b/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>")
        out += style("Label", "Label", "<w:spacing w:after=\"60\"/>", "<w:b/>", next: "Label")
        out +=
            "<w:style w:type=\"character\" w:styleId=\"PlaceholderText\"><w:name w:val=\"Placeholder Text\"/><w:rPr><w:color w:val=\"595959\"/></w:rPr></w:style>"
        out +=
            "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"57\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
        out +=
            "<w:style w:type=\"table\" w:styleId=\"FormTable\"><w:name w:val=\"Form Table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>\(borders)</w:tblBorders></w:tblPr><w:tblStylePr w:type=\"firstCol\"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>"
        return out + "</w:styles>"
    }

    private static func document(_ form: FormText) -> String {
        var out = head + "<w:document xmlns:w=\"\(main)\"><w:body>"
        out += paragraph("Title", "<w:r>\(text(form.title))</w:r>")
        out +=
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"FormTable\"/><w:tblW w:w=\"9638\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0080\" w:firstRow=\"0\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"\(FormText.xml(form.title))\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"3118\"/><w:gridCol w:w=\"6520\"/></w:tblGrid>"
        var number = 1
        for row in form.rows {
            out +=
                "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"3118\" w:type=\"dxa\"/></w:tcPr>\(paragraph("Label", "<w:r>\(text(row.label))</w:r>"))</w:tc><w:tc><w:tcPr><w:tcW w:w=\"6520\" w:type=\"dxa\"/></w:tcPr>"
            out +=
                row.answer.isEmpty
                ? control(row.label, row.prompt, number) : paragraph(nil, "<w:r>\(text(row.answer))</w:r>")
            out += "</w:tc></w:tr>"
            number += 1
        }
        out += "</w:tbl>" + paragraph(nil, "")
        for section in form.sections {
            out +=
                paragraph("Heading1", "<w:r>\(text(section.label))</w:r>")
                + control(section.label, section.prompt, number)
            number += 1
        }
        return out
            + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    }

    /// A place to write in: named for screen readers, its prompt replaced by the first letter that is typed.
    private static func control(_ name: String, _ prompt: String, _ number: Int) -> String {
        "<w:sdt><w:sdtPr><w:alias w:val=\"\(FormText.xml(String(name.prefix(60))))\"/><w:id w:val=\"\(1000 + number)\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + paragraph(nil, "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr>\(text(prompt))</w:r>")
            + "</w:sdtContent></w:sdt>"
    }

    private static func paragraph(_ style: String?, _ runs: String) -> String {
        "<w:p>\(style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? "")\(runs)</w:p>"
    }

    private static func text(_ text: String) -> String { "<w:t xml:space=\"preserve\">\(FormText.xml(text))</w:t>" }
}
