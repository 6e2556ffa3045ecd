"""The API peer's lists and figures: accounts, board, dashboard, the rows behind a figure, search."""

import asyncio
import heapq
import re
from datetime import date
from typing import Annotated, Literal

import orjson
from bson.decimal128 import Decimal128
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from orjson import Fragment

from api_peer_domain import PERIODS, ZERO, Period, Sum, fit, fold, grams, plain, quantized
from api_peer_overview import overview
from api_peer_rollups import read

routes = APIRouter()
Direction = Literal["asc", "desc"]
Limit = Annotated[int, Query(ge=1, le=200)]
Text = Annotated[str | None, Query(max_length=200)]
DEAL_SORTS = {
    "name": "f", "account": "af", "stage": "seq", "expected": "exp", "weighted": "wei", "probability": "prob",
    "close_on": "close", "closed_at": "ca", "stage_changed_at": "sca",
}
SHOWN = {
    "open": {"st": "open"}, "won": {"st": "won"}, "lost": {"st": "lost"}, "archived": {"st": "archived"}, "new": {"st": {"$ne": "archived"}},
    "overdue": {"st": "open", "over": True}, "rotting": {"st": "open", "rot": True}, "attention": {"st": "open", "att": True}, "all": {"st": {"$ne": "archived"}},
}
DAY_OF = {"won": "closed", "lost": "closed", "new": "new"}


async def reader(request: Request):
    return await request.app.state.service.reader(request)


Asks = Annotated[object, Depends(reader)]


def answer(body):
    return Response(orjson.dumps(body), media_type="application/json")


def choice(entity, text):
    """`{}` where nothing is chosen."""
    if text is None or text == "none":
        return text is not None, None
    start, _, id = text.rpartition("_")
    if start != f"odoo_{entity}" or not id.isdigit():
        raise HTTPException(422, f"must be none or an id like odoo_{entity}_7")
    return True, int(id)


def chosen(**choices):
    match = {}
    for field, (entity, text) in choices.items():
        is_given, id = choice(entity, text)
        if is_given:
            match[field] = id
    return match


def period_of(name, since, until, moment, default=None):
    if since is None and until is None:
        return Period.named(name or default or "all_time", moment.today, moment.fiscal_month)
    if name or since is None or until is None or since >= until:
        raise HTTPException(422, "either a name, or both from and until")
    return Period(since, until)


def containing(field, text):
    needle = fold(text.strip()) if text else ""
    return {field: {"$regex": re.escape(needle)}} if needle else {}


def following(keys, direction, after):
    """Rows behind the last one of a page."""
    if not after:
        return {}
    way = "$gt" if direction == 1 else "$lt"
    value, id = orjson.loads(bytes.fromhex(after))
    value = Decimal128(value["exact"]) if isinstance(value, dict) else value
    return {"$or": [{keys[0]: {way: value}}, {keys[0]: value, keys[1]: {way: id}}]}


def position(value, id):
    value = {"exact": str(value)} if isinstance(value, Decimal128) else value
    return orjson.dumps([value, id], default=str).hex()


@routes.get("/api/accounts")
async def accounts(
    who: Asks, q: Text = None, industry: str | None = None, salesperson: str | None = None, country: str | None = None,
    sort: Literal["name", "pipeline", "weighted", "won", "open_deals"] = "name", direction: Direction | None = None,
    cursor: str | None = None, limit: Limit = 50,
):
    narrowed = {**chosen(ind=("industry", industry), sp=("user", salesperson), cty=("country", country)), **containing("f", q)}
    match = {"r": who.reach, "l": True, **narrowed}
    key = {"name": "f", "open_deals": "open"}.get(sort, sort)
    way = {"asc": 1, "desc": -1}[direction or ("asc" if sort == "name" else "desc")]
    page = who.of("cards").find({**match, **following((key, "a"), way, cursor)}, {"_id": 0, "card": 1, "a": 1, key: 1})
    page = page.sort([(key, way), ("a", way)]).limit(limit + 1)
    rows, (total, totals) = await asyncio.gather(page.to_list(), account_totals(who, match, not narrowed))
    body = {"items": [Fragment(row["card"]) for row in rows[:limit]], "total": total, "generation": who.moment.generation, "totals": totals}
    if len(rows) > limit:
        body["next_cursor"] = position(rows[limit - 1][key], rows[limit - 1]["a"])
    return answer(body)


