import Foundation

/// Runs blocking work on a thread of its own, so that it never holds one of the cooperative pool's few threads.
func onOwnThread<Value: Sendable>(
    named name: String, _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            continuation.resume(with: Result { try work() })
        }
        thread.name = name
        // Deep JSON is bounded at 32 levels, so the usual stack is ample.
        thread.start()
    }
}

/// The wall clock in whole microseconds, read in the shell only.
func wallClock() -> Int64 {
    Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down))
}
