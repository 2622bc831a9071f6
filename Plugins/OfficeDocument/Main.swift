import KistPlugin

@main struct Main {
    static func main() { Worker.serve(OfficeImporter(), name: "office-document", version: "1.1.0") }
}
