#!/usr/bin/env python3
"""Asks an OCPI 2.2.1 endpoint for Locations, Sessions and CDRs, and publishes what changed to an MQTT broker.

    ocpi_bridge.py SETTINGS          until SIGTERM
    ocpi_bridge.py SETTINGS --once   one round, exit 0 when every module was read

Needs Python 3.9 and nothing else. SETTINGS is an INI file, see bridge.conf.example beside this file.

- Topics: PREFIX/<evse uid>/status, /session and /cdr, with PREFIX such as westminster/ev/ocpi: Kerbside's own layout.
- Pages are followed by their Link headers, on the same server only; from the second round on with date_from.
- Objects are joined field by field as OCPI's PATCH has it: an older last_updated never takes back a newer one, whatever the
  order of pages and rounds. A status is published when it changed, and again every repeat_s: the operator's system still
  says it. One that has not changed for 28 days is published without its last_updated, so that it holds from its receipt:
  Kerbside believes no word for more than 35 days, and a word that is asked for now is evidence of now.
- The token is read from a file that only its owner may read (mode 0600), sent to the endpoint's own server only, and
  written nowhere. Who charged (cdr_token and the like) is taken out before anything is published.
- Nothing is kept on disk. After a start everything is asked for and published once more, which Kerbside counts as
  duplicates.
"""

import base64
import configparser
import json
import os
import re
import signal
import stat
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

from mqtt_publisher import Publisher

MODULES = ("locations", "sessions", "cdrs")
# What is taken of an object, and nothing else: other members name persons and accounts (OCPI 2.2.1 sections 9.3 and 10.3),
# or may do so in an operator's extension.
KEPT = {
    "locations": ("country_code", "party_id", "id", "last_updated", "evses"),
    "sessions": (
        "country_code", "party_id", "id", "status", "start_date_time", "end_date_time", "kwh", "auth_method", "evse_uid",
        "connector_id", "charging_periods", "last_updated"),
    "cdrs": (
        "country_code", "party_id", "id", "session_id", "status", "start_date_time", "end_date_time", "total_energy",
        "total_time", "total_parking_time", "auth_method", "cdr_location", "charging_periods", "last_updated"),
}
KEPT_INSIDE = {
    "cdr_location": ("evse_uid", "evse_id", "connector_id"),
    "charging_periods": ("start_date_time", "dimensions"),
    "dimensions": ("type", "volume"),
}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:*-]{0,63}\Z")
MOST_BYTES = 64 << 20
MOST_PAGES = 10_000
LONG_AGO = datetime(1, 1, 1, tzinfo=timezone.utc)
# A week less than Kerbside believes a status for.
OLD_STATUS = timedelta(days=28)


def kept(value, names):
    """The members of an object, or of each object of a list, that are taken."""
    if isinstance(value, list):
        return [kept(each, names) for each in value if isinstance(each, dict)]
    if not isinstance(value, dict):
        return value
    return {
        name: kept(value[name], KEPT_INSIDE[name]) if name in KEPT_INSIDE else value[name] for name in names if name in value}


class Failure(Exception):
    """What went wrong, in words without the token."""


def say(text):
    print(text, file=sys.stderr, flush=True)


# --- Settings ---------------------------------------------------------------------------------------------------------


def secret(path):
    """The first line of a file that nobody but its owner may read."""
    with open(path) as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise Failure(f"{path}: others may read it; make it private: chmod 600 {path}")
        text = file.readline().strip()
    if not text:
        raise Failure(f"{path}: found nothing; expected a line")
    return text


def is_loopback(host):
    return host in ("127.0.0.1", "::1", "localhost")


class Settings:
    def __init__(self, path):
        parser = configparser.ConfigParser(interpolation=None)
        if not parser.read(path):
            raise Failure(f"{path}: found no such file that can be read")
        try:
            ocpi, mqtt = parser["ocpi"], parser["mqtt"]
            self.urls = {module: ocpi[module] for module in MODULES if module in ocpi}
            if not self.urls:
                raise Failure(f"{path}: [ocpi] names none of {', '.join(MODULES)}")
            token = secret(ocpi["token_file"])
            encoding = ocpi.get("token_encoding", "base64")
            if encoding not in ("base64", "plain"):
                raise Failure(f"{path}: token_encoding is base64 (OCPI 2.2) or plain (before)")
            # Section 4.1.1 of OCPI 2.2.1.
            self.authorization = "Token " + (base64.b64encode(token.encode()).decode() if encoding == "base64" else token)
            self.poll_s = ocpi.getfloat("poll_s", 60)
            self.repeat_s = ocpi.getfloat("repeat_s", 3600)
            self.page = ocpi.getint("page", 100)
            # Sessions and bills of the time before the bridge knew anything.
            self.since_days = ocpi.getfloat("since_days", 7)
            self.prefix = mqtt["prefix"].rstrip("/")
            self.host, self.port = mqtt.get("host", "127.0.0.1"), mqtt.getint("port", 1883)
            self.user = mqtt.get("user")
            self.password = secret(mqtt["password_file"]) if "password_file" in mqtt else None
            self.ca_file = mqtt.get("ca_file")
        except KeyError as missing:
            raise Failure(f"{path}: found no {missing.args[0]}") from None
        except ValueError as wrong:
            raise Failure(f"{path}: {wrong}") from None
        if not self.prefix or "+" in self.prefix or "#" in self.prefix:
            raise Failure(f"{path}: prefix is a topic such as westminster/ev/ocpi")
        for url in self.urls.values():
            parts = urllib.parse.urlsplit(url)
            if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
                raise Failure(f"{url}: the token goes over https only")


