"""An OCPI endpoint for 46-ocpi-bridge.sh: two pages of Locations, Sessions and CDRs, each behind the token.

    ocpi_stub.py PORT TOKEN_FILE LOG      the time of a round is told by the file LOG.round, a number
"""

import base64
import json
import os
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CARD = "04A1B2C3D4E580"


def location(number, status, updated):
    return {
        "country_code": "GB", "party_id": "EXA", "id": f"LOC{number}", "publish": True, "name": f"Street {number}",
        "city": "London", "country": "GBR", "coordinates": {"latitude": "51.5300", "longitude": "-0.1850"},
        "parking_type": "ON_STREET", "time_zone": "Europe/London", "last_updated": updated,
        "evses": [{
            "uid": f"EVSE{number}", "evse_id": f"GB*EXA*E{number}", "status": status, "last_updated": updated,
            "connectors": [{
                "id": "1", "standard": "IEC_62196_T2", "format": "SOCKET", "power_type": "AC_1_PHASE", "max_voltage": 230,
                "max_amperage": 22, "last_updated": updated,
            }],
        }],
    }


TOKEN = {"country_code": "GB", "party_id": "EXA", "uid": CARD, "type": "RFID", "contract_id": "GB-EXA-C00000421-7"}


def session(status, kwh, updated):
    return {
        "country_code": "GB", "party_id": "EXA", "id": "S1", "start_date_time": "2026-03-02T08:01:00Z", "kwh": kwh,
        "cdr_token": TOKEN, "auth_method": "WHITELIST", "location_id": "LOC1", "evse_uid": "EVSE1", "connector_id": "1",
        "currency": "GBP", "status": status, "last_updated": updated,
    }


def cdr():
    return {
        "country_code": "GB", "party_id": "EXA", "id": "C1", "session_id": "S1", "cdr_token": TOKEN,
        "start_date_time": "2026-03-02T08:01:00Z", "end_date_time": "2026-03-02T09:01:00Z", "auth_method": "WHITELIST",
        "cdr_location": {"id": "LOC1", "evse_uid": "EVSE1", "evse_id": "GB*EXA*E1", "connector_id": "1"},
        "currency": "GBP", "total_energy": 4.5, "total_time": 1.0, "charging_periods": [], "last_updated": "2026-03-02T09:02:00Z",
    }


def pages(module, number):
    """The pages of a module in a round."""
    if module == "cdrs":
        return [[]] if number == 1 else [[cdr()]]
    if module == "sessions":
        if number == 1:
            return [[session("ACTIVE", 1.2, "2026-03-02T08:20:00Z")]]
        return [[session("COMPLETED", 4.5, "2026-03-02T09:01:00Z")]]
    first = "CHARGING" if number == 1 else "AVAILABLE"
    at = "2026-03-02T08:01:00Z" if number == 1 else "2026-03-02T09:01:00Z"
    # The second page repeats the first Location as it was before: an older last_updated must not win.
    stale = location(1, "RESERVED", "2026-03-02T07:00:00Z")
    return [[location(1, first, at)], [stale, location(2, "WORKING", "2026-03-01T00:00:00Z")]]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        with open(token_file) as file:
            wanted = "Token " + base64.b64encode(file.readline().strip().encode()).decode()
        parts = urllib.parse.urlsplit(self.path)
        module = parts.path.rsplit("/", 1)[1]
        query = dict(urllib.parse.parse_qsl(parts.query))
        try:
            with open(log + ".round") as file:
                number = int(file.read())
        except OSError:
            number = 1
        with open(log, "a") as out:
            out.write(f"{number} {module} offset={query.get('offset', '0')} date_from={query.get('date_from', '')}\n")
        if self.headers.get("Authorization") != wanted:
            return self.answer(401, {"status_code": 2001, "status_message": "no"})
        if number == 3:
            return self.answer(200, {"status_code": 3000, "status_message": "broken"})
        if number == 4:
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{port}/elsewhere")
            self.end_headers()
            return None
        all_pages, page = pages(module, number), int(query.get("offset", "0"))
        link = None
        if page + 1 < len(all_pages):
            link = f'<http://127.0.0.1:{port}/ocpi/{module}?offset={page + 1}&limit=1>; rel="next"'
        self.answer(200, {"data": all_pages[page], "status_code": 1000, "timestamp": "2026-03-02T10:00:00Z"}, link)

    def answer(self, code, body, link=None):
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    port, token_file, log = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
