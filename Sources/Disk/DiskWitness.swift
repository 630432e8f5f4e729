internal import Glibc

/// A call to the operating system that changes a disk, as it is about to be made.
package enum DiskCall: Hashable, Sendable {
    case makeFolder(String)
    case makeFile(String)
    /// Behind the end of the file; one `write(2)`.
    case write(String, bytes: [UInt8])
    case truncate(String, bytes: Int64)
    case rename(String, to: String)
    case remove(String)
    case syncFile(String)
    case syncFolder(String)

    /// The file or folder, as in a `DiskError`.
    package var path: String {
        switch self {
        case .makeFolder(let path), .makeFile(let path), .write(let path, _), .truncate(let path, _),
            .rename(let path, _), .remove(let path), .syncFile(let path), .syncFolder(let path):
            path
        }
    }
}

/// Sees every call of this room that changes a disk, and may refuse it: for simulations of disks that fail and of power
/// that goes. In the service there is none, and the question costs nothing beside a call to the system.
///
/// A lock file and the process number in it are not told: nothing of them has to survive.
package struct DiskWitness: Sendable {
    package enum Verdict: Hashable, Sendable {
        case proceed
        /// The call is not made and fails with this `errno`.
        case refuse(Int32)
        /// Of a write, only so many bytes are written, as write(2) may do at any time; at least one.
        case shorten(Int)
    }

    /// The witness of the current task; nil in the service.
    @TaskLocal package static var current: DiskWitness?

    /// Asked before each call.
    let judge: @Sendable (DiskCall) -> Verdict
    /// Told after each call that succeeded.
    let made: @Sendable (DiskCall) -> Void

    package init(judge: @escaping @Sendable (DiskCall) -> Verdict, made: @escaping @Sendable (DiskCall) -> Void) {
        self.judge = judge
        self.made = made
    }
}

/// Makes a call unless the task's witness refuses it; nil when it went well, else the error's number.
func witnessed(_ call: @autoclosure () -> DiskCall, _ make: () -> Int32?) -> Int32? {
    guard let witness = DiskWitness.current else { return make() }
    let call = call()
    if case .refuse(let code) = witness.judge(call) { return code }
    if let code = make() { return code }
    witness.made(call)
    return nil
}

/// Makes one `write(2)`, as `witnessed` does: the number of bytes written, or -1 and `errno`.
@unsafe
func witnessedWrite(_ number: Int32, _ path: String, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    guard let witness = DiskWitness.current else { return unsafe Glibc.write(number, base, count) }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: base, count: count))
    var allowed = count
    switch witness.judge(.write(path, bytes: bytes)) {
    case .proceed: break
    case .shorten(let few): allowed = min(count, max(1, few))
    case .refuse(let code):
        errno = code
        return -1
    }
    let written = unsafe Glibc.write(number, base, allowed)
    if written > 0 { witness.made(.write(path, bytes: Array(bytes[..<written]))) }
    return written
}