# --- OCPI -------------------------------------------------------------------------------------------------------------


class SameServer(urllib.request.HTTPRedirectHandler):
    """Redirects would carry the token to whatever server they name."""

    def redirect_request(self, request, file, code, message, headers, url):
        if server(url) != server(request.full_url):
            raise Failure("the endpoint redirects to another server; write that one into the settings")
        return super().redirect_request(request, file, code, message, headers, url)


def server(url):
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


class Endpoint:
    def __init__(self, settings):
        self.authorization = settings.authorization
        self.page = settings.page
        self.opener = urllib.request.build_opener(SameServer)

    def objects(self, url, date_from):
        """The objects of all pages, newest pages included that came while the first ones were read."""
        query = {"limit": self.page}
        if date_from:
            query["date_from"] = date_from
        begin = url + ("&" if "?" in url else "?") + urllib.parse.urlencode(query)
        following, seen = begin, set()
        while following:
            if following in seen or len(seen) >= MOST_PAGES:
                raise Failure("the pages of the endpoint go round in a circle")
            if server(following) != server(url):
                raise Failure("the endpoint's next page is on another server")
            seen.add(following)
            found, link = self.read(following)
            yield from found
            following = next_page(following, link)

    def read(self, url):
        request = urllib.request.Request(url, headers={"Authorization": self.authorization, "Accept": "application/json"})
        try:
            with self.opener.open(request, timeout=30) as answer:
                body, link = answer.read(MOST_BYTES + 1), answer.headers.get("Link")
        except urllib.error.HTTPError as error:
            raise Failure(f"the endpoint answered {error.code}") from None
        except OSError as error:
            raise Failure(f"the endpoint cannot be reached: {getattr(error, 'reason', error)}") from None
        if len(body) > MOST_BYTES:
            raise Failure("a page is larger than 64 MiB")
        try:
            reply = json.loads(body)
        except ValueError:
            raise Failure("the endpoint's answer is no JSON") from None
        code = reply.get("status_code") if isinstance(reply, dict) else None
        data = reply.get("data") if isinstance(reply, dict) else reply
        if code is not None and not 1000 <= code < 2000:
            raise Failure(f"the endpoint's status_code is {code}")
        if isinstance(data, dict):
            data = [data]
        if not isinstance(data, list):
            raise Failure("the endpoint's answer has no list of objects")
        return [item for item in data if isinstance(item, dict)], link


def next_page(url, link):
    """RFC 8288, as OCPI 2.2.1 section 4.1.3 uses it."""
    for part in (link or "").split(","):
        match = re.search(r'<([^>]*)>\s*;.*\brel="?next"?', part)
        if match:
            return urllib.parse.urljoin(url, match.group(1))
    return None


def instant(text):
    """last_updated; its Z may be left out. What cannot be read is older than anything."""
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return LONG_AGO
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def merged(known, change):
    """A change put into an object, as a PATCH has it: only the fields that it names, and none where it is older."""
    if known is None:
        return change
    if instant(change.get("last_updated")) < instant(known.get("last_updated")):
        known, change = change, known
    whole = dict(known)
    for name, value in change.items():
        if name == "evses" and isinstance(value, list) and isinstance(known.get("evses"), list):
            whole["evses"] = merged_list(known["evses"], value)
        else:
            whole[name] = value
    return whole


def merged_list(known, changes):
    by_name = {evse.get("uid"): evse for evse in known if isinstance(evse, dict)}
    for evse in changes:
        if isinstance(evse, dict):
            by_name[evse.get("uid")] = merged(by_name.get(evse.get("uid")), evse)
    return list(by_name.values())


# --- Rounds -----------------------------------------------------------------------------------------------------------


