"""Asks our server and the API peer the same questions for several readers, and tells each difference.

Normalised is little: a text that is a decimal number is compared as one ("1.50" is "1.5"), a text that is an instant as an instant,
`next_cursor` by whether it is there. Fields whose name is in LEFT_OUT may be missing from the peer's answer. All else, the order of
lists too, is compared as it is.

    python compare_api.py --ours http://localhost:8080 --peer http://127.0.0.1:9000 --people people.json

people.json: [{"email": .., "password": .., "reader": <X-Reader of the peer>}, ..].
"""

import argparse
import json
import re
import sys
import time
import urllib.parse
import urllib.request
from datetime import datetime
from decimal import Decimal

LEFT_OUT = set()
NUMBER = re.compile(r"-?\d+(\.\d+)?")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT.*Z")
PERIODS = ("this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year", "all_time")


def normal(value):
    if isinstance(value, dict):
        found = {key: normal(part) for key, part in value.items() if key != "next_cursor"}
        return found | {"next_cursor": bool(value.get("next_cursor"))}
    if isinstance(value, list):
        return [normal(part) for part in value]
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return Decimal(value)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return datetime.fromisoformat(value)
    return value


def differences(ours, peer, path=""):
    if isinstance(ours, dict) and isinstance(peer, dict):
        for key in sorted(ours.keys() | peer.keys()):
            if key not in peer and key in LEFT_OUT:
                continue
            if key in ours and key in peer:
                yield from differences(ours[key], peer[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}: {'only ours' if key in ours else 'only the peer'}"
    elif isinstance(ours, list) and isinstance(peer, list):
        if len(ours) != len(peer):
            yield f"{path}: {len(ours)} and {len(peer)} rows"
        for at, (a, b) in enumerate(zip(ours, peer)):
            yield from differences(a, b, f"{path}[{at}]")
    elif ours != peer or type(ours) is not type(peer):
        yield f"{path}: {ours!r} and {peer!r}"


class Ours:
    def __init__(self, url, person):
        self.url, self.cookie = url, ""
        body = json.dumps({"email": person["email"], "password": person["password"]}).encode()
        headers = {"Content-Type": "application/json", "Origin": url, "X-SalesCommand": "1"}
        with urllib.request.urlopen(urllib.request.Request(f"{url}/api/auth/login", body, headers)) as answer:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def get(self, path):
        return get(self.url + path, {"Cookie": self.cookie, "X-SalesCommand": "1"})


def get(url, headers):
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, b""
    return status, body, (time.perf_counter() - began) * 1000


def questions(ours):
    """Fixed ones, and those about what the reader sees."""
    def ask(path, **query):
        query = {("from" if key == "since" else key): value for key, value in query.items() if value is not None}
        return f"{path}?{urllib.parse.urlencode(query)}" if query else path

    def first(path, key):
        return json.loads(ours.get(path)[1])[key]

    filters = first("/api/accounts/filters", "industries"), first("/api/accounts/filters", "salespeople"), first("/api/accounts/filters", "countries")
    for sort in ("name", "pipeline", "weighted", "won", "open_deals"):
        for direction in (None, "asc", "desc"):
            yield ask("/api/accounts", sort=sort, direction=direction, limit=50)
    for q in ("b", "nord", "gmbh", "Ü", "no such account", "и"):
        yield ask("/api/accounts", q=q, sort="pipeline")
    for field, options in zip(("industry", "salesperson", "country"), filters):
        for option in options[:2] + options[-1:]:
            yield ask("/api/accounts", **{field: option["id"]})
            yield ask("/api/accounts", **{field: option["id"]}, sort="won", q="a", limit=5)
    deals = {name: first("/api/opportunities/filters", name) for name in ("salespeople", "teams", "stages")}
    people, teams, stages = (list(options[:1] + options[-1:]) for options in deals.values())
    yield ask("/api/opportunities/board")
    for show in ("open", "won", "lost", "archived", "new", "overdue", "rotting", "attention", "all"):
        yield ask("/api/opportunities/board", show=show, limit=10)
        yield ask("/api/opportunities/board", show=show, limit=3, period="last_quarter", sort="expected")
    for sort in ("name", "account", "stage", "expected", "weighted", "probability", "close_on", "closed_at", "stage_changed_at"):
        for direction in ("asc", "desc"):
            yield ask("/api/opportunities/board", sort=sort, direction=direction, show="all", limit=7)
    yield ask("/api/opportunities/board", q="cal", limit=5)
    for person in people:
        yield ask("/api/opportunities/board", salesperson=person["id"], limit=5)
        yield ask("/api/dashboard/overview", salesperson=person["id"])
    for team in teams:
        yield ask("/api/opportunities/board", team=team["id"], limit=5)
        yield ask("/api/dashboard/overview", team=team["id"], period="this_year")
    yield ask("/api/dashboard/overview")
    for period in PERIODS:
        yield ask("/api/dashboard/overview", period=period)
    yield ask("/api/dashboard/overview", since="2026-03-07", until="2026-11-20")
    yield ask("/api/dashboard/overview", since="2026-02-01", until="2026-12-01")
    for figure in ("pipeline", "open_deals", "weighted", "won", "won_deals", "lost", "lost_deals", "new_deals", "overdue_deals", "rotting_deals"):
        for period in (None, "this_year", "last_quarter"):
            yield ask(f"/api/explain/{figure}", period=period)
        for stage in stages:
            yield ask(f"/api/explain/{figure}", stage=stage["id"], limit=3)
        for person in people:
            yield ask(f"/api/explain/{figure}", salesperson=person["id"], since="2026-01-15", until="2026-11-02")
    for q in ("a", "cons", "nordstern", "cal serv", "INV/2026", "anna", "@", "halden", "ü", "é", "gmbh", "и", "x y z", ""):
        yield ask("/api/search", q=q)
        yield ask("/api/search", q=q, limit=20)
    seen = []
    for sort in ("name", "pipeline", "won", "open_deals"):
        seen += [row["id"] for row in first(ask("/api/accounts", sort=sort, limit=8), "items")]
    for id in dict.fromkeys(seen + ["odoo_account_1", "odoo_account_999999", "odoo_contact_5"]):
        yield f"/api/accounts/{id}"
        yield f"/api/accounts/{id}/360"


def main():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("ours", "peer", "people"):
        given.add_argument(f"--{name}", required=True)
    given.add_argument("--most", type=int, default=5, help="differences that are told of an answer")
    given = given.parse_args()
    with open(given.people) as file:
        people = json.load(file)
    asked = wrong = 0
    took = {}
    for person in people:
        ours = Ours(given.ours, person)
        for path in questions(ours):
            asked += 1
            status, body, our_time = ours.get(path)
            peer_status, peer_body, peer_time = get(given.peer + path, {"X-Reader": str(person["reader"])})
            times = took.setdefault(re.sub(r"\d+", "N", path.split("?")[0]), ([], []))
            times[0].append(our_time)
            times[1].append(peer_time)
            found = [f"status {status} and {peer_status}"] if status != peer_status else []
            if status == peer_status == 200:
                found = list(differences(normal(json.loads(body)), normal(json.loads(peer_body))))
            if found:
                wrong += 1
                print(f"{person['email']} {path}")
                for line in found[:given.most]:
                    print(f"    {line[:300]}")
    for path, (ours, peer) in sorted(took.items()):
        print(f"{path:36} {len(ours):5} asked, median ms: ours {sorted(ours)[len(ours) // 2]:8.2f}, the peer {sorted(peer)[len(peer) // 2]:8.2f}")
    print(f"{asked} questions, {wrong} answers differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