async def account_totals(who, match, is_whole):
    """Of a whole reach they are worked out once for each build."""
    known = who.service.totals
    if is_whole and who.reach in known:
        return known[who.reach]
    sums = {key: {"$sum": f"${key}"} for key in ("pipeline", "weighted", "won", "open", "pn", "wn")}
    group = {"_id": None, "n": {"$sum": 1}, **sums, "left": {"$push": {"$ifNull": ["$left", "$$REMOVE"]}}}
    rows = await (await who.of("cards").aggregate([{"$match": match}, {"$group": group}])).to_list()
    row = rows[0] if rows else {"n": 0, "open": 0, "left": []}
    figures = {}
    for key, count in (("pipeline", "pn"), ("weighted", "pn"), ("won", "wn")):
        total = Sum()
        if rows:
            total.add(row[key].to_decimal(), row[count])
        for left in row["left"]:
            for code, own in left[key].items():
                total.add(ZERO, 0, code, own.to_decimal())
        figures[key] = total.figure(who.moment)
    found = row["n"], {**figures, "open_deals": row["open"]}
    if is_whole:
        known[who.reach] = found
    return found


def deal_order(sort, way):
    field = DEAL_SORTS[sort]
    return [*([] if field in ("f", "prob") else [(f"m.{field}", 1)]), (field, way), ("_id", way)]


def deal_totals(rows, moment):
    sums = {name: Sum() for name in ("open", "weighted", "won", "lost")}
    counts = dict.fromkeys(("open", "won", "lost"), 0)
    for row in rows:
        state = row["st"]
        if state in counts:
            counts[state] += row["n"]
            sums[state].add(row["exp"], row["n"], row["nc"], row["own"])
        if state == "open":
            sums["weighted"].add(row["wei"], row["n"], row["nc"], row["w_own"])
    figures = {name: sums[key].figure(moment) for name, key in (("pipeline", "open"), ("weighted", "weighted"), ("won", "won"), ("lost", "lost"))}
    return figures | {f"{state}_deals": count for state, count in counts.items()}


@routes.get("/api/opportunities/board")
async def board(
    who: Asks, q: Text = None, account: str | None = None, salesperson: str | None = None, team: str | None = None, stage: str | None = None,
    show: Literal[tuple(SHOWN)] = "open", period: Literal[PERIODS] | None = None, since: Annotated[date | None, Query(alias="from")] = None,
    until: date | None = None, sort: Literal[tuple(DEAL_SORTS)] = "close_on", direction: Direction | None = None, limit: Limit = 50,
):
    narrowed = chosen(acc=("account", account), sp=("user", salesperson), team=("team", team), stage=("stage", stage))
    match = {**who.seen, **SHOWN[show], **narrowed}
    days = period_of(period, since, until, who.moment)
    if days and show in DAY_OF:
        match[DAY_OF[show]] = {"$gte": days.start.isoformat(), "$lt": days.end.isoformat()}
    if found := containing("f", q):
        match["$or"] = [found, {"af": found["f"]}]
    usual = "asc" if sort in ("name", "account", "stage", "close_on") else "desc"
    order = deal_order(sort, {"asc": 1, "desc": -1}[direction or usual])
    if show == "open" and not match.get("$or") and "acc" not in narrowed:
        source, first = who.of("rollups"), {"r": who.reach, "kind": "open", **narrowed}
        group, state, number = {"stage": "$stage", "nc": "$nc"}, "open", "$n"
    else:
        source, first, group, state, number = who.of("deals"), match, {"stage": "$stage", "st": "$st", "nc": "$nc"}, None, 1
    sums = {"n": {"$sum": number}, **{key: {"$sum": f"${key}"} for key in ("own", "exp", "w_own", "wei")}}
    rows = await (await source.aggregate([{"$match": first}, {"$group": {"_id": group, **sums}}])).to_list()
    by_stage = {id: [] for id in who.stages}
    for row in rows:
        row = read({**row.pop("_id"), **row})
        row.setdefault("st", state)
        by_stage.setdefault(row.get("stage"), []).append(row)

    def place(id):
        known = who.stages.get(id)
        return (known is None, known["sequence"] if known else 0, id or 0)

    stages = sorted(by_stage, key=place)
    pages = await asyncio.gather(*(first_cards(who, match, id, order, limit) if by_stage[id] else nothing() for id in stages))
    columns = [column(who, id, by_stage[id], page, order, limit) for id, page in zip(stages, pages)]
    totals = deal_totals([row for some in by_stage.values() for row in some], who.moment)
    return answer({"columns": columns, "totals": totals, "generation": who.moment.generation})


