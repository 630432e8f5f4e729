import Disk
import Foundation
import Readings
import Testing

@testable import Recordings

@Suite("Feeds compressed with gzip")
struct GzipTests {
    /// Twelve messages, compressed by zlib 1.2.13 in each way that it has.
    static let vectors: [(way: String, copies: Int, base64: String)] = [
        (
            "stored", 1,
            "H4sIAAAAAAAA/wEoBNf7eyJ0c3QiOiIyMDI2LTAzLTAyVDA4OjAwOjAwWiIsInRvcGljIjoid2VzdG1pbnN0ZXIvYWlyL3Bs"
                + "YWluL2FxLTAiLCJwYXlsb2FkIjp7Im5vMiI6MH19CnsidHN0IjoiMjAyNi0wMy0wMlQwODowMTowMFoiLCJ0b3BpYyI6Indl"
                + "c3RtaW5zdGVyL2Fpci9wbGFpbi9hcS0xIiwicGF5bG9hZCI6eyJubzIiOjd9fQp7InRzdCI6IjIwMjYtMDMtMDJUMDg6MDI6"
                + "MDBaIiwidG9waWMiOiJ3ZXN0bWluc3Rlci9haXIvcGxhaW4vYXEtMiIsInBheWxvYWQiOnsibm8yIjoxNH19CnsidHN0Ijoi"
                + "MjAyNi0wMy0wMlQwODowMzowMFoiLCJ0b3BpYyI6Indlc3RtaW5zdGVyL2Fpci9wbGFpbi9hcS0wIiwicGF5bG9hZCI6eyJu"
                + "bzIiOjIxfX0KeyJ0c3QiOiIyMDI2LTAzLTAyVDA4OjA0OjAwWiIsInRvcGljIjoid2VzdG1pbnN0ZXIvYWlyL3BsYWluL2Fx"
                + "LTEiLCJwYXlsb2FkIjp7Im5vMiI6Mjh9fQp7InRzdCI6IjIwMjYtMDMtMDJUMDg6MDU6MDBaIiwidG9waWMiOiJ3ZXN0bWlu"
                + "c3Rlci9haXIvcGxhaW4vYXEtMiIsInBheWxvYWQiOnsibm8yIjozNX19CnsidHN0IjoiMjAyNi0wMy0wMlQwODowNjowMFoi"
                + "LCJ0b3BpYyI6Indlc3RtaW5zdGVyL2Fpci9wbGFpbi9hcS0wIiwicGF5bG9hZCI6eyJubzIiOjJ9fQp7InRzdCI6IjIwMjYt"
                + "MDMtMDJUMDg6MDc6MDBaIiwidG9waWMiOiJ3ZXN0bWluc3Rlci9haXIvcGxhaW4vYXEtMSIsInBheWxvYWQiOnsibm8yIjo5"
                + "fX0KeyJ0c3QiOiIyMDI2LTAzLTAyVDA4OjA4OjAwWiIsInRvcGljIjoid2VzdG1pbnN0ZXIvYWlyL3BsYWluL2FxLTIiLCJw"
                + "YXlsb2FkIjp7Im5vMiI6MTZ9fQp7InRzdCI6IjIwMjYtMDMtMDJUMDg6MDk6MDBaIiwidG9waWMiOiJ3ZXN0bWluc3Rlci9h"
                + "aXIvcGxhaW4vYXEtMCIsInBheWxvYWQiOnsibm8yIjoyM319CnsidHN0IjoiMjAyNi0wMy0wMlQwODoxMDowMFoiLCJ0b3Bp"
                + "YyI6Indlc3RtaW5zdGVyL2Fpci9wbGFpbi9hcS0xIiwicGF5bG9hZCI6eyJubzIiOjMwfX0KeyJ0c3QiOiIyMDI2LTAzLTAy"
                + "VDA4OjExOjAwWiIsInRvcGljIjoid2VzdG1pbnN0ZXIvYWlyL3BsYWluL2FxLTIiLCJwYXlsb2FkIjp7Im5vMiI6Mzd9fQq7"
                + "wgN8KAQAAA=="
        ),
        (
            "the fixed code", 1,
            "H4sIAAAAAAAA/6tWKikuUbJSMjIwMtM1MNY1MAoxsLAyMACiKCUdpZL8gsxkoHR5anFJbmZecUlqkX5iZpF+QU5iZp5+YqGu"
                + "AVBRQWJlTn5iipJVtVJevpGSlUFtLVc1dnMNiTXXEIu55rjNNSLWXCMs5hqa4DbYmJKAMDLEbbAJJSFhZIHbYFNKgsLYFLfB"
                + "ZhQFBW5zzSkJCUvc5lpQlCbMcBtsSVFAGOM02NCAkpAwxp3tDA0pShOgfAcAu8IDfCgEAAA="
        ),
        (
            "a code of their own", 1,
            "H4sIAAAAAAAA/6XTOwrDMAyA4b3H0NxgSc7T5+jUzbQZDGmSJoZSTO5ed7cgIPAm8w0/UoK4R3DAyG2FtkK+Ye8Q87vDFeKy"
                + "hkcef8Y9vsK8x3EzPmxmnXyYjX9XmD+t/jst/gkuwbwwODyOSyq7dNalgtvJLp91ueBSLcNWE4JJhmtNCe5luNGksI0Mt6oU"
                + "sttpSgyy26t2opXhQRXCijChpoSVz45ItRP/u/sBu8IDfCgEAAA="
        ),
        (
            "a head with everything", 1,
            "H4sIHgECAwQAAwMAYWJjbWFyY2gubmRqc29uAGEgY29tbWVudAA9daXTvwrDIBDH8b2PcXNDzjN/fY5O3aTNIKTRJkIpknev"
                + "3T0QDtyUz/DFX4J4RDBASEODukG64WQQ87nDFaIP7pGvP8sRX2474rK31u1tWK3bWvtuMD8K9rt6+wSTYPMEBs/zksquqnVV"
                + "wR15l2pdKriq42EtCUGKhztJCZp4uJek0D0PD6IUvDtKSsy8O4n+xMDDsyiEZmFVvbpSCc3PTlXPrvgn/rv7AbvCA3woBAAA"
        ),
        (
            "two members", 2,
            "H4sIAAAAAAAA/43TPQrDMAyG4b3H0FwTSc6vz9Gpm2kzGNIkTQyhhNy9yS6BwJvNM7z42yGvGQIwcu3QO+QHtgHxPE+4Q57m"
                + "9Dqvt37NnzSuuV+KmJZiHmIai/h1eD6a42+Y4hvCDuPEEPA4brvsktUlwW10l60uCy6VOuytsBSCSYdLKyyV4FaHKysspfCV"
                + "DtdWWEyhu43VlUp0unt9Y9MflkJQrcOdFRZDeBUm8+qkEl6fHZlnJ6Xw1+7+u8IDfCgEAAAfiwgAAAAAAAD/pdM7CsMwDIDh"
                + "vcfQ3GBJztPn6NTNtBkMaZImhlJM7l53tyAg8CbzDT9SgrhHcMDIbYW2Qr5h7xDzu8MV4rKGRx5/xj2+wrzHcTM+bGadfJiN"
                + "f1eYP63+Oy3+CS7BvDA4PI5LKrt01qWC28kun3W54FItw1YTgkmGa00J7mW40aSwjQy3qhSy22lKDLLbq3aileFBFcKKMKGm"
                + "hJXPjki1E/+7+wG7wgN8KAQAAA=="
        ),
        (
            "Huffman only", 1,
            "H4sIAAAAAAAA/wXBMQ6lOgwF0J5l3JoofmaG4XsdVHQWpIgESSCWEIqy939Og1WDgIlnR5MjXmkRIiHaMMJyiTsEb6h2xVQt"
                + "PF7j48upMXm9HWFE0e/MekAaUmYI9T40WDUImHh2NDnilRahnxBtGGG5xB2CN1S7YqoWHq/x8eXUmLze7ocRRb8z6wFpSJkh"
                + "/3ofGqwaBEw8O5oc8UqLEAvRhhGWS9wheEO1K6Zq4fEaH19Ojcnr7Rgjin5n1gPSkDJDfn96HxqsGgRMPDuaHPFKi9AkRBtG"
                + "WC5xh+AN1a6YqoXHa3x8OTUmr7cjjCj6nVkPSEPKDOFf70ODVYOAiWdHkyNeaRH6I0QbRlgucYfgDdWumKqFx2t8fDk1Jq+3"
                + "+2FE0e/MekAaUmYIL70PDVYNAiaeHU2OeKVF6K8QbRhhucQdgjdUu2KqFh6v8fHl1Ji83o4xouh3Zj0gDSkzZPrb+9Bg1SBg"
                + "4tnR5IhXWoRmIdowwnKJOwRvqHbFVC08XuPjy6kxeb0dYUTR78x6QBpSZgj3PjRYNQiYeHY0OeKVFqF/QrRhhOUSdwjeUO2K"
                + "qVp4vMbHl1Nj8nq7H0YU/c6sB6QhZYb81/vQYNUgYOLZ0eSIV1qEFiHaMMJyiTsEb6h2xVQtPF7j48upMXm9HWNE0e/MekAa"
                + "UmbIb+59aLBqEDDx7GhyxCstQv8J0YYRlkvcIXhDtSumauHxGh9fTo3J6+0II4p+Z9YD0pAyQ3jqfWiwahAw8exocsQrLfIj"
                + "IdowwnKJOwRvqHbFVC08XuPjy6kxeb3dDyOKfmfWA9KQMkMm6n1osGoQMPHsaHLEKy3y+wnRhhGWS9wheEO1K6Zq4fEaH19O"
                + "jcnr7Rgjin5n1gPSkDJDpn+9D/8Du8IDfCgEAAA="
        ),
    ]

