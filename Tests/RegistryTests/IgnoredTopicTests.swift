import Dialects
import Readings
import Registry
import Testing

@Suite("Topics that a mapping ignores")
struct IgnoredTopicTests {
    private static func routing() throws -> TopicRouting {
        func mapping(_ name: String, _ ignored: String...) -> Mapping {
            var mapping = Mapping(name: name, payload: .number, values: [])
            mapping.ignoredTopics = ignored
            return mapping
        }
        let route = Route(
            topic: try #require(TopicFilter("tele/+/#")), borough: "west",
            dialect: KnownDialect(name: "one", family: .air), devicePart: 2)
        let registry = RegistryTables(
            boroughs: [], sites: [], routes: [route],
            mappings: [mapping("one", "tele/+/STATE", "homeassistant/#"), mapping("two", "tele/#", "west/#")])
        return TopicRouting(registry, builtIn: SampleRegistry.dialects)
    }

    @Test(
        "its own topics and those that lead nowhere, never another dialect's",
        arguments: [
            ("tele/aq-1/STATE", "tele/+/STATE"), ("homeassistant/a/b", "homeassistant/#"), ("tele/aq-1/SENSOR", nil),
            ("west/air/plain/aq-1", nil), ("west/air/one/aq-1", nil), ("west/air/two/aq-1", "west/#"),
            ("west/air", "west/#"), ("west/air/else/aq-1", nil), ("east/air/two/aq-1", nil), ("else", nil),
        ])
    func ignoring(topic: String, filter: String?) throws {
        let bytes = Array(topic.utf8)
        #expect(try Self.routing().ignoring(bytes.span)?.text == filter)
    }

    @Test("a mapping's name is a dialect of the layout")
    func layout() throws {
        let bytes = Array("west/air/two/aq-1/no2".utf8)
        let found = try Self.routing().route(bytes.span)
        #expect(found.dialect.name == "two" && found.device == "aq-1")
        #expect(Array(bytes[found.restBytes]) == Array("no2".utf8))
    }
}
