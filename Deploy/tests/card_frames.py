"""Writes a feed of what charge points should not send: broken, truncated and unusual frames, each with a card number.

    card_frames.py OUT_FEED TOPIC_PREFIX HOUR CARDS_FILE      for example dundee/ev/ocpp16/50692 2018-03-24T00

The card numbers go into CARDS_FILE, a line each. No payload may be found again in a file of Kerbside with its number.
"""

import base64
import gzip
import json
import sys


def main(out, prefix, hour, cards_file):
    borough = prefix.split("/")[0]
    device = prefix.split("/")[3]
    cards = []
    messages = []

    def card():
        cards.append(f"04CA{len(cards):06X}B7")
        return cards[-1]

    def send(payload, topic=prefix + "/up"):
        data = payload if isinstance(payload, bytes) else payload.encode()
        messages.append((topic, data))

    def frame(body, action="StartTransaction"):
        return '[2,"x%d","%s",%s]' % (len(cards), action, body)

    number = card()
    start = frame('{"connectorId":1,"idTag":"%s","meterStart":1,"timestamp":"%s:17:00Z"}' % (number, hour))
    for length in range(1, len(start)):
        send(start[:length])
    for length in range(1, len(start)):
        send(start[length:])
    send(frame('{"connectorId":1,"idTag":"%s"}' % card()) + "]]")
    send(b"\xef\xbb\xbf" + frame('{"idTag":"%s"}' % card()).encode())
    send(frame("{'idTag':'%s'}" % card()))
    send(frame('{idTag:"%s"}' % card()))
    send(frame('{"idTag":"%s","idTag":"%s"}' % (card(), card())))
    send(frame('{"id\\u0054ag":"%s"}' % card()))
    send(frame('{"IDTAG":"%s","IdTag":"%s"}' % (card(), card())))
    send(frame('{"idTag" : \n\t"%s"}' % card()))
    send(frame('{"idTag":["%s",{"a":"%s"}]}' % (card(), card())))
    send(frame('{"idTag":{"idToken":"%s","type":"ISO14443"}}' % card()))
    send(frame('{"idTag":"%s"}' % card(), action="NoSuchAction"))
    send(frame('{"idToken":{"idToken":"%s","type":"ISO14443"}}' % card(), action="TransactionEvent"))
    send(frame('{"vendorId":"v","data":%s}' % json.dumps(json.dumps({"idTag": card()})), action="DataTransfer"))
    send('[3,"x",{"transactionId":7,"idTagInfo":{"status":"Accepted","parentIdTag":"%s"}}]' % card())
    send('[4,"x","GenericError","",{"idTag":"%s"}]' % card())
    send('{"idTag":"%s"}' % card())
    send('"%s"' % card())
    send(card())
    send(b"\x00\xff" + card().encode() + b"\x00")
    send("[" * 40 + '{"idTag":"%s"}' % card() + "]" * 40)
    send(frame('{"idTag":"%s"}' % card()), topic=prefix)
    send(frame('{"idTag":"%s"}' % card()), topic=f"{borough}/ev/ocpp16/no-such-charge-point/up")
    send(frame('{"idToken":"%s"}' % card()), topic=f"{borough}/ev/no-such-dialect/{device}/up")
    send(frame('{"idTag":"%s"}' % card()), topic=f"{borough}/ev/{device}")
    send(frame('{"idTag":"%s"}' % card()), topic=f"{borough}/air/ocpp16/{device}/up")

    # Where nobody looks for one: words of people, vendors' own members, names, encodings, topics.
    send('[4,"x","GenericError","card %s refused",{"a":["%s"]}]' % (card(), card()))
    send(frame('{"connectorId":1,"status":"Faulted","errorCode":"OtherError","info":"%s","vendorId":"%s","vendorErrorCode":"%s"}'
               % (card(), card(), card()), action="StatusNotification"))
    send(frame('{"vendorId":"v","data":{"who":"%s","list":["%s"]}}' % (card(), card()), action="DataTransfer"))
    send(frame('{"x":"tag %s","y":{"%s":{"status":"Accepted"}}}' % (card(), card()), action="SendLocalList"))
    send(frame('{"rfid":"%s","contract_id":"%s","vehicleIdentity":"%s","macAddress":"%s"}' % (card(), card(), card(), card())))
    send(frame('{"id_tag":"%s","ID-TOKEN":"%s","\\u0069\\u0064\\u0054\\u0061\\u0067":"%s"}' % (card(), card(), card())))
    send(frame('{"connectorId":1,"meterValue":[{"timestamp":"%s:18:00Z","sampledValue":[{"value":"%s","format":"SignedData"}]}]}'
               % (hour, "7B" + card() + "7D"), action="MeterValues"))
    send(start.encode("utf-16"))
    send(gzip.compress(start.encode(), compresslevel=0))
    send('{"MessageTypeId":2,"UniqueId":"x","Action":"Authorize","Payload":{"idTag":"%s"}}' % card(), topic=f"{borough}/air/plain/{device}")
    send(frame('{"idTag":"%s"}' % card()).encode().join([b"\xef\xbb\xbf", b""]), topic=f"{borough}/air/plain/{device}")
    for dialect in ("ocpp201", "everest", "evcc", "openwb", "go-e", "ocpi"):
        send('{"idToken":{"idToken":"%s"},"rfid":"%s","cards":[{"name":"%s"}]}' % (card(), card(), card()), topic=f"{borough}/ev/{dialect}/{device}")
        send('"%s"' % card(), topic=f"{borough}/ev/{dialect}/{device}/vehicleIdentity")
        send("1", topic=f"{borough}/ev/{dialect}/{device}/{card()}")
    send("1", topic=f"{prefix}/up/{card()}")
    send("1", topic=f"{borough}/ev/{card()}/{device}")
    send("1", topic=f"{borough}/ev/cards/{device}/{card()}/up")

    with open(out, "w", encoding="utf-8") as file:
        for number, (topic, data) in enumerate(messages):
            stamp = f"{hour}:{20 + number // 60:02}:{number % 60:02}.{number:06}Z"
            line = {"tst": stamp, "topic": topic, "qos": 1, "retain": 0, "payloadlen": len(data)}
            line["payload_base64"] = base64.b64encode(data).decode()
            file.write(json.dumps(line) + "\n")
    with open(cards_file, "w", encoding="utf-8") as file:
        file.write("\n".join(cards) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
