"""Sums by salesperson, team and month (or day) that the API peer keeps for each reach, and the figures that follow from them."""

from decimal import ROUND_HALF_UP, Decimal

from bson.decimal128 import Decimal128

from api_peer_domain import ZERO, Sum, plain, quantized

MONEY = ("own", "exp", "w_own", "wei", "mr_own", "mr", "mw_own", "mw", "out_own", "out", "due_own", "due")


def when(condition, value):
    return {"$cond": [condition, value, 0]}


def grouped(keys, sums, match):
    key = {name: f"${name}" if path is None else path for name, path in keys.items()}
    sums = {name: {"$sum": f"${name}" if path is None else path} for name, path in sums.items()}
    return [{"$match": match}, {"$group": {"_id": key, **sums}}]


def cut(field, length):
    """The month (7) or the day (10) of a day in words."""
    return {"$cond": [{"$eq": [f"${field}", None]}, None, {"$substrBytes": [f"${field}", 0, length]}]}


WHO = {"sp": None, "team": None, "nc": None}
WORTH = {"n": 1, "own": None, "exp": None}
RECURRING = {"rn": when({"$gt": ["$mr_own", None]}, 1), "mr_own": None, "mr": None}


def open_rows(_):
    weighted = {"w_own": None, "wei": None, "mw_own": None, "mw": None}
    return grouped({**WHO, "stage": None, "over": None, "rot": None}, {**WORTH, **weighted, **RECURRING}, {"st": "open"})


def due_rows(length):
    return grouped({**WHO, "over": None, "cat": None, "mon": cut("close", length)}, WORTH, {"st": "open"})


def closed_rows(length):
    has_cycle = {"$ne": ["$cyc", None]}
    cycle = {"cyc": None, "cn": when(has_cycle, 1), "cl": when({"$not": [has_cycle]}, 1)}
    keys = {**WHO, "st": None, "mon": cut("closed", length)}
    return grouped(keys, {**WORTH, **RECURRING, **cycle}, {"st": {"$in": ["won", "lost"]}})


def new_rows(length):
    return grouped({**WHO, "mon": cut("new", length)}, WORTH, {"st": {"$ne": "archived"}})


def invoiced_rows(length):
    return grouped({**WHO, "mon": cut("date", length)}, WORTH, {"st": "posted"})


def owed_rows(_):
    counts = {"n": 1, "on": when({"$gt": ["$out_own", None]}, 1), "dn": when({"$gt": ["$due_own", None]}, 1)}
    return grouped(WHO, {**counts, "out_own": None, "out": None, "due_own": None, "due": None}, {})


ROLLUPS = {"open": open_rows, "due": due_rows, "closed": closed_rows, "new": new_rows, "inv": invoiced_rows, "owed": owed_rows}


def read(row):
    for key in MONEY:
        value = row.get(key)
        if value is not None:
            row[key] = value.to_decimal() if isinstance(value, Decimal128) else Decimal(value)
    return row


class Tally:
    __slots__ = ("deals", "sum")

    def __init__(self):
        self.deals, self.sum = 0, Sum()

    def add(self, row, count="n", own="own", value="exp"):
        number = row[count]
        if number:
            self.deals += number
            self.sum.add(row[value], number, row["nc"], row[own])

    def merge(self, other):
        self.deals += other.deals
        self.sum.merge(other.sum)


SALES = ("open", "weighted", "recurring", "recurring_weighted", "won", "recurring_won", "lost", "new", "overdue", "rotting", "undated")
FORECAST = {"commit": "forecast_commit", "best_case": "forecast_best_case", "pipeline": "forecast_pipeline", "omitted": "forecast_omitted"}
BILLED = ("invoiced", "outstanding", "overdue_invoices")


class Parts:
    """What is summed up for all figures of a period."""

    def __init__(self):
        self.of = {name: Tally() for name in (*SALES, *FORECAST.values(), "forecast", "forecast_overdue", *BILLED)}
        self.cycle = [0, 0, 0]
        self.is_empty = True

    def add(self, kind, row, period, today):
        of = self.of
        is_in = period is None or period.has(row.get("mon"))
        if kind == "open":
            of["open"].add(row)
            of["weighted"].add(row, own="w_own", value="wei")
            of["recurring"].add(row, "rn", "mr_own", "mr")
            of["recurring_weighted"].add(row, "rn", "mw_own", "mw")
            if row["over"]:
                of["overdue"].add(row)
            if row["rot"]:
                of["rotting"].add(row)
        elif kind == "due":
            self.due(row, is_in, period is None or period.contains(today))
        elif kind == "closed" and is_in:
            of[row["st"]].add(row)
            if row["st"] == "won":
                of["forecast"].add(row)
                of["recurring_won"].add(row, "rn", "mr_own", "mr")
                self.cycle = [a + b for a, b in zip(self.cycle, (row["cyc"], row["cn"], row["cl"]))]
        elif kind == "new" and is_in:
            of["new"].add(row)
        elif kind == "inv" and is_in:
            of["invoiced"].add(row)
        elif kind == "owed":
            of["outstanding"].add(row, "on", "out_own", "out")
            of["overdue_invoices"].add(row, "dn", "due_own", "due")
        self.is_empty = self.is_empty and not (kind == "open" or is_in and kind in ("closed", "new"))

    def due(self, row, is_in, is_present):
        if row["mon"] is None:
            return self.of["undated"].add(row)
        if row["over"]:
            name = "forecast_overdue" if is_present else None
        else:
            name = FORECAST[row["cat"]] if is_in else None
        if name:
            self.of[name].add(row)
            if name != "forecast_omitted":
                self.of["forecast"].add(row)

    def say(self, name, moment):
        of = self.of
        closed = of["won"].deals + of["lost"].deals
        if name == "win_rate":
            return {"kind": "ratio", "ratio": ratio(of["won"].deals, closed), "of": closed}
        if name == "win_rate_by_value":
            won, lost = of["won"].sum.total, of["lost"].sum.total
            return {"kind": "ratio", "ratio": ratio(won, won + lost), "of": closed}
        if name == "average_deal":
            won = of["won"].sum
            mean = won.count and plain(quantized(won.total / won.count, moment.digits))
            return {"kind": "mean", "amount": {"amount": mean, "currency": moment.code} if won.count else None, "of": won.count}
        if name == "sales_cycle":
            seconds, deals, left_out = self.cycle
            days = plain(quantized(Decimal(seconds) / (deals * 86_400), 1)) if deals else None
            return {"kind": "days", "days": days, "of": deals, "left_out": left_out}
        if name in COUNTED:
            tally = of[COUNTED[name]]
            return {"kind": "count", "count": tally.deals, "worth": tally.sum.figure(moment)}
        return {"kind": "money", **of[CALLED.get(name, name)].sum.figure(moment)}


COUNTED = {
    "open_deals": "open", "won_deals": "won", "lost_deals": "lost", "new_deals": "new",
    "overdue_deals": "overdue", "rotting_deals": "rotting",
}
CALLED = {"pipeline": "open", "recurring_pipeline": "recurring", "overdue": "overdue_invoices"}


def ratio(part, whole):
    if not whole:
        return None
    return plain((Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP).normalize() + ZERO)
