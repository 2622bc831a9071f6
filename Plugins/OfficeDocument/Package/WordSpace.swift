/// The namespaces of Office Open XML, Transitional and Strict alike.
enum WordSpace: Int, CaseIterable {
    case none = 0, word, relationships, packageRelationships, contentTypes, drawing, compatibility, math, vml, office
    case chart, diagram, diagramDrawing, core, dublinCore, terms, extended, custom, variant, shapes, wordDrawing
    case flat, bibliography

    static let addresses: [[String]] = allCases.dropFirst().map { space in
        let transitional = "http://schemas.openxmlformats.org/"
        let strict = "http://purl.oclc.org/ooxml/"
        switch space {
        case .none: return []
        case .word: return [transitional + "wordprocessingml/2006/main", strict + "wordprocessingml/main"]
        case .relationships:
            return [transitional + "officeDocument/2006/relationships", strict + "officeDocument/relationships"]
        case .packageRelationships: return [transitional + "package/2006/relationships"]
        case .contentTypes: return [transitional + "package/2006/content-types"]
        case .drawing: return [transitional + "drawingml/2006/main", strict + "drawingml/main"]
        case .compatibility: return [transitional + "markup-compatibility/2006"]
        case .math: return [transitional + "officeDocument/2006/math", strict + "officeDocument/math"]
        case .vml: return ["urn:schemas-microsoft-com:vml"]
        case .office: return ["urn:schemas-microsoft-com:office:office"]
        case .chart: return [transitional + "drawingml/2006/chart", strict + "drawingml/chart"]
        case .diagram: return [transitional + "drawingml/2006/diagram", strict + "drawingml/diagram"]
        case .diagramDrawing: return ["http://schemas.microsoft.com/office/drawing/2008/diagram"]
        case .core: return [transitional + "package/2006/metadata/core-properties"]
        case .dublinCore: return ["http://purl.org/dc/elements/1.1/"]
        case .terms: return ["http://purl.org/dc/terms/"]
        case .extended:
            return [
                transitional + "officeDocument/2006/extended-properties", strict + "officeDocument/extendedProperties",
            ]
        case .custom:
            return [transitional + "officeDocument/2006/custom-properties", strict + "officeDocument/customProperties"]
        case .variant:
            return [transitional + "officeDocument/2006/docPropsVTypes", strict + "officeDocument/docPropsVTypes"]
        case .bibliography:
            return [transitional + "officeDocument/2006/bibliography", strict + "officeDocument/bibliography"]
        case .flat: return ["http://schemas.microsoft.com/office/2006/xmlPackage"]
        case .shapes: return ["http://schemas.microsoft.com/office/word/2010/wordprocessingShape"]
        case .wordDrawing:
            return [transitional + "drawingml/2006/wordprocessingDrawing", strict + "drawingml/wordprocessingDrawing"]
        }
    }
}