class Bridge:
    def __init__(self, settings):
        self.settings = settings
        self.endpoint = Endpoint(settings)
        self.objects = {module: {} for module in MODULES}
        # What of an object was last published, and when.
        self.published = {}
        # The newest last_updated of each module.
        self.newest = {}

    def round(self, publisher):
        """True when every module was read."""
        is_whole = True
        for module, url in self.settings.urls.items():
            try:
                count = self.take(module, url)
                sent = self.publish(module, publisher)
                say(f"{module}: {count} objects read, {sent} messages published")
            except Failure as failure:
                is_whole = False
                say(f"{module}: {failure}")
            except OSError:
                # The broker's: main waits and connects again.
                raise
            except Exception as trouble:  # an object that no rule foresees must not end the others
                is_whole = False
                say(f"{module}: an object could not be read ({type(trouble).__name__})")
        return is_whole

    def take(self, module, url):
        known = self.objects[module]
        count = 0
        for item in self.endpoint.objects(url, self.date_from(module)):
            count += 1
            item = kept(item, KEPT[module])
            key = (item.get("country_code"), item.get("party_id"), item.get("id"))
            if not isinstance(item.get("id"), str):
                continue
            known[key] = merged(known.get(key), item)
            # A stamp of tomorrow would have all that comes until then left out.
            changed = min(instant(item.get("last_updated")), datetime.now(timezone.utc))
            self.newest[module] = max(self.newest.get(module, LONG_AGO), changed)
        return count

    def date_from(self, module):
        newest = self.newest.get(module)
        if newest is None or newest == LONG_AGO:
            if module == "locations":
                return None
            newest = datetime.now(timezone.utc) - timedelta(days=self.settings.since_days)
        # date_from is inclusive, and its Z is asked for.
        return newest.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def publish(self, module, publisher):
        sent = 0
        for key, item in list(self.objects[module].items()):
            for topic, body, repeats in list(self.messages(module, item)):
                payload = json.dumps(body, separators=(",", ":"), ensure_ascii=True)
                before = self.published.get((module, key, topic))
                now = time.monotonic()
                if before and before[0] == payload and not (repeats and now - before[1] >= self.settings.repeat_s):
                    continue
                publisher.publish(f"{self.settings.prefix}/{topic}", payload.encode())
                self.published[(module, key, topic)] = (payload, now)
                sent += 1
            if module != "locations" and self.is_over(module, item):
                # Of a session that has ended nothing more comes: its next word would be news.
                item_age = datetime.now(timezone.utc) - instant(item.get("last_updated"))
                if item_age > timedelta(days=self.settings.since_days + 1):
                    del self.objects[module][key]
                    self.published = {place: value for place, value in self.published.items() if place[:2] != (module, key)}
        return sent

    @staticmethod
    def is_over(module, item):
        return module == "cdrs" or item.get("status") in ("COMPLETED", "INVALID")

    @staticmethod
    def messages(module, item):
        if module == "locations":
            for evse in item.get("evses") or []:
                uid = evse.get("uid") if isinstance(evse, dict) else None
                if isinstance(uid, str) and NAME.match(uid) and evse.get("status"):
                    body = {name: evse[name] for name in ("evse_id", "status", "last_updated") if evse.get(name)}
                    if datetime.now(timezone.utc) - instant(body.get("last_updated")) > OLD_STATUS:
                        body.pop("last_updated", None)
                    yield f"{uid}/status", body, True
            return
        place = item.get("cdr_location") if module == "cdrs" else item
        uid = place.get("evse_uid") if isinstance(place, dict) else None
        if isinstance(uid, str) and NAME.match(uid):
            yield f"{uid}/{'cdr' if module == 'cdrs' else 'session'}", item, False


def main(arguments):
    if not arguments or arguments[1:] not in ([], ["--once"]):
        say(__doc__)
        return 2
    try:
        settings = Settings(arguments[0])
    except (Failure, OSError) as failure:
        say(str(failure))
        return 2
    bridge = Bridge(settings)
    is_stopped = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: is_stopped.append(True))
    publisher = Publisher(settings.host, settings.port, settings.user, settings.password, settings.ca_file)
    while True:
        try:
            is_whole = bridge.round(publisher)
        except OSError as error:
            # Nothing of the round is lost: what was not acknowledged is published in the next one.
            say(f"broker: {error}")
            is_whole = False
        if arguments[1:] == ["--once"]:
            publisher.close()
            return 0 if is_whole else 1
        until = time.monotonic() + settings.poll_s
        while not is_stopped and time.monotonic() < until:
            time.sleep(min(0.2, max(0, until - time.monotonic())))
        if is_stopped:
            publisher.close()
            return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
