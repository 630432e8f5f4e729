import AirQuality
import Readings
import Testing

@Suite("The index of a site")
struct SiteIndexTests {
    private func part(_ pollutant: Quantity, _ index: Int, _ deviceClass: DeviceClass = .reference) -> SiteIndex.Part {
        SiteIndex.Part(pollutant: pollutant, index: index, deviceClass: deviceClass)
    }

    @Test("is the maximum over devices and pollutants")
    func maximum() throws {
        let index = try #require(
            SiteIndex(parts: [part(.no2, 2), part(.o3, 5), part(.pm2_5, 3), part(.no2, 4)], siteHasReference: true))
        #expect(index.index == 5)
        #expect(index.driver == .o3)
        #expect(index.pollutants == [.pm2_5, .no2, .o3])
    }

    @Test("names the first of equals in the order pm2_5, pm10, no2, o3, so2, whatever order they come in")
    func ties() throws {
        let order: [Quantity] = [.pm2_5, .pm10, .no2, .o3, .so2]
        for first in order.indices {
            for second in order.indices where second > first {
                for parts in [[first, second], [second, first]] {
                    let index = try #require(
                        SiteIndex(parts: parts.map { part(order[$0], 4) } + [part(.pm2_5, 1)], siteHasReference: true))
                    #expect(index.driver == order[first])
                }
            }
        }
        let all = try #require(SiteIndex(parts: order.reversed().map { part($0, 7) }, siteHasReference: true))
        #expect(all.driver == .pm2_5)
        #expect(all.pollutants == order)
    }

    @Test("rests on reference and equivalent instruments where the site has any")
    func referenceFirst() throws {
        let parts = [part(.pm2_5, 9, .indicative), part(.no2, 2, .reference), part(.pm10, 3, .equivalent)]
        let index = try #require(SiteIndex(parts: parts, siteHasReference: true))
        #expect(index.index == 3)
        #expect(index.driver == .pm10)
        #expect(index.pollutants == [.pm10, .no2])
        #expect(!index.isIndicative)
        #expect(SiteIndex(parts: [parts[0]], siteHasReference: true) == nil, "its instruments are silent")
    }

    @Test("is indicative where the driver was measured by an indicative device")
    func indicative() throws {
        let only = try #require(
            SiteIndex(parts: [part(.pm2_5, 9, .indicative), part(.no2, 2, .indicative)], siteHasReference: false))
        #expect(only.isIndicative)
        #expect(only.index == 9)
        // The driver decides, not the company that it keeps.
        let mixed = [part(.pm2_5, 4, .equivalent), part(.pm2_5, 4, .indicative), part(.no2, 4, .indicative)]
        #expect(try #require(SiteIndex(parts: mixed, siteHasReference: false)).isIndicative == false)
        let under = [part(.pm2_5, 3, .reference), part(.pm2_5, 4, .indicative), part(.no2, 4, .reference)]
        #expect(try #require(SiteIndex(parts: under, siteHasReference: false)).isIndicative)
    }

    @Test("is absent without a pollutant")
    func empty() {
        #expect(SiteIndex(parts: [], siteHasReference: true) == nil)
        #expect(SiteIndex(parts: [], siteHasReference: false) == nil)
    }
}