async def first_cards(who, match, stage, order, limit):
    fields = {"item": 1, order[-2][0]: 1}
    return await who.of("deals").find({**match, "stage": stage}, fields).sort(order).limit(limit + 1).to_list()


async def nothing():
    return []


def column(who, id, rows, page, order, limit):
    known = who.stages.get(id)
    shown = {
        "stage": None if id is None else {"id": f"odoo_stage_{id}", "name": known["name"] if known else f"#{id}"},
        "is_won": bool(known and known["is_won"]), "folded": bool(known and known["folded"]),
        "deals": sum(row["n"] for row in rows), "totals": deal_totals(rows, who.moment), "items": [Fragment(row["item"]) for row in page[:limit]],
    }
    if len(page) > limit:
        shown["next_cursor"] = position(page[limit - 1].get(order[-2][0]), page[limit - 1]["_id"])
    return shown


@routes.get("/api/dashboard/overview")
async def dashboard(
    who: Asks, period: Literal[PERIODS] | None = None, since: Annotated[date | None, Query(alias="from")] = None, until: date | None = None,
    salesperson: str | None = None, team: str | None = None,
):
    narrowed = chosen(sp=("user", salesperson), team=("team", team))
    days = period_of(period, since, until, who.moment, "this_quarter")
    return answer(await overview(who, days, narrowed, {"salesperson": salesperson, "team": team}))


DEFINED = {
    "pipeline": ("open", "own", "exp", "Expected revenue of open opportunities"),
    "open_deals": ("open", "own", "exp", "Number of open opportunities"),
    "weighted": (
        "open", "w_own", "wei",
        "Expected revenue × probability of open opportunities, each rounded in its own currency and converted at today's rate",
    ),
    "won": (
        "won", "own", "exp",
        "Expected revenue of opportunities that were won in the period, converted at the rate of their closing day",
    ),
    "won_deals": ("won", "own", "exp", "Number of opportunities that were won in the period"),
    "lost": (
        "lost", "own", "exp",
        "Expected revenue of opportunities that were lost in the period, converted at the rate of their closing day",
    ),
    "lost_deals": ("lost", "own", "exp", "Number of opportunities that were lost in the period"),
    "new_deals": ("new", "own", "exp", "Number of opportunities that became ones in the period, whatever became of them since"),
    "overdue_deals": ("overdue", "own", "exp", "Open opportunities whose expected closing day is over"),
    "rotting_deals": ("rotting", "own", "exp", "Open opportunities that are longer in their stage than the stage's limit"),
}
ROW_KINDS = ("open", "won", "lost")


@routes.get("/api/explain/{figure}")
async def explain(
    who: Asks, figure: Literal[tuple(DEFINED)], account: str | None = None, salesperson: str | None = None, team: str | None = None,
    stage: str | None = None, period: Literal[PERIODS] | None = None, since: Annotated[date | None, Query(alias="from")] = None,
    until: date | None = None, generation: int | None = None, limit: Limit = 50,
):
    moment, (show, own, value, definition) = who.moment, DEFINED[figure]
    if generation not in (None, moment.generation):
        raise HTTPException(410)
    days = period_of(period, since, until, moment) if show in DAY_OF else None
    match = {**who.seen, **SHOWN[show], **chosen(acc=("account", account), sp=("user", salesperson), team=("team", team), stage=("stage", stage))}
    if days:
        match[DAY_OF[show]] = {"$gte": days.start.isoformat(), "$lt": days.end.isoformat()}
    deals = who.of("deals")
    sums = {"n": {"$sum": 1}, "own": {"$sum": f"${own}"}, "exp": {"$sum": f"${value}"}, "est": {"$sum": {"$cond": ["$est", 1, 0]}}}
    other = {"$match": {**match, "nc": None, "cur": {"$ne": moment.currency}}}
    by_rate = {"cur": "$cur", "code": "$code", "day": "$day", "comp": "$comp"}
    fields = {"item": 1, "code": 1, "day": 1, own: 1, value: 1}
    groups, rates, page = await asyncio.gather(
        (await deals.aggregate([{"$match": match}, {"$group": {"_id": {"st": "$st", "nc": "$nc"}, **sums}}])).to_list(),
        (await deals.aggregate([other, {"$group": {"_id": by_rate, "n": {"$sum": 1}}}])).to_list(),
        deals.find(match, fields).sort([("m.exp", 1), (value, -1), ("_id", -1)]).limit(limit + 1).to_list(),
    )
    groups = [read({**row.pop("_id"), **row}) for row in groups]
    by_kind, whole = {}, Sum()
    for row in groups:
        rows, total = by_kind.get(row["st"], (0, Sum()))
        total.add(row["exp"], row["n"], row["nc"], row["own"])
        by_kind[row["st"]] = rows + row["n"], total
    for _, total in by_kind.values():
        whole.merge(total)
    count = sum(row["n"] for row in groups)
    told = {"kind": "count", "count": count, "worth": whole.figure(moment)} if figure.endswith("_deals") else {"kind": "money", **whole.figure(moment)}
    words = {"account": account, "salesperson": salesperson, "team": team, "stage": stage}
    filters = [f"without {field}" if text == "none" else f"{field} is {text}" for field, text in words.items() if text]
    if days:
        filters.append(f"from {days.start} to before {days.end}")
    state = who.service.state
    rows = {"items": [explained(row, own, value, moment) for row in page[:limit]], "total": count, "generation": moment.generation}
    if len(page) > limit:
        rows["next_cursor"] = position(page[limit - 1][value], page[limit - 1]["_id"])
    return answer({
        "figure": figure, "version": 2, "definition": definition, "value": told, "filter": filters, "period": days and days.span(),
        "today": moment.today.isoformat(), "time_zone": moment.zone.key, "currency": moment.code, "rates": used(rates, who),
        "estimated": sum(row["est"] for row in groups), "run": state["run"], "synced_at": f"{state['synced_at'].isoformat(timespec='milliseconds')}Z",
        "sums": [{"state": kind, "rows": by_kind[kind][0], "sum": by_kind[kind][1].figure(moment)} for kind in ROW_KINDS if kind in by_kind],
        "rows": rows,
    })


