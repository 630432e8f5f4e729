import Foundation
import FuzzDriver

// fuzz TARGET [libFuzzer's options and folders]
//
// The targets are named in FuzzTarget.swift; `fuzz list` prints them.

let names = FuzzTarget.all.map(\.name)
if CommandLine.arguments.dropFirst().first == "list" {
    print(names.joined(separator: "\n"))
} else if FuzzTarget.chosen != nil {
    let words = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
    var count = Int32(words.count)
    // libFuzzer keeps them until the process ends.
    let arguments = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: words.count + 1)
    unsafe arguments.initialize(repeating: nil)
    for (index, word) in words.enumerated() { unsafe arguments[index] = strdup(word) }
    var start = arguments.baseAddress
    _ = unsafe LLVMFuzzerRunDriver(&count, &start) { bytes, count in
        FuzzTarget.chosen?.run(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
} else {
    print("fuzz TARGET [options]; the targets are: \(names.joined(separator: ", "))")
    exit(2)
}
