import Glibc

/// What the system says of a failed call, in the words that fit a teacher's screen.
enum SystemFailure {
    static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT, ENOTDIR: "there is no such file or folder"
        case EACCES, EPERM: "you may not read it"
        case EISDIR: "it is a folder"
        case ELOOP: "it is a link that leads nowhere or elsewhere"
        case ENOSPC, EDQUOT: "the disk is full"
        case EMFILE, ENFILE: "too many files are open"
        case ENAMETOOLONG: "its name is too long"
        case EIO: "the disk cannot read it"
        default: "the system refuses (error \(code))"
        }
    }
}
