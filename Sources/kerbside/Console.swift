import ArgumentParser
import Foundation
import Intake

/// A failure whose text is for the person at the terminal.
struct Failure: Error {
    var text: String
    /// 1 failed, 2 wrong usage or settings.
    var status: Int32
}

/// Results go to stdout, everything else to stderr.
enum Console {
    static func say(_ line: String) {
        show(line + "\n")
    }

    static func result(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Writes to stderr as it is. A terminal that was closed meanwhile must not keep the files from being finished.
    static func show(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Prints what ended the command and exits: help and usage as the library words them, our failures as they are.
    static func end(with error: any Error) -> Never {
        switch error {
        case let failure as Failure:
            say("kerbside: \(failure.text)")
            Foundation.exit(failure.status)
        case let code as ExitCode:
            // The command has said what there is to say.
            Foundation.exit(code.rawValue)
        case let problems as SettingsProblems:
            for problem in problems.problems { say("kerbside: \(problem)") }
            Foundation.exit(2)
        default: break
        }
        let code = Kerbside.exitCode(for: error)
        if code == .success || code == .validationFailure {
            let message = Kerbside.fullMessage(for: error)
            if code == .success { result(message) } else { say(message) }
            Foundation.exit(code == .success ? 0 : 2)
        }
        say("kerbside: \(error)")
        Foundation.exit(1)
    }
}
