import Testing

@testable import BrokerLink

@Suite("Several links that send")
struct PublisherGroupTests {
    private func lane(_ topic: String, _ count: Int) -> Int {
        PublisherGroup.lane(of: Array(topic.utf8).span, among: count)
    }

    @Test(
        "What one device sends on different topics goes one way",
        arguments: [
            ("westminster/ev/ocpp16/cp-7/up", "westminster/ev/ocpp16/cp-7/down"),
            ("westminster/ev/everest/evse1/a/b", "westminster/ev/everest/evse1"),
            ("ocpp/cp-7/up", "ocpp/cp-7/down"),
        ])
    func together(one: String, other: String) {
        for count in 1...50 { #expect(lane(one, count) == lane(other, count)) }
    }

    /// A thousand devices on ten ways: a hundred each, with a standard deviation of about 9.5.
    @Test("Devices spread over all ways")
    func spread() {
        var counts = [Int](repeating: 0, count: 10)
        for device in 0..<1000 { counts[lane("westminster/air/plain/aq-\(device)", 10)] += 1 }
        #expect(counts.allSatisfy { (60...140).contains($0) }, "\(counts)")
    }
}
