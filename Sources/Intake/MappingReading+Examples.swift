import Dialects
import Readings
import Registry
import Yams

extension MappingReading {
    /// One entry of `examples`.
    mutating func example(_ node: Node) -> MappingExample? {
        checkNames(node, among: ["topic", "device", "payload", "received", "zone", "gives"])
        guard let payload = member(node, "payload")?.scalar?.string else {
            missing(node, "payload", expected: "a payload as the device sends it")
            return nil
        }
        let topic = text(node, "topic")
        let device = text(node, "device")
        if let topic, device.map({ !topic.text.split(separator: "/").contains(Substring($0.text)) }) ?? true {
            report(topic, "topic", expected: "a topic of which `device` names a part")
        }
        var example = MappingExample(payload: Array(payload.utf8), line: node.mark?.line)
        example.topic = topic?.text
        example.device = device?.text
        if let word = text(node, "received") {
            if let instant = Instant(iso8601: word.text) {
                example.received = instant
            } else {
                report(word, "received", expected: "a time with a zone, such as 2026-03-02T08:17:33Z")
            }
        }
        if let word = text(node, "zone") {
            if let zone = ZoneLoading.rules(named: word.text) {
                example.zone = zone
            } else {
                report(word, "zone", expected: "an IANA time zone such as Europe/London")
            }
        }
        example.gives = texts(node, "gives").map(\.text)
        if example.gives.isEmpty {
            missing(node, "gives", expected: "what the payload comes to, as `kerbside check --mapping` prints it")
        }
        return example
    }
}
