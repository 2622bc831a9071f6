import KistPlugin

@main
struct Main {
    static func main() {
        Worker.serve(SelfTest(), name: "self-test", version: "1.0.0")
    }
}