    private static let lines: String = (0..<12).map { index in
        let minute = index < 10 ? "0\(index)" : "\(index)"
        return "{\"tst\":\"2026-03-02T08:\(minute):00Z\",\"topic\":\"westminster/air/plain/aq-\(index % 3)\","
            + "\"payload\":{\"no2\":\(index * 7 % 40)}}\n"
    }.joined()

    private static func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        let input = try GzipInflater()
        var output: [UInt8] = []
        try input.append(bytes, to: &output)
        try input.finish()
        return output
    }

    private static func packed(_ pieces: [[UInt8]]) throws -> [UInt8] {
        var file: [UInt8] = []
        let output = try GzipDeflater()
        for piece in pieces { output.append(piece, to: &file) }
        output.finish(to: &file)
        return file
    }

    @Test("What zlib wrote is read, whatever its blocks and its head, in chunks of any size", arguments: vectors)
    func reads(vector: (way: String, copies: Int, base64: String)) throws {
        let bytes = Array(try #require(Data(base64Encoded: vector.base64)))
        let expected = try all(String(repeating: Self.lines, count: vector.copies))
        #expect(expected.count == 12 * vector.copies)
        for chunk in [1, 7, 1 << 20] { #expect(try all(feed(bytes, chunk: chunk)) == expected) }
    }

    /// What compresses well, badly, and in parts.
    static let texts: [(name: String, pieces: [[UInt8]])] = {
        var state: UInt64 = 7
        let noise = (0..<60_000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let feed = Array(String(repeating: lines, count: 80).utf8)
        return [
            ("nothing", []), ("an empty piece", [[]]), ("one byte", [[65]]),
            ("zeros", [[UInt8](repeating: 0, count: 70_000)]),
            ("noise", [noise]), ("a feed", [feed]),
            ("many short pieces", (0..<50).map { Array(feed[($0 * 90)..<($0 * 90 + 90)]) }),
            ("a feed between noise", [noise, feed, noise + feed]),
            ("the farthest repeat", [Array(noise[..<32_768]) + noise[..<300]]),
            ("one too far", [Array(noise[..<32_769]) + noise[..<300]]),
        ]
    }()

    @Test("What was written is read again", arguments: texts)
    func roundTrip(text: (name: String, pieces: [[UInt8]])) throws {
        #expect(try Self.unpacked(try Self.packed(text.pieces)) == Array(text.pieces.joined()))
    }

    private static let gzip = URL(filePath: "/bin/gzip")

    @Test(
        "gzip reads what was written",
        .enabled(if: FileManager.default.isExecutableFile(atPath: gzip.path()), "skipped: no /bin/gzip"),
        arguments: texts)
    func gzipReads(text: (name: String, pieces: [[UInt8]])) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "text.gz")
        try Data(try Self.packed(text.pieces)).write(to: file)
        let process = Process()
        process.executableURL = Self.gzip
        process.arguments = ["-d", file.path()]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try Array(Data(contentsOf: folder.appending(path: "text"))) == Array(text.pieces.joined()))
    }

    /// A line is a hundred bytes, and a copy of 258 bytes or less takes some two bytes: a hundredth to a tenth.
    @Test("A feed becomes a fifteenth of its length or less, and noise grows by no more than a hundredth")
    func shrinks() throws {
        let feed = Array(String(repeating: Self.lines, count: 400).utf8)
        #expect(try Self.packed([feed]).count * 15 < feed.count)
        let noise = Self.texts[4].pieces[0]
        #expect(try Self.packed([noise]).count < noise.count + noise.count / 100)
    }

    @Test("What was appended can be read before the end is written")
    func flushes() throws {
        var file: [UInt8] = []
        let output = try GzipDeflater()
        output.append(Array(Self.lines.utf8), to: &file)
        var reader = feed(file)
        for _ in 0..<12 { #expect(try reader.next()) }
        #expect(throws: FeedLineError(.cutShort, lineNumber: 13)) { _ = try reader.next() }
        #expect(try !reader.next())
    }

    @Test("Cut anywhere, whole lines come and then the error says that the end is missing")
    func cut() throws {
        let bytes = Array(try #require(Data(base64Encoded: Self.vectors[2].base64)))
        let whole = try all(Self.lines)
        for length in 3..<bytes.count {
            var reader = feed(Array(bytes[..<length]))
            var messages: [Recorded] = []
            #expect {
                while try reader.next() { messages.append(current(reader)) }
            } throws: {
                ($0 as? FeedLineError)?.reason == .cutShort
            }
            #expect(messages == Array(whole.prefix(messages.count)))
            #expect(try !reader.next())
        }
    }

    @Test("A flipped bit is found or changes nothing that is read, and none traps")
    func flipped() throws {
        for vector in Self.vectors where vector.copies == 1 {
            let bytes = Array(try #require(Data(base64Encoded: vector.base64)))
            for place in stride(from: 3, to: bytes.count, by: 3) {
                for bit in 0..<8 {
                    var damaged = bytes
                    damaged[place] ^= 1 << UInt8(bit)
                    guard let unpacked = try? Self.unpacked(damaged) else { continue }
                    // What a head says of time, system and name takes no part, nor do bits that fill up a byte.
                    #expect(unpacked == Array(Self.lines.utf8))
                }
            }
        }
    }
}
