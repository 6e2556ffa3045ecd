"""Makes the API peer's own collections of a published generation: rows with converted amounts, names, cards of accounts."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import orjson
from bson.decimal128 import Decimal128

from api_peer_domain import ZERO, Org, Rates, Sum, fold, grams, health, parse_instant, plain, quantized, seen_by, written
from api_peer_rollups import ROLLUPS
from api_peer_wire import named, touch

BATCH = 2000
DEAL_ROWS = ("name", "state", "stage", "salesperson", "expected_revenue", "converted", "weighted", "probability", "close_on", "closed_at")


def served(lake, entity, generation):
    there = {"instance": "main", "entity_type": entity, "is_active": True, "from": {"$lte": generation}, "to": {"$gt": generation}}
    fields = {"_id": 0, "id": 1, "visible_to": 1, "data": 1}
    for row in lake.data_lake_serving.find(there, fields, batch_size=BATCH):
        yield row["id"], row["visible_to"], row["data"]


def canonical(lake, plural, generation):
    there = {"to": {"$gt": generation}, "from": {"$lte": generation}, "instance": "main", "is_active": True}
    return {row["id"]: row["record"] for row in lake[f"canonical_{plural}"].find(there, {"id": 1, "record": 1})}


def references(lake, generation):
    def read(plural):
        return canonical(lake, plural, generation)

    rates = Rates(read("companies"), read("currencies"), read("currency_rates").values())
    org = Org(read("users"), read("teams"), list(read("team_members").values()), read("employees"))
    return rates, org, read("stages")


def link_id(link):
    return link and link["id"]


def json(value):
    return orjson.dumps(value).decode()


def exact(amount):
    return None if amount is None else Decimal128(amount)


class Rows:
    """Collects documents and writes them in batches."""

    def __init__(self, collection):
        self.collection, self.waiting, self.count = collection, [], 0

    def add(self, document):
        self.waiting.append(document)
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self):
        if self.waiting:
            self.collection.insert_many(self.waiting, ordered=False)
            self.count += len(self.waiting)
            self.waiting = []


class Build:
    """One set of collections, `peer_<what>_<number>`."""

    def __init__(self, lake, peer, number, moment, refs):
        self.lake, self.peer, self.number, self.moment = lake, peer, number, moment
        self.rates, self.org, self.stages = refs
        self.gram_counts = Counter()

    def of(self, what):
        return self.peer[f"peer_{what}_{self.number}"]

    def served(self, entity):
        return served(self.lake, entity, self.moment.generation)

    def money(self, amount):
        return None if amount is None else {"amount": plain(quantized(amount, self.moment.digits)), "currency": self.moment.code}

    def convert(self, amount, data, day):
        return self.rates.convert(amount, data["currency"], self.moment.currency, day, data.get("company"))

    def base(self):
        accounts = self.accounts()
        self.deals(accounts)
        self.contacts()
        self.invoices()
        self.orders()
        self.touches()
        self.planned()
        self.names.flush()
        if self.gram_counts:
            self.of("grams").insert_many([{"_id": gram, "n": n} for gram, n in self.gram_counts.items()])
        self.indexes()

    def name(self, entity, id, folded, tokens, item):
        parts = grams(folded)
        self.gram_counts.update(parts)
        item = {"id": f"odoo_{entity}_{id}", "account": None, "detail": None, "amount": None, **item}
        self.names.add({"e": entity, "i": id, "f": folded, "g": list(parts), "v": tokens, "item": json(item)})

    def accounts(self):
        self.names = Rows(self.of("names"))
        rows, folded_names = Rows(self.of("accounts")), {}
        at = {"to": {"$gt": self.moment.generation}, "from": {"$lte": self.moment.generation}, "instance": "main"}
        urls = {row["id"]: row["source"].get("url") for row in self.lake.canonical_accounts.find(at, {"id": 1, "source.url": 1})}
        for id, tokens, data in self.served("account"):
            folded = folded_names[id] = fold(data["name"])
            listed = not data["archived"] and not data["vendor"]
            rows.add({
                "_id": id, "f": folded, "ind": link_id(data["industry"]), "sp": link_id(data["salesperson"]), "v": tokens,
                "cty": link_id(data["country"]), "parent": link_id(data["parent"]), "l": listed, "d": data, "url": urls.get(id),
            })
            if listed:
                item = {"name": data["name"], "detail": data["industry"] and data["industry"]["name"]}
                self.name("account", id, folded, tokens, item)
        rows.flush()
        return folded_names

    def deals(self, accounts):
        rows = Rows(self.of("deals"))
        for id, tokens, data in self.served("opportunity"):
            rows.add(self.deal(id, tokens, data, accounts))
        rows.flush()

    def deal(self, id, tokens, data, accounts):
        moment, state = self.moment, data["state"]
        closed_on = moment.day_of(parse_instant(data["closed_at"]))
        day = closed_on or moment.today if state in ("won", "lost") else moment.today
        own, weighted_own = Decimal(data["expected_revenue"]), Decimal(data["weighted_revenue"])
        converted, weighted = self.convert(own, data, day), self.convert(weighted_own, data, day)
        stage, account = link_id(data["stage"]), link_id(data["account"])
        changed, became = parse_instant(data["stage_changed_at"]), parse_instant(data["became_opportunity_at"])
        age = changed and (moment.today - moment.day_of(changed)).days
        is_overdue = state == "open" and data["close_on"] is not None and data["close_on"] < moment.today.isoformat()
        is_rotting = state == "open" and age is not None and age > moment.rots_after(stage)
        cycle = closed_on and became and int((parse_instant(data["closed_at"]) - became).total_seconds())
        code = data["currency_code"]
        item = {
            "id": f"odoo_opportunity_{id}", "name": data["name"], "state": state, "account": named("account", data["account"]),
            "stage": named("stage", data["stage"]), "salesperson": named("user", data["salesperson"]),
            "team": named("team", data["team"]), "expected_revenue": {"amount": data["expected_revenue"], "currency": code},
            "converted": self.money(converted), "weighted": self.money(weighted), "probability": data["probability"],
            "close_on": data["close_on"], "closed_at": data["closed_at"], "closed_estimated": data["closed_estimated"],
            "stage_age": age, "is_overdue": is_overdue, "is_rotting": is_rotting,
            "tags": [named("tag", tag) for tag in data.get("tags", [])],
        }
        if "lead_company" in data:
            item["lead_company"] = data["lead_company"]
        row = {
            "_id": id, "v": tokens, "st": state, "acc": account, "partner": link_id(data["partner"]),
            "sp": link_id(data["salesperson"]), "team": link_id(data["team"]), "stage": stage, "cat": moment.forecast(stage),
            "code": code, "nc": code if converted is None else None, "own": exact(own), "w_own": exact(weighted_own),
            "exp": exact(converted), "wei": exact(weighted), "close": data["close_on"], "closed": closed_on and closed_on.isoformat(),
            "new": became and moment.day_of(became).isoformat(), "over": is_overdue, "rot": is_rotting, "att": is_overdue or is_rotting,
            "est": data["closed_estimated"], "cyc": cycle if cycle is not None and cycle >= 0 else None,
            "f": fold(data["name"]), "af": accounts.get(account), "seq": self.stages[stage]["sequence"] if stage in self.stages else None,
            "prob": exact(Decimal(data["probability"])), "ca": parse_instant(data["closed_at"]), "sca": changed,
            "day": day.isoformat(), "cur": data["currency"], "comp": data.get("company"),
        }
        if "recurring_monthly" in data:
            monthly, by_chance = Decimal(data["recurring_monthly"]), Decimal(data["recurring_weighted"])
            row |= {"mr_own": exact(monthly), "mw_own": exact(by_chance)}
            row |= {"mr": exact(self.convert(monthly, data, day)), "mw": exact(self.convert(by_chance, data, day))}
            item["recurring_monthly"] = {"amount": data["recurring_monthly"], "currency": code}
        # What is missing comes last in both directions.
        row["m"] = {key: row[key] is None for key in ("close", "exp", "wei", "ca", "sca", "seq", "af")}
        row["item"] = json(item)
        row["row"] = json({"id": item["id"], **{key: item[key] for key in DEAL_ROWS}})
        if state != "archived":
            found = {"name": data["name"], "account": item["account"], "detail": data["stage"] and data["stage"]["name"]}
            self.name("opportunity", id, row["f"], tokens, {**found, "amount": item["expected_revenue"]})
        return row

    def contacts(self):
        rows = Rows(self.of("contacts"))
        for id, tokens, data in self.served("contact"):
            rows.add({"_id": id, "acc": link_id(data["account"]), "v": tokens, "f": fold(data["name"]), "d": data})
            if data["kind"] == "contact" and not data["archived"]:
                folded = "\n".join(fold(text) for text in (data["name"], data["email"]) if text is not None)
                detail = data["email"] if data["job_title"] is None else data["job_title"]
                item = {"name": data["name"], "account": named("account", data["account"]), "detail": detail}
                self.name("contact", id, folded, tokens, item)
        rows.flush()

    def invoices(self):
        rows = Rows(self.of("invoices"))
        for id, tokens, data in self.served("invoice"):
            rows.add(self.invoice(id, tokens, data))
            if data["number"] is not None:
                folded = "\n".join(fold(text) for text in (data["number"], data["reference"]) if text is not None)
                amount = {"amount": data["document_total"], "currency": data["document_currency_code"]}
                item = {"name": data["number"], "account": named("account", data["account"]), "detail": data["reference"], "amount": amount}
                self.name("invoice", id, folded, tokens, item)
        rows.flush()

    def invoice(self, id, tokens, data):
        today, is_posted = self.moment.today.isoformat(), data["state"] == "posted"
        day = parse_instant(data["invoice_date"])
        day = day.date() if day else self.moment.today
        parts, residual = data.get("instalments", []), Decimal(data["residual"])
        is_outstanding = is_posted and data["payment_state"] not in ("paid", "in_payment", "reversed")
        overdue = sum((Decimal(part["residual"]) for part in parts if part["due_on"] and part["due_on"] < today), ZERO)
        if not parts and data["due_on"] and data["due_on"] < today:
            overdue = residual
        untaxed = Decimal(data["untaxed"])
        own = {
            "own": untaxed, "out_own": residual if is_outstanding else None,
            "due_own": overdue if is_outstanding and overdue else None,
            "pay_own": residual if is_posted and data["payment_state"] == "in_payment" else None,
        }
        row = {"_id": id, "acc": link_id(data["account"]), "v": tokens, "sp": link_id(data["salesperson"]), "team": link_id(data["team"])}
        row |= {"st": data["state"], "kind": data["kind"], "partner": data.get("partner"), "date": data["invoice_date"]}
        converted = {key[:-4] or "exp": None if amount is None else self.convert(amount, data, day) for key, amount in own.items() if key != "own"}
        converted["exp"] = self.convert(untaxed, data, day)
        row |= {key: exact(amount) for key, amount in (own | converted).items()}
        row |= {"nc": data["currency_code"] if converted["exp"] is None else None}

        def both(amount, value):
            return amount is not None and {"own": {"amount": plain(amount), "currency": data["currency_code"]}, "converted": self.money(value)} or None

        row["item"] = json({
            "id": f"odoo_invoice_{id}", "number": data["number"], "kind": data["kind"], "state": data["state"],
            "payment_state": data["payment_state"], "invoice_date": data["invoice_date"], "due_on": data["due_on"],
            "untaxed": both(untaxed, converted["exp"] if is_posted else None),
            "document_total": {"amount": data["document_total"], "currency": data["document_currency_code"]},
            "residual": {"amount": data["residual"], "currency": data["currency_code"]},
            "outstanding": both(own["out_own"], converted["out"]), "overdue": both(own["due_own"], converted["due"]),
            "salesperson": named("user", data["salesperson"]),
        })
        return row

    def orders(self):
        rows = Rows(self.of("orders"))
        for id, tokens, data in self.served("order"):
            if data["state"] == "cancelled" or not data["account"]:
                continue
            at = parse_instant(data["ordered_at"])
            converted = self.convert(Decimal(data["untaxed"]), data, self.moment.day_of(at) or self.moment.today)
            untaxed = {"own": {"amount": data["untaxed"], "currency": data["currency_code"]}, "converted": self.money(converted)}
            item = {"id": f"odoo_order_{id}", "name": data["name"], "state": data["state"], "ordered_at": data["ordered_at"], "untaxed": untaxed}
            item |= {"total": {"amount": data["total"], "currency": data["currency_code"]}, "salesperson": named("user", data["salesperson"])}
            rows.add({"_id": id, "acc": data["account"]["id"], "v": tokens, "at": at, "deal": data["deal"], "item": item})
        rows.flush()

    def planned(self):
        rows = Rows(self.of("planned"))
        for id, tokens, data in self.served("activity"):
            if data.get("done") or not data["on"] or not data["due_on"]:
                continue
            item = touch({"e": "activity", "i": id, "kind": "planned", "at": None}, data, {}, self.moment)
            rows.add({"_id": id, "v": tokens, "u": data["user"] and data["user"]["id"], "due": data["due_on"], "item": json(item)})
        rows.flush()

    def touches(self):
        rows = Rows(self.of("touches"))
        words = {"email": "email_in", "email_out": "email_out", "comment": "comment"}
        for order, entity in enumerate(("activity", "message", "event")):
            for id, tokens, data in self.served(entity):
                is_none = data.get("done") if entity == "activity" else entity == "event" and (data["archived"] or not data["stop"])
                if is_none or not data["account"]:
                    continue
                kind, at = "planned", None
                if entity == "event":
                    kind, at = "meeting", data["stop"]
                elif entity == "message":
                    kind, at = "activity" if data["activity_type"] else words.get(data["kind"], "activity"), data["at"]
                row = {"acc": data["account"]["id"], "v": tokens, "e": entity, "o": order, "i": id, "kind": kind, "at": at}
                rows.add(row | {"due": data.get("due_on") if kind == "planned" else None, "d": data})
        rows.flush()

    def indexes(self):
        deals = self.of("deals")
        for key, direction in (("close", 1), ("exp", -1)):
            deals.create_index([("st", 1), (f"m.{key}", 1), (key, direction), ("_id", direction)])
            deals.create_index([("stage", 1), ("st", 1), (f"m.{key}", 1), (key, direction), ("_id", direction)])
            deals.create_index([("v", 1), ("st", 1), (f"m.{key}", 1), (key, direction), ("_id", direction)])
        deals.create_index([("att", 1), ("m.exp", 1), ("exp", -1), ("_id", -1)])
        deals.create_index([("v", 1), ("att", 1), ("m.exp", 1), ("exp", -1), ("_id", -1)])
        deals.create_index([("acc", 1), ("st", 1), ("_id", 1)])
        for what in ("contacts", "invoices", "orders"):
            self.of(what).create_index([("acc", 1)])
        self.of("invoices").create_index([("v", 1)])
        self.of("touches").create_index([("acc", 1), ("kind", 1)])
        self.of("touches").create_index([("e", 1), ("at", 1)])
        self.of("touches").create_index([("v", 1)])
        self.of("planned").create_index([("u", 1), ("due", 1)])
        self.of("planned").create_index([("due", 1), ("_id", 1)])
        self.of("accounts").create_index([("parent", 1)])
        self.of("accounts").create_index([("v", 1)])
        names = self.of("names")
        names.create_index([("g", 1)])
        names.create_index([("e", 1), ("f", 1)])
        cards = self.of("cards")
        for key in ("pipeline", "weighted", "won", "open"):
            cards.create_index([("r", 1), ("l", 1), (key, -1), ("a", -1)])
        cards.create_index([("r", 1), ("l", 1), ("f", 1), ("a", 1)])
        for key in ("sp", "cty", "ind"):
            cards.create_index([("r", 1), ("l", 1), (key, 1), ("f", 1), ("a", 1)])
        cards.create_index([("r", 1), ("a", 1)])
        self.of("rollups").create_index([("r", 1), ("kind", 1), ("mon", 1)])

    def reach(self, name, tokens, now):
        """All that depends on who looks: cards of accounts, sums by month, who sells."""
        self.cards(name, tokens, now)
        rollups = Rows(self.of("rollups"))
        for kind, stages in ROLLUPS.items():
            for row in self.of("invoices" if kind in ("inv", "owed") else "deals").aggregate([{"$match": seen_by(tokens)}, *stages(7)]):
                rollups.add({**row.pop("_id"), **row, "r": name, "kind": kind})
        rollups.flush()
        people = self.of("deals").distinct("sp", {**seen_by(tokens), "st": {"$ne": "archived"}})
        names = {str(id): self.org.users[id]["name"] for id in people if id in self.org.users}
        row = {"_id": name, "tokens": written(tokens), "people": names, "at": now}
        self.of("reaches").replace_one({"_id": name}, row, upsert=True)

    def cards(self, name, tokens, now, accounts=None):
        some = {**seen_by(tokens), **({"acc": {"$in": accounts}} if accounts else {})}
        lately = [(self.moment.today + timedelta(days=days)).isoformat() for days in (-364, 0)]
        by_account = {}
        for what, stages in (("deals", card_deals()), ("invoices", card_invoices(lately)), ("touches", card_touches(now))):
            for row in self.of(what).aggregate([{"$match": some}, *stages]):
                by_account.setdefault(row["_id"], {})[what] = row
        all_deals = {row["_id"]: row["n"] for row in self.of("deals").aggregate([{"$group": {"_id": "$acc", "n": {"$sum": 1}}}])}
        rows = Rows(self.of("cards"))
        if accounts:
            self.of("cards").delete_many({"r": name, "a": {"$in": accounts}})
        for account in self.of("accounts").find({**seen_by(tokens), **({"_id": {"$in": accounts}} if accounts else {})}, batch_size=BATCH):
            rows.add(self.card(name, account, by_account.get(account["_id"], {}), all_deals.get(account["_id"], 0)))
        rows.flush()

    def card(self, reach, account, found, all_deals):
        id, data, deals = account["_id"], account["d"], found.get("deals", {})
        sums = {key: Sum() for key in ("pipeline", "weighted", "won")}
        for key, count in (("pipeline", "pn"), ("weighted", "pn"), ("won", "wn")):
            if deals:
                sums[key].add(deals[key].to_decimal() if isinstance(deals[key], Decimal128) else ZERO, deals[count])
        for row in deals.get("left", []):
            for key, own in (("pipeline", "own"), ("weighted", "w_own")) if row["st"] == "open" else (("won", "own"),):
                sums[key].add(ZERO, 0, row["code"], row[own].to_decimal())
        invoices, touches = found.get("invoices", {}), found.get("touches", {})

        def amount(key):
            return invoices[key].to_decimal() if isinstance(invoices.get(key), Decimal128) else ZERO

        business = {"last_invoice": invoices.get("last"), "overdue": amount("due"), "lately": amount("lately")}
        business |= {"planned": touches.get("planned", 0), "last_touch": touches.get("last")}
        facts = {"open": deals.get("open", 0), "has_pipeline": deals.get("has", False), "rotting": deals.get("rot", 0), "last_won": deals.get("last_won")}
        figures = {key: total.figure(self.moment) for key, total in sums.items()}
        card = {
            "id": f"odoo_account_{id}", "name": data["name"], "archived": data["archived"], "industry": named("industry", data["industry"]),
            "salesperson": named("user", data["salesperson"]), "country": named("country", data["country"]), "city": data["city"],
            "health": health(facts, business, self.moment),
            "figures": {**figures, "open_deals": facts["open"], "your_deals_only": deals.get("n", 0) < all_deals},
        }
        row = {"r": reach, "a": id, "l": account["l"], "f": account["f"], "ind": account["ind"], "sp": account["sp"], "cty": account["cty"]}
        row |= {key: Decimal128(total.total) for key, total in sums.items()}
        row |= {"open": facts["open"], "pn": deals.get("pn", 0), "wn": deals.get("wn", 0), "card": json(card)}
        if deals.get("left"):
            row["left"] = {key: {code: Decimal128(own) for code, own in total.left.items()} for key, total in sums.items()}
        return row


def when(condition, value, otherwise=None):
    return {"$cond": [condition, value, otherwise]}


def card_deals():
    is_open, is_won = {"$eq": ["$st", "open"]}, {"$eq": ["$st", "won"]}
    has_rate = {"$eq": ["$nc", None]}
    is_left = {"$and": [{"$ne": ["$nc", None]}, {"$in": ["$st", ["open", "won"]]}]}
    return [{"$group": {
        "_id": "$acc", "n": {"$sum": 1}, "open": {"$sum": when(is_open, 1, 0)},
        "pipeline": {"$sum": when(is_open, "$exp")}, "weighted": {"$sum": when(is_open, "$wei")}, "won": {"$sum": when(is_won, "$exp")},
        "pn": {"$sum": when({"$and": [is_open, has_rate]}, 1, 0)}, "wn": {"$sum": when({"$and": [is_won, has_rate]}, 1, 0)},
        "left": {"$push": when(is_left, {"st": "$st", "code": "$code", "own": "$own", "w_own": "$w_own"}, "$$REMOVE")},
        "has": {"$max": {"$and": [is_open, {"$gt": ["$own", 0]}]}}, "rot": {"$sum": when("$rot", 1, 0)},
        "last_won": {"$max": when(is_won, {"$dateToString": {"date": "$ca", "format": "%Y-%m-%dT%H:%M:%S.%LZ", "onNull": None}})},
    }}]


def card_invoices(lately):
    is_late = {"$and": [{"$gte": ["$date", lately[0]]}, {"$lte": ["$date", lately[1]]}]}
    return [{"$match": {"st": "posted"}}, {"$group": {
        "_id": "$acc", "due": {"$sum": "$due"}, "lately": {"$sum": when(is_late, "$exp")}, "last": {"$max": "$date"},
    }}]


def card_touches(now):
    is_over = {"$or": [{"$ne": ["$e", "event"]}, {"$lte": ["$at", now]}]}
    return [{"$group": {
        "_id": "$acc", "planned": {"$sum": when({"$eq": ["$kind", "planned"]}, 1, 0)}, "last": {"$max": when(is_over, "$at")},
    }}]
