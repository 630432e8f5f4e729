import Audit
import Foundation
import Intake

/// What a command asks of the service that runs in a data folder, and waits for.
enum ServiceWork {
    /// Waits until days are made again.
    static func make(_ request: RebuildRequest, _ folder: DataFolder) throws {
        let requests = RebuildRequests(folder)
        let name = try requests.leave(request)
        Console.say("asked the running service; waiting until it has made these days again (Ctrl-C leaves it to it)")
        let start = Date()
        var told = RebuildRequests.Progress.asked
        while true {
            guard let progress = requests.progress(of: name) else { break }
            if progress == .done { break }
            if progress != told {
                Console.say("the service has begun")
                told = progress
            }
            guard JournalLock(data: folder.path).isHeld() else {
                throw Failure(
                    text: "the service has ended before it had made these days again; its next start goes on with "
                        + "them, or this command does when it is given again.", status: 1)
            }
            if progress == .asked, Date().timeIntervalSince(start) > 600 {
                throw Failure(
                    text: "the service has not taken the request up within ten minutes; see its log.", status: 1)
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
        requests.forget(name)
    }

    /// Waits until a prepared import is in the journal.
    static func take(imported name: String, _ folder: DataFolder) throws {
        let imports = ImportFolder(folder)
        try imports.ask(name)
        Console.say("handed over to the running service; waiting until it is in the journal (Ctrl-C leaves it to it)")
        var (since, told) = (Date(), ImportFolder.Progress.asked)
        while let progress = imports.progress(of: name), progress != .done {
            if progress == .refused {
                imports.forget(name)
                throw Failure(
                    text: "the service has refused the import; its log says why. When the cause is removed, give the "
                        + "command again.", status: 1)
            }
            guard JournalLock(data: folder.path).isHeld() else {
                throw Failure(
                    text: "the service has ended before it had taken the import; its next start goes on with it.",
                    status: 1)
            }
            if progress != told {
                Console.say("the service has begun")
                (since, told) = (Date(), progress)
            }
            if Date().timeIntervalSince(since) > 600 {
                // Years of records take their time, and a full disk is waited for.
                guard progress == .asked else {
                    Console.say(
                        "the service is not through with it yet; if its log tells of a failure, end this command")
                    since = Date()
                    continue
                }
                throw Failure(
                    text:
                        "the service has not taken the import up within ten minutes; see its log: it may wait for its "
                        + "broker or for room on the disk. It takes the import when it can.", status: 1)
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
        imports.forget(name)
    }
}
