import Dialects
import Testing

@Suite("Personal fields")
struct PersonalFieldRedactionTests {
    @Test(
        "who charged is emptied before anything is written, at any depth and in any spelling; the rest stays",
        arguments: [
            (#"[2,"m","Authorize",{"idTag":"04CA"}]"#, #"[2,"m","Authorize",{"idTag":""}]"#),
            (#"{"IDTAG" : "04CA","meterStart":7}"#, #"{"IDTAG" : "","meterStart":7}"#),
            (#"{"id\u0054ag":"04CA"}"#, #"{"id\u0054ag":""}"#),
            (
                #"{"idTagInfo":{"status":"Accepted","parentIdTag":"04CA"}}"#,
                #"{"idTagInfo":{"status":"Accepted","parentIdTag":""}}"#
            ),
            (#"{"idToken":{"idToken":"04CA","type":"ISO14443"},"evseId":1}"#, #"{"idToken":"","evseId":1}"#),
            (#"{"vendorId":"v","data":"{\"idTag\":\"04CA\"}"}"#, #"{"vendorId":"v","data":""}"#),
            (#"{"idTag":["04CA",{"a":"]"}],"b":1}"#, #"{"idTag":"","b":1}"#),
            (#"{"status":"Charging"}"#, #"{"status":"Charging"}"#),
        ])
    func emptied(payload: String, clean: String) throws {
        var redaction = PersonalFieldRedaction()
        let bytes = Array(payload.utf8)
        let found = redaction.cleaned(bytes.span)
        let text = try #require(found)
        #expect(String(decoding: text, as: UTF8.self) == clean)
    }

    @Test(
        "of what is no JSON, or names a member twice, nothing is kept: nobody can tell where a card number stands in it",
        arguments: [
            "", #"{"idTag":"04CA""#, #"{'idTag':'04CA'}"#, "04CA12B7", #"{"idTag":"04CA"}]"#,
            #"{"idTag":"04CA","idTag":"04CB"}"#,
        ])
    func refused(payload: String) {
        var redaction = PersonalFieldRedaction()
        let bytes = Array(payload.utf8)
        let found = redaction.cleaned(bytes.span)
        #expect(found == nil)
    }
}
