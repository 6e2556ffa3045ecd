"""Works out health.json: the health of each account of the golden company once business.json is added to it, for each reader, with the
usual weights and with other ones, by the definition of docs/numbers.md §6 and without any code of the product.

Run it in this folder: `python3 health.py` compares, `python3 health.py --write` writes.
"""

import json
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal

import around
import work_out as golden

LAKE, TODAY = around.LAKE, around.TODAY
USUAL = {
    "touched_lately": 15,
    "touched_this_month": 5,
    "long_untouched": -15,
    "never_touched": -20,
    "next_activity": 10,
    "open_pipeline": 10,
    "won_lately": 15,
    "all_rotting": -15,
    "overdue": -10,
    "much_overdue": -20,
}
# Reasons without points, and sums on both sides of the scale.
OTHER = {
    "touched_lately": 40,
    "touched_this_month": 0,
    "long_untouched": -31,
    "never_touched": -50,
    "next_activity": 25,
    "open_pipeline": 1,
    "won_lately": 50,
    "all_rotting": 0,
    "overdue": -50,
    "much_overdue": -7,
}
TWO_YEARS_AGO = date(2024, 11, 2)


def day(text):
    """In Dubai."""
    return (datetime.fromisoformat(text) + timedelta(hours=4)).date()


def ago(text):
    return (TODAY - day(text)).days


def touches(account, scope):
    """Moments of what was done, and how many activities are planned."""
    found = around.touches(account, scope)
    planned = len(found.pop("planned", []))
    meetings = found.pop("meeting", [])
    messages = [number for ids in found.values() for number in ids]
    rows = around.ROWS
    return [rows["mail.message"][i]["date"] for i in messages] + [rows["calendar.event"][i]["stop"] for i in meetings], planned


def of_touch(done):
    if not done:
        return ["never_touched"]
    age = min(ago(text) for text in done)
    if age <= 14:
        return ["touched_lately"]
    if age <= 30:
        return ["touched_this_month"]
    return ["long_untouched"] if age > 60 else []


def usd(parts):
    return sum((amount for _, _, amount in parts if amount is not None), Decimal(0))


def reasons(account, scope):
    """Names of what is so, in the order of the definition; None without business."""
    deals = [d for d in around.deals_of(account) if d["type"] == "opportunity" and golden.in_reach(d, scope)]
    opened = [d for d in deals if golden.state(d) == "open"]
    won = [golden.closing_day(d) for d in deals if golden.state(d) == "won"]
    posted = [row for row in around.invoices_of(account) if row["state"] == "posted"]
    dated = [(date.fromisoformat(row["invoice_date"]), row) for row in posted if row["invoice_date"]]
    if not opened and not any(when >= TWO_YEARS_AGO for when in won + [when for when, _ in dated]):
        return None
    done, planned = touches(account, scope)
    found = of_touch(done)
    if planned:
        found.append("next_activity")
    if any(golden.money_of(d)["revenue"][0] > 0 for d in opened):
        found.append("open_pipeline")
    if any((TODAY - when).days <= 180 for when in won):
        found.append("won_lately")
    if opened and all(ago(d["date_last_stage_update"]) > 30 for d in opened):
        found.append("all_rotting")
    owed = [row for row in posted if row["payment_state"] not in ("paid", "in_payment", "reversed")]
    overdue = usd(around.part_of(row, around.overdue(row)) for row in owed)
    # The last 365 days, today with them.
    lately = [row for when, row in dated if 0 <= (TODAY - when).days <= 364]
    invoiced = usd(around.part_of(row, row["amount_untaxed"]) for row in lately)
    if overdue > 0:
        found.append("much_overdue" if overdue * 4 > max(invoiced, Decimal(0)) else "overdue")
    return found


def health(account, scope, weights):
    found = reasons(account, scope)
    if found is None:
        return {"state": "no_business", "score": None, "reasons": []}
    told = [[name, weights[name]] for name in found if weights[name]]
    total = 50 + sum(points for _, points in told)
    score = max(0, min(100, total))
    if score != total:
        told.append(["limit", score - total])
    state = "healthy" if score >= 70 else "watch" if score >= 40 else "at_risk"
    return {"state": state, "score": score, "reasons": told}


def expected(weights):
    readers = {}
    for reader, who in golden.READERS.items():
        scope = golden.reach(who)
        readers[reader] = {str(a): health(a, scope, weights) for a in around.ACCOUNTS if around.sees(scope, a)}
    return readers


def text():
    """A line for each account, so that a difference can be read."""
    sets = []
    for name, weights in (("usual", USUAL), ("other", OTHER)):
        body = around.text(expected(weights)).rstrip("\n")
        sets.append(f'"{name}": {{"weights": {json.dumps(weights)}, "readers": {body}}}')
    return "{\n" + ",\n".join(sets) + "\n}\n"


if __name__ == "__main__":
    found = text()
    if "--write" in sys.argv:
        open("health.json", "w").write(found)
    elif open("health.json").read() != found:
        sys.exit("health.json differs from what the definition gives")
