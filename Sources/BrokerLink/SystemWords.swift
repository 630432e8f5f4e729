import Glibc

/// What the system's numbers mean, in words.
enum SystemWords {
    static func error(_ number: Int32) -> String {
        // glibc's strerror is thread-safe since 2.32: its text for unknown numbers is the thread's own.
        unsafe String(cString: strerror(number))
    }

    /// Of getaddrinfo.
    static func lookup(_ number: Int32) -> String {
        unsafe String(cString: gai_strerror(number))
    }
}
