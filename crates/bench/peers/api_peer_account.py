"""One account of the API peer: its detail, and everything around it."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta, timezone

import orjson
from fastapi import APIRouter, HTTPException
from orjson import Fragment

from api_peer_answers import Asks, answer
from api_peer_domain import ZERO, Period, Sum, fold
from api_peer_overview import Links, months
from api_peer_rollups import read
from api_peer_wire import named, touch

routes = APIRouter()
FIRST = 5
MOST_CHILDREN = 200
AMOUNTS = (("invoiced", "own", "exp"), ("outstanding", "out_own", "out"), ("overdue", "due_own", "due"), ("in_payment", "pay_own", "pay"))


def now_text():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Account:
    """What a reader sees of an account, read in one go."""

    def __init__(self, who, id):
        self.who, self.id, self.moment = who, id, who.moment

    async def read(self):
        of, seen, hung = self.who.of, self.who.seen, {**self.who.seen, "acc": self.id}
        fields = {"kind": 1, "at": 1, "due": 1, "e": 1, "o": 1, "i": 1}
        deal_fields = {"st": 1, "row": 1, "partner": 1, "closed": 1, "nc": 1, "own": 1, "exp": 1}
        self.account, self.card, self.deals, self.invoices, touches = await asyncio.gather(
            of("accounts").find_one({"_id": self.id, **seen}), of("cards").find_one({"r": self.who.reach, "a": self.id}, {"card": 1}),
            of("deals").find(hung, deal_fields).sort("_id").to_list(), of("invoices").find(hung).to_list(), of("touches").find(hung, fields).to_list(),
        )
        if not self.account or not self.card:
            raise HTTPException(404)
        now = now_text()
        self.touches = [row for row in touches if row["e"] != "event" or row["at"] <= now]
        return self

    async def detail(self):
        data, parent = self.account["d"], self.account["d"]["parent"]
        if parent and not await self.who.of("accounts").find_one({"_id": parent["id"], **self.who.seen}, {"_id": 1}):
            parent = None
        business, planned = Business(self.invoices, self.moment), [row["due"] for row in self.touches if row["kind"] == "planned"]
        done = [row["at"] for row in self.touches if row["kind"] != "planned"]
        shown = [Fragment(row["row"]) for state in ("open", "won") for row in self.deals if row["st"] == state]
        return {
            **orjson.loads(self.card["card"]), **{key: data[key] for key in ("email", "phone", "website", "street", "zip")},
            "parent": named("account", parent), "odoo_url": self.account["url"], "generation": self.moment.generation, "deals": shown,
            "business": {
                **{key: business.sums[key].figure(self.moment) for key in ("invoiced", "outstanding", "overdue")},
                "last_touch": max((at for at in done if at), default=None), "next_activity": min((day for day in planned if day), default=None),
                "invoices": business.posted, "draft_invoices": business.drafts, "planned_activities": len(planned), "touches": len(done),
            },
        }


class Business:
    """Sums over posted invoices and credit notes."""

    def __init__(self, rows, moment):
        year = Period.named("this_year", moment.today, moment.fiscal_month)
        self.sums = {name: Sum() for name, _, _ in AMOUNTS} | {"invoiced_this_year": Sum()}
        states = Counter(row["st"] for row in rows)
        self.posted, self.drafts = states["posted"], states["draft"]
        self.credit_notes = sum(row["st"] == "posted" and row["kind"] == "credit_note" for row in rows)
        self.fiscal_year = year.span()
        for row in rows:
            if row["st"] == "posted":
                self.add(row, year)

    def add(self, row, year):
        for name, own, value in AMOUNTS:
            if row[own] is not None:
                amount = row[value].to_decimal() if row[value] is not None else ZERO
                self.sums[name].add(amount, 1, row["nc"], row[own].to_decimal())
                if name == "invoiced" and row["date"] and year.has(row["date"][:7]):
                    self.sums["invoiced_this_year"].add(amount, 1, row["nc"], row[own].to_decimal())

    def billing(self, moment):
        return {**{name: total.figure(moment) for name, total in self.sums.items()}, "fiscal_year": self.fiscal_year}


def account_id(text):
    start, _, id = text.rpartition("_")
    if start != "odoo_account" or not id.isdigit():
        raise HTTPException(404)
    return int(id)


@routes.get("/api/accounts/{id}")
async def one(who: Asks, id: str):
    account = await Account(who, account_id(id)).read()
    return answer(await account.detail())


@routes.get("/api/accounts/{id}/360")
async def whole(who: Asks, id: str):
    account = await Account(who, account_id(id)).read()
    of, hung, moment = who.of, {**who.seen, "acc": account.id}, who.moment
    below = [row["_id"] async for row in of("accounts").find({"parent": account.id, "l": True, **who.seen}, {"_id": 1})]
    detail, contacts, orders, children, (activities, planned) = await asyncio.gather(
        account.detail(), of("contacts").find({**hung, "d.archived": False}).to_list(), of("orders").find(hung).to_list(),
        of("cards").find({"r": who.reach, "a": {"$in": [at for at in below if at != account.id]}}, {"card": 1})
        .sort([("f", 1), ("a", 1)]).to_list(),
        timeline(account),
    )
    parent = detail["parent"] and await of("cards").find_one({"r": who.reach, "a": account_id(detail["parent"]["id"])}, {"card": 1})
    business, states = Business(account.invoices, moment), Counter(row["st"] for row in account.deals)
    people, addresses = people_of(account, contacts)
    kinds = Counter(row["kind"] for row in account.touches)
    order_states = Counter("orders" if row["item"]["state"] in ("sale", "done") else "quotations" for row in orders)
    rows = [read({**row, "n": 1, "mon": row["closed"]}) for row in account.deals]
    return answer({
        "account": detail,
        "counts": {
            "people": len(people), "addresses": addresses, "planned_activities": kinds["planned"],
            "touches": kinds.total() - kinds["planned"], "invoices": business.posted - business.credit_notes,
            "credit_notes": business.credit_notes, "draft_invoices": business.drafts, "orders": order_states["orders"],
            "quotations": order_states["quotations"], **{f"{state}_deals": states[state] for state in ("open", "won", "lost", "archived")},
            "children": len(children),
        },
        "billing": business.billing(moment), "months": months(rows, moment, Links(moment, None, {"account": id})),
        "parent": parent and Fragment(parent["card"]), "children": [Fragment(row["card"]) for row in children[:MOST_CHILDREN]],
        "next_activity": activities[0] if planned else None, "people": people[:FIRST], "invoices": first_invoices(account.invoices),
        "orders": first_orders(orders, {row["_id"] for row in account.deals}), "activities": activities,
    })


def people_of(account, contacts):
    """By name, with the number of deals and invoices with each; and how many addresses there are."""
    deals = Counter(row["partner"] for row in account.deals if row["st"] != "archived")
    invoices = Counter(row["partner"] for row in account.invoices if row["st"] != "cancelled")
    rows = [(row["f"], row["_id"], "contact", row["d"]) for row in contacts]
    own = account.account["d"]
    if own["individual"]:
        rows.append((fold(own["name"]), account.id, "account", {**own, "kind": "contact", "job_title": None}))
    people = sorted((row for row in rows if row[3]["kind"] == "contact"), key=lambda row: row[:2])
    shown = [{
        "id": f"odoo_{entity}_{id}", **{key: data[key] for key in ("name", "kind", "job_title", "email", "phone", "city")},
        "country": named("country", data["country"]), "deals": deals[id], "invoices": invoices[id],
    } for _, id, entity, data in people]
    return shown, len(rows) - len(people)


def newest(rows, at):
    rows = sorted(rows, key=lambda row: row["_id"], reverse=True)
    return sorted(rows, key=lambda row: (row[at] is None, row[at] and -order_of(row[at])))[:FIRST]


def order_of(at):
    at = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return (at.replace(tzinfo=None) - datetime(1970, 1, 1)) // timedelta(microseconds=1)


def first_invoices(rows):
    return [Fragment(row["item"]) for row in newest([row for row in rows if row["st"] != "cancelled"], "date")]


def first_orders(rows, visible):
    return [{**row["item"], "deal": f"odoo_opportunity_{row['deal']}" if row["deal"] in visible else None} for row in newest(rows, "at")]


def place(row):
    """What is planned by its day, then what was done, newest first; what has no time comes last."""
    if row["kind"] == "planned":
        return (0, row["due"] is None, row["due"] or "", row["o"], row["i"])
    return (1, row["at"] is None, row["at"] and -order_of(row["at"]) or 0, row["o"], row["i"])


async def timeline(account):
    """The first rows, and whether the first of them is planned."""
    first = sorted(account.touches, key=place)[:FIRST]
    found = account.who.of("touches").find({"_id": {"$in": [row["_id"] for row in first]}}, {"d": 1})
    documents = {row["_id"]: row["d"] async for row in found}
    authors = await names(account.who, {documents[row["_id"]].get("author") for row in first} - {None})
    rows = [touch(row, documents[row["_id"]], authors, account.moment) for row in first]
    return rows, bool(first) and first[0]["kind"] == "planned"


async def names(who, partners):
    found = {user["partner"]: user["name"] for user in who.org.users.values() if user.get("partner") in partners}
    others = list(partners - found.keys())
    for what in ("contacts", "accounts") if others else ():
        async for row in who.of(what).find({"_id": {"$in": others}, **who.seen}, {"d.name": 1}):
            found[row["_id"]] = row["d"]["name"]
    return found
