/// The bytes of a job's file, read where the plugin wants them.
public protocol JobInput: AnyObject {
    /// The file's size in bytes.
    var size: Int64 { get }

    /// The `count` bytes from `offset`; fewer only at the end of the file. Throws `damaged` when the file ends before
    /// the size that was stated.
    func read(at offset: Int64, count: Int) throws(PluginError) -> [UInt8]
}
