"""The API peer's dashboard: figures of a period from the sums that are kept for each reach."""

import asyncio
from datetime import timedelta
from urllib.parse import urlencode

from orjson import Fragment

from api_peer_domain import last_months
from api_peer_rollups import ROLLUPS, Parts, Tally, read

TILES = (
    "pipeline", "weighted", "won", "win_rate", "open_deals", "new_deals", "average_deal", "sales_cycle", "lost", "overdue_deals",
    "rotting_deals", "win_rate_by_value", "won_deals",
)
RECURRING = ("recurring_pipeline", "recurring_weighted", "recurring_won")
BILLING = ("invoiced", "outstanding", "overdue")
FORECAST = ("forecast", "won", "forecast_commit", "forecast_best_case", "forecast_pipeline", "forecast_overdue", "forecast_omitted", "undated")
OF_PEOPLE = ("won", "won_deals", "win_rate", "pipeline", "open_deals")
WITHOUT_PERIOD = {
    "pipeline", "weighted", "open_deals", "recurring_pipeline", "recurring_weighted", "overdue_deals", "rotting_deals", "undated",
    "outstanding", "overdue",
}
LISTED = 8
DUE, AHEAD = 30, timedelta(days=7)


class Links:
    def __init__(self, moment, days, asked):
        self.moment, self.days, self.asked = moment, days, asked

    def to(self, name, days=None, **narrow):
        asked, days = {**self.asked, **narrow}, None if name in WITHOUT_PERIOD else days or self.days
        query = {"from": days and days.start, "until": days and days.end, "account": asked.get("account")}
        query |= {key: asked.get(key) for key in ("salesperson", "team", "stage")}
        query["generation"] = self.moment.generation
        return f"/api/explain/{name}?{urlencode({key: value for key, value in query.items() if value is not None})}"


async def sums(who, kind, narrowed, days, before):
    """By month as they are kept; a period that begins within a month is added up from the deals by day."""
    if days is None or days.is_whole_months:
        match = {"r": who.reach, "kind": kind, **narrowed}
        if days and kind in ("due", "new", "inv", "closed"):
            match["mon"] = {"$gte": before.keys[0], "$lt": days.keys[1]}
        if days and kind == "due":
            match["$or"] = [{"mon": match.pop("mon")}, {"mon": None}, {"over": True}]
        elif days and kind == "closed":
            match["mon"] = {"$gte": min(before.keys[0], last_months(who.moment.today)[0].keys[0])}
        return [read(row) for row in await who.of("rollups").find(match, {"_id": 0, "r": 0}).to_list()]
    source = who.of("invoices" if kind in ("inv", "owed") else "deals")
    rows = await (await source.aggregate([{"$match": {**who.seen, **narrowed}}, *ROLLUPS[kind](10)])).to_list()
    return [read({**row.pop("_id"), **row}) for row in rows]


async def overview(who, days, narrowed, asked):
    moment = who.moment
    before = days and days.before()
    *found, top, attention, attention_total, to_do = await asyncio.gather(
        *(sums(who, kind, narrowed, days, before) for kind in ROLLUPS),
        largest(who, {"st": "open", **narrowed}), largest(who, {"att": True, **narrowed}),
        who.of("deals").count_documents({**who.seen, "att": True, **narrowed}), due(who, narrowed),
    )
    by_kind = dict(zip(ROLLUPS, found))
    parts, earlier, people = Parts(), Parts(), {}
    for kind, rows in by_kind.items():
        for row in rows:
            parts.add(kind, row, days, moment.today)
            if before and kind in ("closed", "new", "inv"):
                earlier.add(kind, row, before, moment.today)
            if kind in ("open", "closed", "new"):
                people.setdefault(row.get("sp"), Parts()).add(kind, row, days, moment.today)
    links = Links(moment, days, asked)
    names = TILES
    if any(row["n"] for row in by_kind["owed"]):
        names += BILLING
    if parts.of["recurring"].deals + parts.of["recurring_won"].deals:
        names += RECURRING

    def tile(name, previous=None):
        return {"figure": name, "value": parts.say(name, moment), "previous": previous, "explain": links.to(name)}

    return {
        "tiles": [tile(name, earlier.say(name, moment) if before and name not in WITHOUT_PERIOD else None) for name in names],
        "forecast": [tile(name) for name in FORECAST], "period": days and days.span(), "period_before": before and before.span(),
        "today": moment.today.isoformat(), "stages": stages(who, by_kind["open"], links), "people": of_people(who, people, links),
        "months": months(by_kind["closed"], moment, links), "top": top, "attention": attention, "attention_total": attention_total,
        "due": to_do, "generation": moment.generation,
    }