def used(rates, who):
    rows = [{
        "currency": row["_id"]["code"], "day": row["_id"]["day"], "rows": row["n"],
        "rate": plain(who.rates.worth_of_one(row["_id"]["cur"], who.moment.currency, row["_id"]["day"], row["_id"]["comp"])),
    } for row in rates]
    return sorted(rows, key=lambda row: (-row["rows"], row["currency"], row["day"]))[:50]


def explained(row, own, value, moment):
    item = orjson.loads(row["item"])
    amount = row[value] and plain(quantized(row[value].to_decimal(), moment.digits))
    return {
        **{key: item[key] for key in ("id", "name", "account", "salesperson", "state", "closed_at", "closed_estimated")},
        "amount": {"amount": plain(row[own].to_decimal()), "currency": row["code"]}, "value": amount and {"amount": amount, "currency": moment.code},
        "day": row["day"], "days": None, "due_on": None, "instalments": 0,
    }


ENTITIES = ("account", "contact", "opportunity", "invoice")


@routes.get("/api/search")
async def search(who: Asks, q: Annotated[str, Query(max_length=200)] = "", limit: Annotated[int, Query(ge=1, le=20)] = 5):
    words = fold(q).split()
    groups = [] if not words else await found(who, words, limit)
    return answer({"groups": groups, "generation": who.moment.generation})


async def found(who, words, limit):
    """By the rarest three letters of the words; where none has three letters, by all names."""
    known = who.service.grams
    parts = set().union(*(grams(word) for word in words))
    if parts - known.keys():
        rows = []
    else:
        match = {"$and": [*({"f": {"$regex": re.escape(word)}} for word in words)], **who.seen}
        if parts:
            match["g"] = min(parts, key=known.__getitem__)
        rows = await who.of("names").find(match, {"e": 1, "f": 1, "i": 1}).to_list()
    whole, by_entity = " ".join(words), {entity: [] for entity in ENTITIES}
    for row in rows:
        by_entity[row["e"]].append((fit(whole, words, row["f"]), row["f"], row["i"], row["_id"]))
    best = {entity: heapq.nsmallest(limit, rows) for entity, rows in by_entity.items()}
    ids = [row[3] for rows in best.values() for row in rows]
    items = {row["_id"]: row["item"] async for row in who.of("names").find({"_id": {"$in": ids}}, {"item": 1})} if ids else {}
    groups = [(entity, len(by_entity[entity]), [Fragment(items[row[3]]) for row in best[entity]]) for entity in ENTITIES]
    people = [(fit(whole, words, fold(name)), fold(name), int(id), name) for id, name in who.known["people"].items()]
    people = [row for row in people if row[0] is not None]
    shown = [{"id": f"odoo_user_{row[2]}", "name": row[3], "account": None, "detail": None, "amount": None} for row in heapq.nsmallest(limit, people)]
    groups.append(("user", len(people), shown))
    return [{"entity_type": entity, "total": total, "items": items} for entity, total, items in groups if total]
