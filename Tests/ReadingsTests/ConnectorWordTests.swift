import Readings
import Testing

@Suite("Words of a connector")
struct ConnectorWordTests {
    /// The canonical words with their columns, row by row: occupied (`*`: only with proof), charging, up by the US rule, class
    /// by the UK's, OCPI's status. A dash: the word does not tell.
    private static let table = """
        available      AVAILABLE    0    0  yes reliable
        preparing      CHARGING     1*   0  yes reliable
        charging       CHARGING     1    1  yes reliable
        suspendedEV    CHARGING     1    0  yes reliable
        suspendedEVSE  CHARGING     1    0  yes reliable
        finishing      CHARGING     1    0  yes reliable
        reserved       RESERVED     0    0  yes reliable
        blocked        BLOCKED      bay  0  yes ineligible
        unavailable    INOPERATIVE  0    0  no  notReliable
        faulted        OUTOFORDER   0    0  no  notReliable
        unknown        UNKNOWN      -    -  no  ineligible
        retired        REMOVED      -    -  -   leftOut
        inUse          CHARGING     1    -  yes reliable
        inService      AVAILABLE    -    -  yes reliable
        """

    private static let rows = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    @Test("Every word has a row, and the row says what the word proves", arguments: rows)
    func meaning(_ row: [String]) throws {
        let word = try #require(ConnectorWord.allCases.first { "\($0)" == row[0] })
        let meaning = word.meaning
        #expect(meaning.ocpi.rawValue == row[1])
        let occupancies: [String: ConnectorWord.Occupancy] = [
            "0": .free, "1": .pluggedIn, "1*": .ifProven, "bay": .bay, "-": .untold,
        ]
        #expect(meaning.occupancy == occupancies[row[2]])
        #expect(meaning.isCharging == ["0": false, "1": true][row[3]])
        #expect(meaning.isUp == ["no": false, "yes": true][row[4]])
        #expect("\(meaning.reliability)" == row[5])
    }

    @Test("The table has all words, and each once")
    func complete() {
        #expect(Self.rows.map { $0[0] }.sorted() == ConnectorWord.allCases.map { "\($0)" }.sorted())
    }

    @Test(
        "OCPI's words and the two that operators write instead are understood, any other is not",
        arguments: [
            ("AVAILABLE", ConnectorWord.available), ("BLOCKED", .blocked), ("CHARGING", .inUse),
            ("INOPERATIVE", .unavailable), ("OUTOFORDER", .faulted), ("PLANNED", .retired), ("REMOVED", .retired),
            ("RESERVED", .reserved), ("UNKNOWN", .unknown), ("WORKING", .inService), ("FAULTED", .faulted),
            ("Available", nil), ("", nil), ("OUT_OF_ORDER", nil),
        ])
    func ocpi(_ text: String, _ word: ConnectorWord?) {
        #expect(ConnectorWord(ocpi: text) == word)
    }

    @Test("An OCPI status is kept as a word of that status; only PLANNED shares its word with REMOVED")
    func ocpiRoundTrip() {
        for status in OCPIStatus.allCases {
            let told = status == .planned ? OCPIStatus.removed : status
            #expect(ConnectorWord(ocpi: status.rawValue)?.meaning.ocpi == told)
        }
    }

    @Test(
        "A charging state of OCPP 2.0.1 is the word of its row",
        arguments: zip(
            TransactionUpdate.ChargingState.allCases,
            [ConnectorWord.charging, .preparing, .suspendedEV, .suspendedEVSE, .finishing]))
    func chargingState(_ state: TransactionUpdate.ChargingState, _ word: ConnectorWord) {
        #expect(state.word == word)
    }
}