async def due(who, narrowed):
    """Of a person or of a team's members, or else of the people in reach."""
    today, last = who.moment.today.isoformat(), (who.moment.today + AHEAD).isoformat()
    whose = []
    if "sp" in narrowed:
        whose.append({"u": narrowed["sp"]})
    elif who.tokens is not None:
        whose.append({"u": {"$in": [int(token[2:]) for token in who.tokens if token.startswith("u:")]}})
    if "team" in narrowed:
        team, present = narrowed["team"], [row for row in who.org.members if not row["archived"]]
        members = [row["user"] for row in present if team in (None, row["team"])]
        whose.append({"u": {"$nin" if team is None else "$in": members}})
    match = {**who.seen, "due": {"$lte": last}, **({"$and": whose} if whose else {})}
    planned = who.of("planned")
    days = {"overdue": {"$lt": today}, "today": today, "soon": {"$gt": today, "$lte": last}}
    rows = planned.find(match, {"item": 1}).sort([("due", 1), ("_id", 1)]).limit(DUE)
    rows, *counts = await asyncio.gather(rows.to_list(), *(planned.count_documents({**match, "due": day}) for day in days.values()))
    return {**dict(zip(days, counts)), "rows": [Fragment(row["item"]) for row in rows]}


async def largest(who, match):
    rows = who.of("deals").find({**who.seen, **match}, {"item": 1}).sort([("m.exp", 1), ("exp", -1), ("_id", -1)]).limit(LISTED)
    return [Fragment(row["item"]) for row in await rows.to_list()]


def stages(who, rows, links):
    by_stage = {}
    for row in rows:
        bar = by_stage.setdefault(row.get("stage"), (Tally(), Tally()))
        bar[0].add(row)
        bar[1].add(row, own="w_own", value="wei")

    def place(id):
        known = who.stages.get(id)
        return (known is None, known["sequence"] if known else 0, id or 0)

    bars = []
    for id in sorted(by_stage, key=place):
        value, weighted = by_stage[id]
        text, known = "none" if id is None else f"odoo_stage_{id}", who.stages.get(id)
        named = None if id is None else {"id": text, "name": known["name"] if known else f"#{id}"}
        figures = {"deals": value.deals, "pipeline": value.sum.figure(who.moment), "weighted": weighted.sum.figure(who.moment)}
        bars.append({"stage": named, **figures, "explain": links.to("pipeline", stage=text)})
    return bars


def months(rows, moment, links):
    """`rows`: of won and lost deals; by month or by day."""
    bars = {period.keys[0]: (period, Tally()) for period in last_months(moment.today)}
    for row in rows:
        bar = bars.get((row.get("mon") or "")[:7])
        if bar and row["st"] == "won":
            bar[1].add(row)
    return [month(period, tally, moment, links) for period, tally in bars.values()]


def month(period, tally, moment, links):
    return {"month": period.span(), "deals": tally.deals, "won": tally.sum.figure(moment), "explain": links.to("won", period)}


def of_people(who, people, links):
    rows = []
    for id, parts in people.items():
        if parts.is_empty:
            continue
        user = who.org.users.get(id)
        name = None if id is None else user["name"] if user else f"#{id}"
        rows.append((-parts.of["won"].sum.total, name is None, name or "", id, parts))
    if len(rows) < 2:
        return []
    shown = []
    for _, _, name, id, parts in sorted(rows, key=lambda row: row[:3]):
        text = "none" if id is None else f"odoo_user_{id}"
        values = [
            {"figure": figure, "value": parts.say(figure, who.moment), "explain": links.to(figure, salesperson=text)} for figure in OF_PEOPLE
        ]
        shown.append({"person": None if id is None else {"id": text, "name": name}, "values": values})
    return shown
